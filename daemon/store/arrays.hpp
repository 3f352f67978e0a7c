#pragma once

#include "findings/key.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace sasyncd {

/// "2024-05-01 12:30:00.123+00", which PostgreSQL reads whatever the session's settings.
[[nodiscard]] std::string timestamp_text(SystemTime time);

/// PostgreSQL's array literal, built as text: libpqxx 6.4 has no array parameters.
class ArrayText {
public:
    ArrayText& add(Key const& key);
    ArrayText& add(std::int64_t value);
    ArrayText& add(bool value);
    ArrayText& add(std::optional<SystemTime> const& time);
    ArrayText& add(std::optional<std::int64_t> const& value);
    ArrayText& add(std::optional<std::int32_t> const& value);
    /// NULL where it is empty.
    ArrayText& add_text(std::string_view text);
    ArrayText& add_raw(std::string_view text);

    /// The finished literal; nothing may be added afterwards.
    [[nodiscard]] std::string take();
    [[nodiscard]] std::size_t size() const { return size_; }

private:
    std::string& next();

    std::string text_ = "{";
    std::size_t size_ = 0;
};

}  // namespace sasyncd
