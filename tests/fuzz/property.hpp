#pragma once

#include "base/text.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace sasyncd::fuzz {

/// Ends the process where a promise is broken, so that the input is kept and the promise named.
inline void expect(bool holds, std::string_view promise, std::string_view detail = {}) {
    if (holds)
        return;
    std::fprintf(stderr, "BROKEN PROMISE: %.*s\n%.*s\n", static_cast<int>(promise.size()), promise.data(),
                 static_cast<int>(detail.size()), detail.data());
    std::abort();
}

/// Fit for a log: one line of valid UTF-8 without control characters.
inline bool is_one_printable_line(std::string_view text) {
    for (char const c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
            return false;
    return is_valid_utf8(text);
}

/// What PostgreSQL takes as text.
inline bool is_storable(std::string_view text) {
    return text.find('\0') == std::string_view::npos && is_valid_utf8(text);
}

inline std::string_view text_of(unsigned char const* data, std::size_t size) {
    return {reinterpret_cast<char const*>(data), size};
}

}  // namespace sasyncd::fuzz
