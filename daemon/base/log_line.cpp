#include "base/log_line.hpp"

#include "base/text.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace sasyncd {

namespace {

constexpr std::size_t kLongestMessage = 16 * 1024;

char priority_of(spdlog::level::level_enum level) {
    static constexpr std::array kPriorities = {'7', '7', '6', '4', '3', '2', '7'};
    return kPriorities.at(static_cast<std::size_t>(level));
}

std::string iso(SystemTime time) {
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(time)),
                       time.time_since_epoch().count() % 1000);
}

std::string_view word_of(spdlog::level::level_enum level) {
    auto const word = spdlog::level::to_string_view(level);
    return {word.data(), word.size()};
}

bool is_key(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

/// Where the value that begins here ends: behind its closing quote, or before a blank or a semicolon.
std::size_t end_of_value(std::string_view text) {
    if (text.empty() || text.front() != '"')
        return std::min(text.size(), text.find_first_of(" ;"));
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == '"')
            return i + 1;
    }
    return text.size();
}

/// `,"key":"value"` for each key=value of the message, the first of each key.
std::string members_of(std::string_view message) {
    std::string members;
    std::set<std::string_view> seen = {"time", "level", "message"};
    while (!message.empty()) {
        auto const end = std::min(message.size(), message.find_first_of(" ="));
        auto const key = message.substr(0, end);
        bool const has_value = end < message.size() && message[end] == '=' && is_key(key);
        if (!has_value) {
            message.remove_prefix(std::min(message.size(), message.find(' ')));
            message.remove_prefix(std::min(message.size(), message.find_first_not_of(' ')));
            continue;
        }
        message.remove_prefix(end + 1);
        auto const value = message.substr(0, end_of_value(message));
        message.remove_prefix(value.size());
        message.remove_prefix(std::min(message.size(), message.find_first_not_of("; ")));
        if (!seen.insert(key).second)
            continue;
        // A quoted value is a JSON string already.
        bool const is_quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
        members += fmt::format(",\"{}\":{}", key, is_quoted ? std::string(value) : json_string(value));
    }
    return members;
}

}  // namespace

std::string json_string(std::string_view text) {
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (static_cast<unsigned char>(c) < 0x20)
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            out += c;
    }
    return out + "\"";
}

std::string log_line(LogShape shape, spdlog::level::level_enum level, SystemTime time,
                     std::string_view message) {
    auto const text = printable(message, kLongestMessage);
    switch (shape) {
        case LogShape::journal: return fmt::format("<{}>{}\n", priority_of(level), text);
        case LogShape::json:
            return fmt::format("{{\"time\":\"{}\",\"level\":\"{}\"{},\"message\":{}}}\n", iso(time),
                               word_of(level), members_of(text), json_string(text));
        case LogShape::text: break;
    }
    return fmt::format("{} {:<7} {}\n", iso(time), word_of(level), text);
}

}  // namespace sasyncd
