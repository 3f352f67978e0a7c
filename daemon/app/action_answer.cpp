#include "app/action_answer.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace sasyncd {

namespace {

/// The number of a leading "word NUMBER", which is cut off together with what separates it from the rest.
std::optional<std::int64_t> take_number(std::string_view& text, std::string_view word) {
    if (!text.starts_with(word))
        return std::nullopt;
    auto const rest = text.substr(word.size());
    std::int64_t value = 0;
    auto const [end, fault] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (fault != std::errc())
        return std::nullopt;
    text = rest.substr(static_cast<std::size_t>(end - rest.data()));
    if (text.starts_with("; "))
        text.remove_prefix(2);
    return value;
}

}  // namespace

std::string to_text(ActionAnswer const& answer) {
    auto const sweep = answer.sweep_id == 0 ? std::string() : fmt::format("sweep {}; ", answer.sweep_id);
    return fmt::format("exit {}; {}{}", answer.status, sweep, answer.text);
}

ActionAnswer parse_answer(std::string_view text) {
    ActionAnswer answer;
    answer.status = static_cast<int>(take_number(text, "exit ").value_or(0));
    answer.sweep_id = take_number(text, "sweep ").value_or(0);
    answer.text = text;
    return answer;
}

}  // namespace sasyncd
