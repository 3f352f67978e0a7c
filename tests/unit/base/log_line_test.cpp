#include "base/log_line.hpp"

#include <gtest/gtest.h>

namespace sasyncd {
namespace {

using spdlog::level::level_enum;

constexpr SystemTime kTime{std::chrono::milliseconds(1'795'835'045'007)};  // 2026-11-28T03:04:05.007Z

std::string as(LogShape shape, std::string_view message, level_enum level = level_enum::warn) {
    return log_line(shape, level, kTime, message);
}

TEST(LogLine, TextHasTimeLevelAndMessage) {
    EXPECT_EQ(as(LogShape::text, "event=retry attempt=2"),
              "2026-11-28T03:04:05.007Z warning event=retry attempt=2\n");
}

TEST(LogLine, TheJournalGetsThePriorityAndHasTheRest) {
    EXPECT_EQ(as(LogShape::journal, "event=x", level_enum::debug), "<7>event=x\n");
    EXPECT_EQ(as(LogShape::journal, "event=x", level_enum::info), "<6>event=x\n");
    EXPECT_EQ(as(LogShape::journal, "event=x", level_enum::warn), "<4>event=x\n");
    EXPECT_EQ(as(LogShape::journal, "event=x", level_enum::err), "<3>event=x\n");
    EXPECT_EQ(as(LogShape::journal, "event=x", level_enum::critical), "<2>event=x\n");
}

TEST(LogLine, JsonHasEachFieldAndTheMessage) {
    EXPECT_EQ(
        as(LogShape::json, R"(event=failed source=prod/china reason="no \"page\" 7"; tried again in 5 s)"),
        R"({"time":"2026-11-28T03:04:05.007Z","level":"warning","event":"failed","source":"prod/china",)"
        R"("reason":"no \"page\" 7",)"
        R"("message":"event=failed source=prod/china reason=\"no \\\"page\\\" 7\"; tried again in 5 s"})"
        "\n");
}

TEST(LogLine, AFieldIsAWordOfOursAndTheFirstOfItsName) {
    auto const line = as(LogShape::json, "event=a event=b time=7 Not=one a.b=c =d e= 1=2 end");
    EXPECT_NE(line.find(R"("level":"warning","event":"a","e":"","1":"2","message":)"), std::string::npos)
        << line;
}

TEST(LogLine, AQuoteThatNeverEndsIsTextLikeAnyOther) {
    auto const line = as(LogShape::json, R"(event=a reason="half \)");
    EXPECT_NE(line.find(R"("reason":"\"half \\")"), std::string::npos) << line;
}

TEST(LogLine, WhatStrangersWroteStaysOnItsLine) {
    EXPECT_EQ(as(LogShape::journal, "a\nb\x1B[31mc\u202Ed"), "<4>a\\nb\\u{1b}[31mc\\u{202e}d\n");
    auto const line = as(LogShape::json, std::string_view("a\0b\xFF", 4));
    EXPECT_NE(line.find(R"("message":"a\\u{0}b\\xff")"), std::string::npos) << line;
}

TEST(LogLine, IsNoLongerThanALogTakes) {
    EXPECT_LT(as(LogShape::text, std::string(1'000'000, 'x')).size(), 17'000U);
}

}  // namespace
}  // namespace sasyncd
