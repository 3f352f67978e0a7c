#pragma once

#include <simdjson.h>

#include <memory_resource>
#include <string>
#include <string_view>

namespace sasyncd {

/// What a reader of the body answers where it met an escaped NUL or half a surrogate pair, which PostgreSQL does not
/// take: the whole body is to be repaired (`repair_escapes`) and read anew.
inline constexpr auto kNeedsRepair = simdjson::STRING_ERROR;

/// The ground of a page's rows: the body of the answer, and beside it the texts that had to be rewritten. Nothing is
/// copied that stands in the body as it is meant.
class PageText {
public:
    explicit PageText(std::string body);
    PageText(PageText const&) = delete;
    PageText& operator=(PageText const&) = delete;

    [[nodiscard]] std::string const& body() const { return body_; }
    [[nodiscard]] simdjson::padded_string_view padded() const;

    /// Whether there is a backslash in `part` of the body. To be asked from front to back: each byte is looked at once.
    [[nodiscard]] bool has_backslash(std::string_view part) {
        if (backslash_ < part.data())
            look_from(part.data());
        return backslash_ < part.data() + part.size();
    }

    /// Whether a value's `token` (as `raw_json_token()` gives it) is a string that stands there as it is meant.
    [[nodiscard]] bool is_plain(std::string_view token) {
        return token.size() > 1 && token.front() == '"' && token.back() == '"' && !has_backslash(token);
    }

    /// The text of a value whose `token` begins with a quote. Errors: INCORRECT_TYPE for an escape that JSON does not
    /// know; kNeedsRepair.
    [[nodiscard]] simdjson::error_code read(simdjson::ondemand::value& value, std::string_view token,
                                            std::string_view& text) {
        if (!is_plain(token))
            return unescape(value, token, text);
        text = token.substr(1, token.size() - 2);
        return simdjson::SUCCESS;
    }

    /// Room for `size` bytes, which lives as long as this.
    [[nodiscard]] char* room(std::size_t size) { return static_cast<char*>(rewritten_.allocate(size, 1)); }
    /// A copy in such room.
    [[nodiscard]] std::string_view keep(std::string_view text);

private:
    void look_from(char const* start);
    [[nodiscard]] simdjson::error_code unescape(simdjson::ondemand::value& value, std::string_view token,
                                                std::string_view& text);

    std::string body_;
    char const* backslash_ = nullptr;  // the next one, or where the body ends
    std::pmr::monotonic_buffer_resource rewritten_;
};

/// Whether an unescaped text holds a NUL or half a surrogate pair.
[[nodiscard]] bool needs_repair(std::string_view text);

}  // namespace sasyncd
