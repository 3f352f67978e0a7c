#include "app/fair_shares.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace sasyncd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

using Shares = std::map<std::string, std::string>;

FleetView fleet(std::vector<std::string> const& daemons, int accounts) {
    FleetView view;
    for (auto const& daemon : daemons)
        for (int i = 1; i <= accounts; ++i)
            view.accounts_of[daemon].insert(std::to_string(100 + i));
    return view;
}

std::vector<int> loads(Shares const& shares, std::vector<std::string> const& daemons) {
    std::vector<int> all;
    for (auto const& daemon : daemons)
        all.push_back(static_cast<int>(std::count_if(shares.begin(), shares.end(),
                                                     [&](auto const& one) { return one.second == daemon; })));
    return all;
}

TEST(FairShares, nine_free_accounts_are_three_for_each_of_three) {
    EXPECT_THAT(loads(fair_shares(fleet({"a", "b", "c"}, 9)), {"a", "b", "c"}), ElementsAre(3, 3, 3));
}

TEST(FairShares, who_led_all_keeps_his_share_and_no_more_moves) {
    auto view = fleet({"a", "b", "c"}, 9);
    for (int i = 1; i <= 9; ++i)
        view.leader_of[std::to_string(100 + i)] = "b";
    auto const shares = fair_shares(view);
    EXPECT_THAT(loads(shares, {"a", "b", "c"}), ElementsAre(3, 3, 3));
    view.leader_of = shares;
    EXPECT_EQ(fair_shares(view), shares) << "what is fair stays as it is";
}

TEST(FairShares, a_difference_of_one_moves_nothing) {
    auto view = fleet({"a", "b"}, 5);
    view.leader_of = {{"101", "a"}, {"102", "a"}, {"103", "a"}, {"104", "b"}, {"105", "b"}};
    EXPECT_EQ(fair_shares(view), view.leader_of);
}

TEST(FairShares, what_a_dead_daemon_led_is_shared_among_the_others) {
    auto view = fleet({"a", "c"}, 9);
    view.leader_of = {{"101", "a"}, {"102", "a"}, {"103", "a"}, {"107", "c"}, {"108", "c"}, {"109", "c"}};
    auto const shares = fair_shares(view);
    auto const each = loads(shares, {"a", "c"});
    EXPECT_EQ(each[0] + each[1], 9);
    EXPECT_EQ(std::abs(each[0] - each[1]), 1);
    for (auto const& [account, leader] : view.leader_of)
        EXPECT_EQ(shares.at(account), leader) << account;
}

TEST(FairShares, only_who_has_the_credentials_gets_an_account) {
    FleetView view;
    view.accounts_of["a"] = {"101", "102", "103"};
    view.accounts_of["b"] = {"103"};
    EXPECT_THAT(fair_shares(view), ElementsAre(Pair("101", "a"), Pair("102", "a"), Pair("103", "b")));
    view.leader_of = {{"101", "a"}, {"102", "a"}, {"103", "a"}};
    EXPECT_EQ(fair_shares(view).at("103"), "b");
}

TEST(FairShares, what_a_command_leads_is_left_to_it) {
    auto view = fleet({"a"}, 2);
    view.leader_of["101"] = "a sync";
    EXPECT_THAT(fair_shares(view), ElementsAre(Pair("102", "a")));
}

TEST(FairShares, an_account_of_nobody_here_is_nobodys) {
    FleetView view;
    view.leader_of["999"] = "elsewhere";
    EXPECT_THAT(fair_shares(view), IsEmpty());
}

}  // namespace
}  // namespace sasyncd
