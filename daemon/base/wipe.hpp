#pragma once

#include <algorithm>
#include <string>

namespace sasyncd {

/// Overwrites and empties a text that held something secret on its way into or out of a `Secret`.
inline void wipe(std::string& text) {
    std::fill(text.begin(), text.end(), '\0');
    // Nobody reads the zeros: without this the compiler may leave them out.
    asm volatile("" : : "r"(text.data()) : "memory");
    text.clear();
}

}  // namespace sasyncd
