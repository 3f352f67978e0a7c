#include "base/repeats.hpp"

#include <algorithm>

namespace sasyncd {

namespace {

constexpr std::chrono::minutes kWindow{1};
constexpr int kMostInWindow = 10;
constexpr std::size_t kMostKinds = 1000;
// Longer ones are ids.
constexpr std::size_t kMostDigits = 9;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Of a word, a name or an id.
bool is_of_word(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' ||
           c == '/' || c == '#' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

std::string kind_of_line(std::string_view line) {
    std::string kind;
    for (std::size_t i = 0; i < line.size();) {
        if (line.substr(i, 9) == "(request ") {
            i = std::min(line.size(), line.find(')', i));
            continue;
        }
        if (!is_of_word(line[i])) {
            kind += line[i++];
            continue;
        }
        auto end = i;
        while (end < line.size() && is_of_word(line[end]))
            ++end;
        auto const word = line.substr(i, end - i);
        bool const is_number = word.size() <= kMostDigits && std::all_of(word.begin(), word.end(), is_digit);
        kind += is_number ? std::string_view("N") : word;
        i = end;
    }
    return kind;
}

bool Repeats::admit(std::string_view line, Time now) {
    auto kind = kind_of_line(line);
    auto found = kinds_.find(kind);
    if (found == kinds_.end()) {
        if (kinds_.size() >= kMostKinds)
            return true;
        Kind fresh{now, 0, {std::string(line), 0}};
        found = kinds_.emplace(std::move(kind), std::move(fresh)).first;
    }
    if (found->second.admitted < kMostInWindow) {
        ++found->second.admitted;
        return true;
    }
    ++found->second.withheld.count;
    return false;
}

std::vector<Repeats::Withheld> Repeats::settle(Time now) {
    std::vector<Withheld> over;
    for (auto at = kinds_.begin(); at != kinds_.end();) {
        if (now - at->second.since < kWindow) {
            ++at;
            continue;
        }
        if (at->second.withheld.count > 0)
            over.push_back(std::move(at->second.withheld));
        at = kinds_.erase(at);
    }
    return over;
}

}  // namespace sasyncd
