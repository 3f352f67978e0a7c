#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Work on JSON as text. Rows are kept and answered as text, so that the simulator can show shapes that no
// object model would let it build. Objects given to these functions hold no blanks between their tokens.
namespace sasyncd::simulator {

struct Member {
    std::string_view name;   // without quotes, as written
    std::string_view value;  // as written
};

std::string json_string(std::string_view text);
void append_json_string(std::string& out, std::string_view text);

// The text that a JSON scalar stands for; what is no string comes back as written.
std::string json_text(std::string_view value);

// Calls visit(Member) for each member of the object.
template <typename Visit>
void for_each_member(std::string_view object, Visit visit);

std::vector<Member> members(std::string_view object);
std::optional<std::string_view> find_member(std::string_view object, std::string_view name);
std::string make_object(std::vector<Member> const& list);

// Sets, adds, or (where value is empty) drops a member in place.
void set_member(std::string& object, std::string_view name, std::optional<std::string_view> value);

// The position just behind the value that begins at `at`.
std::size_t skip_value(std::string_view text, std::size_t at);

template <typename Visit>
void for_each_member(std::string_view object, Visit visit) {
    std::size_t at = 1;
    while (at < object.size() && object[at] == '"') {
        const std::size_t name_end = skip_value(object, at);
        const std::size_t value_end = skip_value(object, name_end + 1);
        visit(Member{object.substr(at + 1, name_end - at - 2),
                     object.substr(name_end + 1, value_end - name_end - 1)});
        at = value_end + 1;
    }
}

}  // namespace sasyncd::simulator
