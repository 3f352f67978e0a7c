#include "base/error.hpp"

#include "base/log.hpp"
#include "base/result.hpp"

#include <gtest/gtest.h>

#include <set>

namespace sasyncd {
namespace {

TEST(Error, GathersContextOnTheWayUp) {
    auto const error = Error(ErrorKind::retry_later, "HTTP 503")
                           .within("page 7")
                           .within("source prod/china")
                           .with_request_id("4E2A")
                           .with_remedy("wait")
                           .after(std::chrono::milliseconds(1500));
    EXPECT_EQ(error.what, "source prod/china: page 7: HTTP 503");
    EXPECT_EQ(error.line(), "source prod/china: page 7: HTTP 503 (request 4E2A); wait");
    EXPECT_EQ(error.retry_after, std::chrono::milliseconds(1500));
    EXPECT_EQ(Error(ErrorKind::bug, "x").line(), "x");
}

TEST(Error, EveryKindHasANameOfItsOwn) {
    std::set<std::string_view> names;
    for (int kind = 0; kind <= static_cast<int>(ErrorKind::bug); ++kind)
        names.insert(to_string(static_cast<ErrorKind>(kind)));
    EXPECT_EQ(names.size(), static_cast<std::size_t>(ErrorKind::bug) + 1);
}

TEST(Result, AskingAnErrorForItsValueIsABug) {
    Result<int> const failed = Error(ErrorKind::unavailable, "away");
    EXPECT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, ErrorKind::unavailable);
    EXPECT_THROW(static_cast<void>(failed.value()), std::logic_error);
    EXPECT_EQ(Result<int>(7).value(), 7);
    EXPECT_TRUE(Status());
}

TEST(LogField, QuotesWhatIsNoSingleWordAndEscapesStrangers) {
    EXPECT_EQ(field("source", "prod/china"), "source=prod/china");
    EXPECT_EQ(field("why", "two words"), "why=\"two words\"");
    EXPECT_EQ(field("why", ""), "why=\"\"");
    EXPECT_EQ(field("why", "a=\"b\""), "why=\"a=\\\"b\\\"\"");
    EXPECT_EQ(field("why", "x\x1b").find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace sasyncd
