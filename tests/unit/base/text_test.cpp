#include "base/text.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace sasyncd {
namespace {

TEST(Text, PrintableShowsWhatWouldMoveACursorOrAReader) {
    EXPECT_EQ(printable("plain text, ü 扫"), "plain text, ü 扫");
    EXPECT_EQ(printable("a\nb\tc"), "a\\nb\\tc");
    EXPECT_EQ(printable("\x1b[31m"), "\\u{1b}[31m");
    EXPECT_EQ(printable("a\u202Eb\u2066c\u2028d\uFEFF"), "a\\u{202e}b\\u{2066}c\\u{2028}d\\u{feff}");
    EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a\\u{0}b");
    EXPECT_EQ(printable("\x7F\u0085"), "\\u{7f}\\u{85}");
}

TEST(Text, PrintableShowsBrokenBytes) {
    EXPECT_EQ(printable("\xFF"), "\\xff");
    EXPECT_EQ(printable("\xC0\xAF"), "\\xc0\\xaf");           // overlong
    EXPECT_EQ(printable("\xED\xA0\x80"), "\\xed\\xa0\\x80");  // a surrogate
    EXPECT_EQ(printable("\xE6\x89"), "\\xe6\\x89");           // cut short
}

TEST(Text, PrintableEndsInAnEllipsisBetweenCharacters) {
    EXPECT_EQ(printable("abcdef", 3), "abc…");
    EXPECT_EQ(printable("abc", 3), "abc");
    EXPECT_EQ(printable("扫描扫", 4), "扫描…");
}

TEST(Text, RepairReplacesAndCounts) {
    std::size_t repairs = 0;
    EXPECT_EQ(repaired_utf8("good ü", repairs), "good ü");
    EXPECT_EQ(repairs, 0U);
    EXPECT_EQ(repaired_utf8("a\xFF\xFE"
                            "b",
                            repairs),
              "a\uFFFD\uFFFDb");
    EXPECT_EQ(repairs, 2U);
    EXPECT_EQ(repaired_utf8(std::string_view("x\0", 2), repairs), "x\uFFFD");
    EXPECT_EQ(repairs, 3U);
}

TEST(Text, ValidUtf8IsThatOfRfc3629) {
    for (auto const* good : {"", "a", "ü", "\uFFFF", "\U0001F600", "\U0010FFFF"})
        EXPECT_TRUE(is_valid_utf8(good)) << good;
    for (auto const* bad : {"\x80", "\xC1\x81", "\xE0\x80\x80", "\xED\xBF\xBF", "\xF4\x90\x80\x80",
                            "\xF5\x80\x80\x80", "\xF0\x9F\x98", "a\xC3"})
        EXPECT_FALSE(is_valid_utf8(bad)) << printable(bad);
}

TEST(Text, LowerCaseTouchesAsciiOnly) {
    EXPECT_EQ(lower_case("ABCxyz-Ä09"), "abcxyz-Ä09");
}

TEST(Text, EditDistanceCountsSlips) {
    EXPECT_EQ(edit_distance("", ""), 0U);
    EXPECT_EQ(edit_distance("abc", ""), 3U);
    EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
    EXPECT_EQ(edit_distance("every", "evry"), 1U);
    EXPECT_EQ(edit_distance("every", "evrey"), 2U);
}

TEST(Text, NearestNamesASlipAndNothingFarther) {
    std::vector<std::string> const names = {"every", "jitter", "timeout"};
    EXPECT_EQ(nearest("evry", names), "every");
    EXPECT_EQ(nearest("time_out", names), "timeout");
    EXPECT_EQ(nearest("retention", names), "");
    EXPECT_EQ(nearest("", names), "");
}

}  // namespace
}  // namespace sasyncd
