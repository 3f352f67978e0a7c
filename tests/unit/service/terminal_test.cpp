#include "service/terminal.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace sasyncd {
namespace {

using namespace std::chrono_literals;

constexpr TextStyle kUtf8{true, 80, 24};
constexpr TextStyle kAscii{false, 80, 24};

TEST(Terminal, NumbersAreGroupedByThrees) {
    EXPECT_EQ(grouped(0, kAscii), "0");
    EXPECT_EQ(grouped(999, kAscii), "999");
    EXPECT_EQ(grouped(1220, kAscii), "1 220");
    EXPECT_EQ(grouped(1234567, kAscii), "1 234 567");
    EXPECT_EQ(grouped(1220, kUtf8), "1\u202F220");
}

TEST(Terminal, DurationsAreSpokenShortly) {
    EXPECT_EQ(spoken(0ms), "0 ms");
    EXPECT_EQ(spoken(-5ms), "0 ms");
    EXPECT_EQ(spoken(850ms), "850 ms");
    EXPECT_EQ(spoken(4210ms), "4.2 s");
    EXPECT_EQ(spoken(59'949ms), "59.9 s");
    EXPECT_EQ(spoken(59'950ms), "1 min 00 s");
    EXPECT_EQ(spoken(185s), "3 min 05 s");
    EXPECT_EQ(spoken(7500s), "2 h 05 min");
}

TEST(Terminal, ColumnsAreWhatAPersonSees) {
    EXPECT_EQ(columns("abc"), 3U);
    EXPECT_EQ(columns("░█…\u202F"), 4U);
    EXPECT_EQ(columns("扫描"), 4U);
    EXPECT_EQ(columns("e\u0301"), 1U);
    EXPECT_EQ(left_aligned("ü", 3), "ü  ");
    EXPECT_EQ(right_aligned("1\u202F0", 5), "  1\u202F0");
}

TEST(Terminal, ClippingKeepsCharactersWhole) {
    EXPECT_EQ(clipped("abcdef", 6, kUtf8), "abcdef");
    EXPECT_EQ(clipped("abcdef", 4, kUtf8), "abc…");
    EXPECT_EQ(clipped("abcdef", 4, kAscii), "a...");
    EXPECT_EQ(clipped("扫描扫描", 4, kUtf8), "扫…");
    EXPECT_EQ(clipped("abc", 0, kUtf8), "");
}

TEST(Terminal, BarsFillFromTheLeft) {
    EXPECT_EQ(bar(0, 10, 4, kAscii), "....");
    EXPECT_EQ(bar(5, 10, 4, kAscii), "##..");
    EXPECT_EQ(bar(50, 10, 4, kAscii), "####");
    EXPECT_EQ(bar(1, 0, 4, kAscii), "....");
    EXPECT_EQ(bar(1, 2, 2, kUtf8), "█░");
}

TEST(Terminal, UnicodeOnlyWhereTheLocaleSaysSo) {
    auto const style_with = [](char const* all, char const* lang) {
        setenv("LC_ALL", all, 1);
        setenv("LC_CTYPE", "", 1);
        setenv("LANG", lang, 1);
        return style_of(-1);
    };
    EXPECT_TRUE(style_with("", "en_GB.UTF-8").is_utf8);
    EXPECT_TRUE(style_with("C.utf8", "C").is_utf8);
    EXPECT_FALSE(style_with("C", "en_GB.UTF-8").is_utf8);
    EXPECT_FALSE(style_with("", "").is_utf8);
    EXPECT_EQ(style_with("", "").width, 1000U);
}

}  // namespace
}  // namespace sasyncd
