#include "app/reader_order.hpp"

#include "app/exit_code.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sasyncd {
namespace {

using ::testing::HasSubstr;

CommandLine typed(std::vector<std::string> const& words) {
    auto line = parse_command_line(words);
    EXPECT_TRUE(line.is_usable()) << line.fault;
    return line;
}

ReaderState ready() {
    ReaderState reader;
    reader.exists = reader.may_login = reader.inherits = reader.has_roles = reader.may_grant = true;
    reader.asker = "owner";
    reader.accounts = {
        {"1001", "prod", true, true}, {"1002", "prod", false, false}, {"1003", "test", false, true}};
    return reader;
}

ReaderRefusal refusal_of(bool ReaderState::*what, bool value, std::vector<std::string> const& words) {
    auto reader = ready();
    reader.*what = value;
    reader.sees_all_through = "sasyncd_reader";
    return refuse_grant(typed(words), reader);
}

std::vector<std::string> const kGrant = {"grant", "anna", "--account", "prod"};

TEST(ReaderOrder, is_carried_out_where_nothing_is_in_the_way) {
    EXPECT_EQ(refuse_grant(typed(kGrant), ready()).exit_status, exit_code::kDone);
    EXPECT_EQ(refuse_revocation(typed({"revoke", "anna"}), ready()).exit_status, exit_code::kDone);
}

TEST(ReaderOrder, is_refused_with_a_remedy) {
    auto const no_roles = refusal_of(&ReaderState::has_roles, false, kGrant);
    EXPECT_EQ(no_roles.exit_status, exit_code::kSettings);
    EXPECT_THAT(no_roles.why, HasSubstr("migrations/roles.sql"));
    auto const no_right = refusal_of(&ReaderState::may_grant, false, kGrant);
    EXPECT_EQ(no_right.exit_status, exit_code::kNoPermission);
    EXPECT_THAT(no_right.why, HasSubstr("role owner may not grant"));
    for (auto const& [refusal, remedy] : {
             std::pair(refusal_of(&ReaderState::exists, false, kGrant), "CREATE ROLE \"anna\" LOGIN"),
             std::pair(refusal_of(&ReaderState::may_login, false, kGrant), "ALTER ROLE \"anna\" LOGIN"),
             std::pair(refusal_of(&ReaderState::inherits, false, kGrant), "ALTER ROLE \"anna\" INHERIT"),
             std::pair(refusal_of(&ReaderState::sees_all, true, kGrant), "sasyncd revoke anna"),
             std::pair(refusal_of(&ReaderState::may_grant_itself, true, kGrant), "NOCREATEROLE"),
         }) {
        EXPECT_EQ(refusal.exit_status, exit_code::kData) << refusal.why;
        EXPECT_THAT(refusal.why, HasSubstr(remedy));
    }
}

TEST(ReaderOrder, of_all_accounts_is_no_matter_for_one_who_sees_them) {
    EXPECT_EQ(refusal_of(&ReaderState::sees_all, true, {"grant", "anna", "--all"}).exit_status,
              exit_code::kDone);
}

TEST(ReaderOrder, names_the_accounts_there_are) {
    auto const refusal = refuse_grant(typed({"grant", "anna", "--account", "prdo"}), ready());
    EXPECT_EQ(refusal.exit_status, exit_code::kData);
    EXPECT_EQ(refusal.why, "no account is called prdo; did you mean prod? There are prod, test");
    auto reader = ready();
    reader.accounts.clear();
    EXPECT_EQ(refuse_grant(typed(kGrant), reader).why,
              "no account is called prod: none is on record before its first sync");
}

TEST(ReaderOrder, takes_a_label_for_the_account_that_it_names_now) {
    auto const ids = [](std::vector<std::string> const& words) {
        return named_account_ids(typed(words), ready());
    };
    EXPECT_EQ(ids(kGrant), (std::vector<std::string>{"1001"}));
    EXPECT_EQ(ids({"grant", "anna", "--account", "1002", "--account", "test", "--account", "1003"}),
              (std::vector<std::string>{"1002", "1003"}));
}

TEST(ReaderOrder, says_what_a_reader_may_see) {
    auto reader = ready();
    EXPECT_EQ(in_words("anna", reader), "anna may see prod");
    reader.accounts[0].is_granted = false;
    EXPECT_EQ(in_words("anna", reader), "anna may see no account");
    reader.sees_all = true;
    reader.sees_all_through = "sasyncd_reader";
    EXPECT_EQ(in_words("anna", reader), "anna may see all accounts, through sasyncd_reader");
}

}  // namespace
}  // namespace sasyncd
