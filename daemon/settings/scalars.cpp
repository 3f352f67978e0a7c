#include "settings/scalars.hpp"

#include "base/text.hpp"
#include "settings/quantities.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

namespace sasyncd {

namespace {

std::string show(std::uint64_t number) {
    return std::to_string(number);
}

std::string show(double number) {
    return fmt::format("{}", number);
}

template <class T, class Show>
std::string describe(Range<T> const& range, Show const& show_one) {
    return fmt::format("{}{} to {}", range.or_zero ? show_one(T{}) + " or " : "", show_one(range.least),
                       show_one(range.most));
}

/// The text of a number that is written as one: not in quotes, not in another base.
std::optional<std::string> number_text(Value const& value, std::string const& expected) {
    auto text = value.text(expected);
    if (!text)
        return std::nullopt;
    if (value.is_quoted()) {
        value.fault(value.as_written() + " is text, because of the quotes", expected);
        return std::nullopt;
    }
    if (looks_octal_or_hex(*text)) {
        value.fault(value.as_written() + " may be read as octal or hexadecimal",
                    expected + ", without leading zeros");
        return std::nullopt;
    }
    return text;
}

template <class T>
void take_over(Value const& value, std::optional<T> const& parsed, Range<T> const& range,
               std::string_view kind, std::string const& expected, T& target) {
    if (!parsed)
        value.fault(fmt::format("{} is no {}", value.as_written(), kind), expected);
    else if (!range.holds(*parsed))
        value.fault(value.as_written() + " is out of range", expected);
    else
        target = *parsed;
}

/// "15" → "15s", "15 min" → "15m", "2H" → "2h": what was likely meant.
std::string likely_duration(std::string const& text) {
    std::string digits;
    std::string unit;
    for (char const c : lower_case(text)) {
        if (c >= '0' && c <= '9' && unit.empty())
            digits += c;
        else if (c != ' ')
            unit += c;
    }
    for (std::string_view const known : {"ms", "s", "m", "h", "d"}) {
        bool const is_it = unit.empty() ? known == "s" : unit.substr(0, known.size()) == known;
        if (is_it && parse_duration(digits + std::string(known)))
            return digits + std::string(known);
    }
    return {};
}

/// "16M", "16MB", "16 mib" → "16MiB".
std::string likely_size(std::string const& text) {
    auto const letters = std::min(text.find_first_not_of("0123456789"), text.size());
    auto const digits = text.substr(0, letters);
    auto const first = lower_case(text).find_first_of("kmg", letters);
    if (digits.empty() || first == std::string::npos)
        return {};
    char const unit = lower_case(text)[first];
    return digits + (unit == 'k' ? "KiB" : unit == 'm' ? "MiB" : "GiB");
}

}  // namespace

void read_flag(MapReader& map, std::string const& key, bool& target) {
    auto const value = map.take(key);
    if (!value)
        return;
    auto const text = value->text("true or false");
    if (!text)
        return;
    if (value->is_quoted() || (*text != "true" && *text != "false"))
        value->fault(value->as_written() + " is neither true nor false", "true or false");
    else
        target = *text == "true";
}

void read_text(MapReader& map, std::string const& key, std::string& target) {
    read_checked(
        map, key, target, [](std::string_view) { return std::nullopt; }, "text");
}

void read_checked(MapReader& map, std::string const& key, std::string& target, TextCheck const& check,
                  std::string const& expected) {
    auto const value = map.take(key);
    if (!value)
        return;
    auto text = value->text(expected);
    if (!text)
        return;
    if (auto const complaint = check(*text))
        value->fault(fmt::format("{} {}", value->as_written(), *complaint), expected);
    else
        target = std::move(*text);
}

void read_fraction(MapReader& map, std::string const& key, double& target, Range<double> range) {
    auto const value = map.take(key);
    if (!value)
        return;
    auto const expected = "a number from " + describe(range, [](double n) { return show(n); });
    if (auto const text = number_text(*value, expected))
        take_over(*value, parse_fraction(*text), range, "number", expected, target);
}

void read_duration(MapReader& map, std::string const& key, std::chrono::milliseconds& target,
                   DurationRange range) {
    auto const value = map.take(key);
    if (!value)
        return;
    auto const expected = "a duration (ms, s, m, h, d) of " + describe(range, format_duration);
    auto const text = value->text(expected);
    if (!text)
        return;
    if (auto const duration = parse_duration(*text))
        take_over(*value, duration, range, "duration", expected, target);
    else
        value->fault(value->as_written() + " is no duration", expected, likely_duration(*text));
}

void read_size(MapReader& map, std::string const& key, std::uint64_t& target, Range<std::uint64_t> range) {
    auto const value = map.take(key);
    if (!value)
        return;
    auto const expected = "a size (KiB, MiB, GiB) of " + describe(range, format_size);
    auto const text = value->text(expected);
    if (!text)
        return;
    if (auto const size = parse_size(*text))
        take_over(*value, size, range, "size", expected, target);
    else
        value->fault(value->as_written() + " is no size", expected, likely_size(*text));
}

void read_count(MapReader& map, std::string const& key, std::uint64_t& target, Range<std::uint64_t> range) {
    auto const value = map.take(key);
    if (!value)
        return;
    auto const expected = "a whole number from " + describe(range, [](std::uint64_t n) { return show(n); });
    if (auto const text = number_text(*value, expected))
        take_over(*value, parse_count(*text), range, "whole number", expected, target);
}

void read_count(MapReader& map, std::string const& key, std::uint32_t& target, Range<std::uint32_t> range) {
    std::uint64_t number = target;
    read_count(map, key, number, Range<std::uint64_t>{range.least, range.most, range.or_zero});
    target = static_cast<std::uint32_t>(number);
}

void read_secret(MapReader& map, std::string const& key, Secret& target, std::string* file) {
    constexpr std::string_view kFile = "file:";
    std::string const expected = "text, ${NAME} or file:NAME";
    auto const value = map.take(key);
    if (!value)
        return;
    auto const text = value->text(expected);
    if (!text)
        return;
    if (text->substr(0, kFile.size()) != kFile) {
        target = Secret(*text);
        return;
    }
    auto const& reading = value->reading();
    auto content = read_credential(text->substr(kFile.size()), reading.folder, reading.environment);
    if (!content)
        return value->fault(content.error().what, content.error().expected);
    target = std::move(*content);
    if (file != nullptr)
        *file = locate_credential(text->substr(kFile.size()), reading.folder, reading.environment).string();
}

void read_file_path(MapReader& map, std::string const& key, std::string& target) {
    std::string const expected = "the path of a readable file, relative to the settings file or absolute";
    auto const value = map.take(key);
    if (!value)
        return;
    auto const text = value->text(expected);
    if (!text || text->empty())
        return;
    auto const path = value->reading().folder / *text;
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored) || !std::ifstream(path))
        value->fault(fmt::format("file {} cannot be read", path.string()), expected);
    else
        target = path.string();
}

