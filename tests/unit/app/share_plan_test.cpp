#include "app/share_plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sasyncd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class SharePlans : public testing::Test {
protected:
    static constexpr std::chrono::seconds kPatience{120};

    SharePlans() { plan.set_accounts({"101", "102"}); }

    FleetView two_daemons(std::map<std::string, std::string> leader_of) {
        FleetView view;
        view.accounts_of = {{"here", {"101", "102"}}, {"there", {"101", "102"}}};
        view.leader_of = std::move(leader_of);
        return view;
    }

    SharePlan plan{"here", kPatience};
    SteadyTime now{};
};

TEST_F(SharePlans, what_is_given_back_is_left_to_the_other_even_if_a_sweep_is_due_at_once) {
    plan.look(two_daemons({{"101", "here"}, {"102", "here"}}), now);
    EXPECT_FALSE(plan.leaves("101") || plan.leaves("102")) << "both are led here until they are given back";
    auto const kept = plan.give_back({"101", "102"});
    ASSERT_EQ(kept.size(), 1U) << "of two accounts each of two daemons should lead one";
    std::string const given_back = kept.contains("101") ? "102" : "101";
    EXPECT_TRUE(plan.leaves(given_back))
        << "the sweep that comes next must not take " << given_back << " again";
    EXPECT_FALSE(plan.leaves(*kept.begin()));

    plan.look(two_daemons({{*kept.begin(), "here"}}), now);
    EXPECT_TRUE(plan.leaves(given_back)) << "the other has not looked yet";
    EXPECT_THAT(plan.free(), IsEmpty());
    plan.look(two_daemons({{*kept.begin(), "here"}, {given_back, "there"}}), now);
    EXPECT_THAT(plan.give_back(kept), kept) << "what is fair stays as it is";
}

TEST_F(SharePlans, what_another_leaves_lying_is_taken_once_patience_ends) {
    auto const view = two_daemons({{"101", "here"}});
    plan.look(view, now);
    ASSERT_TRUE(plan.leaves("102"));
    plan.look(view, now + kPatience);
    EXPECT_THAT(plan.free(), IsEmpty()) << "not yet";
    plan.look(view, now + kPatience + std::chrono::seconds(1));
    EXPECT_THAT(plan.free(), ElementsAre("102"));
    EXPECT_FALSE(plan.leaves("102"));
}

TEST_F(SharePlans, an_account_that_was_led_in_between_is_waited_for_anew) {
    plan.look(two_daemons({{"101", "here"}}), now);
    plan.look(two_daemons({{"101", "here"}, {"102", "there"}}), now + kPatience);
    plan.look(two_daemons({{"101", "here"}}), now + kPatience + std::chrono::seconds(1));
    EXPECT_TRUE(plan.leaves("102")) << "it was free for no time yet";
}

TEST_F(SharePlans, what_nobody_else_could_lead_is_free_at_once) {
    FleetView alone;
    alone.accounts_of = {{"here", {"101", "102"}}};
    plan.look(alone, now);
    EXPECT_THAT(plan.free(), ElementsAre("101", "102"));
    EXPECT_THAT(plan.give_back({"101"}), ElementsAre("101"));
}

TEST_F(SharePlans, an_account_without_credentials_here_is_no_longer_free) {
    FleetView alone;
    alone.accounts_of = {{"here", {"101", "102"}}};
    plan.look(alone, now);
    plan.set_accounts({"101"});
    EXPECT_THAT(plan.free(), ElementsAre("101"));
}

}  // namespace
}  // namespace sasyncd
