#include "aliyun/plain_canonical.hpp"

#include <array>
#include <cstdint>
#include <cstring>
#include <utility>

namespace sasyncd {

namespace {

constexpr int kMaxDepth = 16;
constexpr std::size_t kMaxMembers = 8;

struct Member {
    std::string_view name;
    std::string_view value;
    bool is_text = false;  // the value's quotes are left out
};

/// As jsonb sorts keys: by length, then bytes.
int compare(std::string_view a, std::string_view b) {
    if (a.size() != b.size())
        return a.size() < b.size() ? -1 : 1;
    return a.compare(b);
}

char* put(char* out, std::string_view text) {
    for (std::size_t done = 0; done < text.size(); done += kPlainSlack)
        std::memcpy(out + done, text.data() + done, kPlainSlack);
    return out + text.size();
}

char* put_quoted(char* out, std::string_view text) {
    *out++ = '"';
    out = put(out, text);
    *out++ = '"';
    return out;
}

/// Each function reads what is named so, and tells whether it is there.
class Scanner {
public:
    explicit Scanner(std::string_view escaped) : at_(escaped.data()), end_(escaped.data() + escaped.size()) {}

    [[nodiscard]] bool object() {
        if (!sign('{'))
            return false;
        do {
            if (count_ == kMaxMembers)
                return false;
            auto& member = members_[count_];
            if (!text(member.name) || !sign(':') || !value(member) || !put_in_order())
                return false;
        } while (sign(','));
        return sign('}') && at_ == end_;
    }

    [[nodiscard]] std::size_t write(char* out) const {
        auto* at = out;
        char separator = '{';
        for (std::size_t i = 0; i < count_; ++i) {
            auto const& member = members_[order_[i]];
            *at++ = std::exchange(separator, ',');
            at = put_quoted(at, member.name);
            *at++ = ':';
            at = member.is_text ? put_quoted(at, member.value) : put(at, member.value);
        }
        *at++ = '}';
        return static_cast<std::size_t>(at - out);
    }

private:
    [[nodiscard]] bool sign(char expected) {
        bool const is_it = *at_ == expected;
        at_ += is_it ? 1 : 0;
        return is_it;
    }

    [[nodiscard]] bool text(std::string_view& text) {
        if (end_ - at_ < 4 || at_[0] != '\\' || at_[1] != '"')
            return false;
        auto const* const begin = at_ + 2;
        auto const* at = begin;
        while (at < end_ && *at != '\\')
            ++at;
        if (end_ - at < 2 || at[1] != '"')
            return false;
        text = {begin, static_cast<std::size_t>(at - begin)};
        at_ = at + 2;
        return true;
    }

    [[nodiscard]] bool value(Member& member) {
        member.is_text = *at_ == '\\';
        if (member.is_text)
            return text(member.value);
        auto const* const begin = at_;
        if (*at_ == '[' ? !array() : !integer())
            return false;
        member.value = {begin, static_cast<std::size_t>(at_ - begin)};
        return true;
    }

    /// Of integers and of arrays of them.
    [[nodiscard]] bool array() {
        int depth = 0;
        do {
            for (; sign('['); ++depth)
                if (depth == kMaxDepth)
                    return false;
            bool const is_empty = at_[-1] == '[' && *at_ == ']';
            if (!is_empty && !integer())
                return false;
            for (; depth > 0 && sign(']'); --depth) {}
        } while (depth > 0 && sign(','));
        return depth == 0;
    }

    [[nodiscard]] bool integer() {
        bool const is_negative = sign('-');
        auto const* const digits = at_;
        while (*at_ >= '0' && *at_ <= '9')
            ++at_;
        auto const count = at_ - digits;
        bool const is_canonical =
            count > 0 && count <= 18 && (*digits != '0' || (count == 1 && !is_negative));
        return is_canonical && *at_ != '.' && *at_ != 'e' && *at_ != 'E';
    }

    /// The last one read. False where there is one of that name.
    [[nodiscard]] bool put_in_order() {
        auto at = count_;
        for (; at > 0; --at) {
            auto const order = compare(members_[order_[at - 1]].name, members_[count_].name);
            if (order == 0)
                return false;
            if (order < 0)
                break;
            order_[at] = order_[at - 1];
        }
        order_[at] = static_cast<std::uint8_t>(count_++);
        return true;
    }

    char const* at_;
    char const* end_;
    std::array<Member, kMaxMembers> members_;
    std::array<std::uint8_t, kMaxMembers> order_;  // of the members, by name
    std::size_t count_ = 0;
};

}  // namespace

std::size_t plain_canonical(std::string_view escaped, char* out) {
    Scanner scanner(escaped);
    return scanner.object() ? scanner.write(out) : 0;
}

}  // namespace sasyncd
