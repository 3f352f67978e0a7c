#include "app/verify_report.hpp"

#include <gtest/gtest.h>

namespace sasyncd {
namespace {

TEST(VerifyReport, a_difference_is_named_by_what_an_analyst_knows) {
    Discrepancy const level{"finding", "0f0f", "image-1", "abcd", "", "level", "remind", "serious"};
    EXPECT_EQ(difference_line(level), "finding image-1 abcd: level is remind, expected serious");
    Discrepancy const closing{"episode",   "0f0f",  "image-1", "abcd",
                              "episode 2", "proof", "",        "asked or walks"};
    EXPECT_EQ(difference_line(closing),
              "episode image-1 abcd (episode 2): proof is nothing, expected asked or walks");
}

TEST(VerifyReport, a_finding_that_is_not_on_record_is_named_by_its_key) {
    Discrepancy const orphan{"event", "0f0f", "", "", "", "finding_key of event 7", "0f0f", "a finding"};
    EXPECT_EQ(difference_line(orphan), "event 0f0f: finding_key of event 7 is 0f0f, expected a finding");
}

TEST(VerifyReport, text_of_strangers_is_escaped_and_cut) {
    Discrepancy const hostile{"finding", "",      "i\x1b[2Jmage\n",          "m",
                              "",        "image", std::string(100'000, 'x'), ""};
    auto const line = difference_line(hostile);
    EXPECT_EQ(line.find('\x1b'), std::string::npos);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_LT(line.size(), 1000U);
}

}  // namespace
}  // namespace sasyncd
