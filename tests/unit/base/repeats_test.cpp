#include "base/repeats.hpp"

#include <gtest/gtest.h>

namespace sasyncd {
namespace {

using namespace std::chrono_literals;

constexpr Repeats::Time kStart{std::chrono::hours(1)};

int admitted_of(Repeats& repeats, int lines, std::string const& line, Repeats::Time now) {
    int admitted = 0;
    for (int i = 0; i < lines; ++i)
        admitted += repeats.admit(line, now) ? 1 : 0;
    return admitted;
}

TEST(Repeats, TenAMinuteAreWrittenAndTheOthersCounted) {
    Repeats repeats;
    EXPECT_EQ(admitted_of(repeats, 500, "event=retry source=a/china", kStart), 10);
    EXPECT_TRUE(repeats.settle(kStart + 59s).empty()) << "its minute is not over";
    auto const over = repeats.settle(kStart + 60s);
    ASSERT_EQ(over.size(), 1U);
    EXPECT_EQ(over[0].line, "event=retry source=a/china");
    EXPECT_EQ(over[0].count, 490U);
    EXPECT_TRUE(repeats.settle(kStart + 61s).empty()) << "told twice";
    EXPECT_EQ(admitted_of(repeats, 500, "event=retry source=a/china", kStart + 61s), 10) << "a new minute";
}

TEST(Repeats, WhatComesSeldomIsNeverWithheld) {
    Repeats repeats;
    for (int i = 0; i < 1000; ++i) {
        auto const now = kStart + i * 7s;
        EXPECT_TRUE(repeats.settle(now).empty());
        EXPECT_TRUE(repeats.admit("event=database_not_ready", now)) << "line " << i;
    }
}

TEST(Repeats, RequestsAttemptsAndDurationsMakeNoOtherKind) {
    EXPECT_EQ(kind_of_line("event=retry source=a/china attempt=2 reason=\"503 (request 47D2-B9); in 5 s\""),
              kind_of_line("event=retry source=a/china attempt=31 reason=\"503 (request AC-C4); in 7 s\""));
}

TEST(Repeats, SourcesNamesAndIdsDo) {
    for (auto const* other : {"event=retry source=a/international", "event=retry source=a2/china",
                              "event=retry source=a/china#0123abcd", "event=page_failed source=a/china"})
        EXPECT_NE(kind_of_line(other), kind_of_line("event=retry source=a/china")) << other;
    EXPECT_NE(kind_of_line("account=1234567890123456"), kind_of_line("account=1234567890123457"));
    EXPECT_NE(kind_of_line("key=0123-4567"), kind_of_line("key=0123-4568"));
}

TEST(Repeats, AFloodOfKindsTakesNoMemoryWithoutEnd) {
    Repeats repeats;
    for (int i = 0; i < 5000; ++i)
        EXPECT_TRUE(repeats.admit("event=difference row=x" + std::to_string(i), kStart));
    EXPECT_TRUE(repeats.settle(kStart + 2min).empty());
}

}  // namespace
}  // namespace sasyncd
