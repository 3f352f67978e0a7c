#include "store/arrays.hpp"

#include <fmt/format.h>

#include <chrono>

namespace sasyncd {

namespace {

void put_digits(char* at, std::int64_t value, int count) {
    for (int i = count - 1; i >= 0; --i, value /= 10)
        at[i] = static_cast<char>('0' + value % 10);
}

}  // namespace

// By hand, since a first load writes three of these a row.
std::string timestamp_text(SystemTime time) {
    auto const day = std::chrono::floor<std::chrono::days>(time);
    std::chrono::year_month_day const date(day);
    auto const of_day = (time - day).count();
    std::string text = "0000-00-00 00:00:00.000+00";
    put_digits(&text[0], static_cast<int>(date.year()), 4);
    put_digits(&text[5], static_cast<unsigned>(date.month()), 2);
    put_digits(&text[8], static_cast<unsigned>(date.day()), 2);
    put_digits(&text[11], of_day / 3'600'000, 2);
    put_digits(&text[14], of_day / 60'000 % 60, 2);
    put_digits(&text[17], of_day / 1000 % 60, 2);
    put_digits(&text[20], of_day % 1000, 3);
    return text;
}

std::string& ArrayText::next() {
    if (size_++ > 0)
        text_ += ',';
    return text_;
}

ArrayText& ArrayText::add(Key const& key) {
    next() += key.to_uuid();
    return *this;
}

ArrayText& ArrayText::add(std::int64_t value) {
    next() += fmt::format_int(value).str();
    return *this;
}

ArrayText& ArrayText::add(bool value) {
    next() += value ? 't' : 'f';
    return *this;
}

ArrayText& ArrayText::add(std::optional<SystemTime> const& time) {
    return time ? add_text(timestamp_text(*time)) : add_text({});
}

ArrayText& ArrayText::add(std::optional<std::int64_t> const& value) {
    return value ? add(*value) : add_text({});
}

ArrayText& ArrayText::add(std::optional<std::int32_t> const& value) {
    return value ? add(std::int64_t{*value}) : add_text({});
}

ArrayText& ArrayText::add_text(std::string_view text) {
    auto& out = next();
    if (text.empty()) {
        out += "NULL";
        return *this;
    }
    out += '"';
    for (char const c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    out += '"';
    return *this;
}

ArrayText& ArrayText::add_raw(std::string_view text) {
    next() += text;
    return *this;
}

std::string ArrayText::take() {
    text_ += '}';
    return std::move(text_);
}

}  // namespace sasyncd