std::optional<std::size_t> read_choice(Value const& value, std::vector<std::string> const& names) {
    auto const expected = fmt::format("one of {}", fmt::join(names, ", "));
    auto const text = value.text(expected);
    if (!text)
        return std::nullopt;
    auto const found = std::find(names.begin(), names.end(), *text);
    if (found != names.end())
        return static_cast<std::size_t>(found - names.begin());
    value.fault(value.as_written() + " is none of them", expected, nearest(*text, names));
    return std::nullopt;
}

std::optional<std::vector<std::string>> read_list(Value const& value, TextCheck const& check,
                                                  std::string const& expected) {
    if (!value.is_list()) {
        value.fault_type(expected);
        return std::nullopt;
    }
    std::vector<std::string> out;
    bool is_good = true;
    for (auto const& element : value.elements()) {
        auto const text = element.text(expected);
        auto const complaint = text ? check(*text) : std::nullopt;
        bool const is_again = text && std::find(out.begin(), out.end(), *text) != out.end();
        if (complaint)
            element.fault(fmt::format("{} {}", element.as_written(), *complaint), expected);
        if (is_again)
            element.fault(element.as_written() + " stands in the list twice", "each value once");
        is_good = is_good && text && !complaint && !is_again;
        if (text)
            out.push_back(*text);
    }
    return is_good ? std::optional(out) : std::nullopt;
}

}  // namespace sasyncd
