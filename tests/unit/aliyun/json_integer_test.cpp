#include "aliyun/json_integer.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace sasyncd {
namespace {

/// In memory of just the size that is promised: eight bytes behind the text.
std::optional<std::int64_t> digits_of(std::string const& text) {
    auto const memory = std::make_unique<char[]>(text.size() + 8);
    text.copy(memory.get(), text.size());
    return parse_digits({memory.get(), text.size()});
}

TEST(ParseDigits, TakesOneToSixteenDigits) {
    std::string const digits = "9876543210987654";
    for (std::size_t length = 1; length <= digits.size(); ++length)
        EXPECT_EQ(digits_of(digits.substr(0, length)), std::stoll(digits.substr(0, length)));
    EXPECT_EQ(digits_of("0"), 0);
    EXPECT_EQ(digits_of("00000012"), 12);
    EXPECT_EQ(digits_of("9999999999999999"), 9'999'999'999'999'999);
    EXPECT_EQ(digits_of(""), std::nullopt);
    EXPECT_EQ(digits_of("12345678901234567"), std::nullopt);
}

TEST(ParseDigits, TakesNoOtherByteAtAnyPlace) {
    std::string const digits = "1234567890123456";
    for (std::size_t length = 1; length <= digits.size(); ++length)
        for (std::size_t at = 0; at < length; ++at)
            for (int byte = 0; byte < 256; ++byte) {
                auto text = digits.substr(0, length);
                text[at] = static_cast<char>(byte);
                EXPECT_EQ(digits_of(text).has_value(), byte >= '0' && byte <= '9') << text << ' ' << byte;
            }
}

}  // namespace
}  // namespace sasyncd
