#include "sweep/spellings.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace sasyncd {

namespace {

bool is_small(char c) {
    return c >= 'a' && c <= 'z';
}

bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

std::string in_capitals(std::string_view text) {
    std::string capitals(text);
    for (auto& c : capitals)
        if (is_small(c))
            c = static_cast<char>(c - 'a' + 'A');
    return capitals;
}

}  // namespace

void Spellings::note(std::string_view malicious_md5) {
    has_small_letters_ =
        has_small_letters_ || std::any_of(malicious_md5.begin(), malicious_md5.end(), is_small);
    has_capitals_ = has_capitals_ || std::any_of(malicious_md5.begin(), malicious_md5.end(), is_capital);
}

std::vector<std::string> Spellings::of(std::string_view malicious_md5) const {
    std::vector<std::string> spellings(1, std::string(malicious_md5));
    auto const add = [&spellings](std::string other) {
        if (std::find(spellings.begin(), spellings.end(), other) == spellings.end())
            spellings.push_back(std::move(other));
    };
    if (has_small_letters_)
        add(lower_case(malicious_md5));
    if (has_capitals_)
        add(in_capitals(malicious_md5));
    return spellings;
}

}  // namespace sasyncd
