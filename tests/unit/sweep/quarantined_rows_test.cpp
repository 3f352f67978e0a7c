#include "sweep/quarantined_rows.hpp"

#include <gtest/gtest.h>

namespace sasyncd {
namespace {

TEST(QuarantinedRows, one_that_comes_again_in_a_slice_or_an_answer_counts_once) {
    QuarantinedRows rows;
    rows.add({"no MaliciousMd5", "{\"Layer\":\"a\"}"});
    rows.add({"no MaliciousMd5", "{\"Layer\":\"a\"}"});
    rows.add({"Digest is not text", "{\"Layer\":\"a\"}"});
    EXPECT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows.samples().size(), 2U);
}

TEST(QuarantinedRows, beyond_a_thousand_it_knows_which_came_but_not_what_they_said) {
    QuarantinedRows rows;
    for (int i = 0; i < 5000; ++i)
        rows.add({"no MaliciousMd5", std::to_string(i)});
    EXPECT_EQ(rows.size(), 5000U);
    EXPECT_EQ(rows.samples().size(), QuarantinedRows::kMostPayloads);
    EXPECT_TRUE(rows.contains("no MaliciousMd5", QuarantinedRows::digest_of({"", "4999"})));
    EXPECT_FALSE(rows.contains("no MaliciousMd5", QuarantinedRows::digest_of({"", "5000"})));
    EXPECT_FALSE(rows.contains("Digest is not text", QuarantinedRows::digest_of({"", "4999"})));
}

}  // namespace
}  // namespace sasyncd
