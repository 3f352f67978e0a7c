#include "store/entitlements.hpp"
#include "store/fixture.hpp"

namespace sasyncd::test {
namespace {

using ::testing::ElementsAre;

class AccountsTest : public StoreTest {
protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (!IsSkipped())
            accounts = std::make_unique<Accounts>(*writer, clock, observer, database->options());
    }
    std::vector<std::string> sources() {
        return database->rows(
            "SELECT site, suffix, configured, unconfigured_at IS NOT NULL FROM sasync.source "
            "ORDER BY site, suffix");
    }
    std::unique_ptr<Accounts> accounts;
};

TEST_F(AccountsTest, credentials_are_known_again_by_label_and_digest) {
    auto const known = run(accounts->recorded("prod")).value();
    ASSERT_TRUE(known);
    EXPECT_EQ(known->account_id, "1001");
    EXPECT_EQ(known->key_digest, "digest");
    EXPECT_FALSE(run(accounts->recorded("other")).value());
}

TEST_F(AccountsTest, a_label_that_names_another_account_is_refused_until_accepted) {
    auto const refused = run(accounts->record("prod", "2002", "other digest"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::unauthorised);
    EXPECT_NE(refused.error().remedy.find("--accept-account"), std::string::npos);
    ASSERT_TRUE(run(accounts->accept("prod", "2002", "other digest", "me@here")));
    EXPECT_EQ(run(accounts->recorded("prod")).value()->account_id, "2002");
    EXPECT_TRUE(run(accounts->record("prod", "2002", "other digest")));
    EXPECT_THAT(database->rows("SELECT account_id, label, is_current FROM sasync.account ORDER BY 1"),
                ElementsAre("1001|prod (1001)|f", "2002|prod|t"));
    EXPECT_EQ(database->one("SELECT kind FROM sasync.action"), "accept_account");
}

TEST_F(AccountsTest, refused_credentials_show_at_the_sources_unless_another_process_leads) {
    load({RowMaker{}});
    auto const health = [this] {
        return database->one("SELECT health || ' ' || coalesce(reason, '') FROM sas.source");
    };
    auto const holder = database->one("SELECT holder FROM sasync.lease");
    ASSERT_TRUE(run(accounts->refuse("prod", "the key is no more", "another process")));
    EXPECT_EQ(health(), "ok ") << "the leader's keys work";
    ASSERT_TRUE(run(accounts->refuse("prod", "the key is no more", holder)));
    EXPECT_EQ(health(), "refused the key is no more");
    end(begin());
    EXPECT_EQ(health(), "ok ");
}

TEST_F(AccountsTest, whether_a_label_is_of_another_account_is_told_without_recording_it) {
    EXPECT_TRUE(run(accounts->expect("prod", "1001")));
    EXPECT_TRUE(run(accounts->expect("never seen", "2002")));
    EXPECT_EQ(run(accounts->expect("prod", "2002")).error().kind, ErrorKind::unauthorised);
    EXPECT_THAT(database->rows("SELECT account_id, label FROM sasync.account"), ElementsAre("1001|prod"));
}

TEST_F(AccountsTest, renaming_an_account_changes_only_its_label) {
    load({RowMaker{}});
    ASSERT_TRUE(run(accounts->record("production", "1001", "digest")));
    EXPECT_EQ(database->one("SELECT account || ' ' || source FROM sas.finding"),
              "production production/china");
}

TEST_F(AccountsTest, sources_that_are_planned_no_more_are_marked_so) {
    std::vector<Source> both = {make_source(), make_source(Site::international)};
    ASSERT_TRUE(run(accounts->register_sources(leader, both, std::chrono::minutes(45))));
    std::vector<Source> one = {make_source()};
    ASSERT_TRUE(run(accounts->register_sources(leader, one, std::chrono::minutes(45))));
    EXPECT_THAT(sources(), ElementsAre("china||t|f", "international||f|t"));
    ASSERT_TRUE(run(accounts->register_sources(leader, both, std::chrono::minutes(30))));
    EXPECT_THAT(sources(), ElementsAre("china||t|f", "international||t|f"));
    EXPECT_EQ(database->one("SELECT min(freshness_limit) FROM sasync.source"), "00:30:00");
    std::vector<std::string> labels = {"somebody else"};
    ASSERT_TRUE(run(accounts->keep_only(labels)));
    EXPECT_THAT(sources(), ElementsAre("china||f|t", "international||f|t"));
}

TEST_F(AccountsTest, health_tells_new_stale_refused_and_not_entitled_apart) {
    auto const health = [this] { return database->one("SELECT health FROM sas.source"); };
    auto const start = begin();
    EXPECT_EQ(health(), "new");
    database->exec("UPDATE sasync.source SET registered_at = now() - interval '1 day'");
    EXPECT_EQ(health(), "stale");
    end(start);
    EXPECT_EQ(health(), "ok");
    database->exec("UPDATE sasync.source SET read_at = now() - interval '1 day'");
    EXPECT_EQ(health(), "stale");
    end(begin(), Verdict::refused);
    EXPECT_EQ(health(), "refused");
    Entitlements entitlements(*writer, clock, observer, database->options());
    ASSERT_TRUE(run(entitlements.record(leader, make_source(), true)));
    EXPECT_EQ(health(), "not_entitled");
    end(begin());
    EXPECT_EQ(health(), "ok");
    StatusReader status(*writer, clock, observer, database->options());
    auto const shown = run(status.sources()).value();
    ASSERT_EQ(shown.size(), 1U);
    EXPECT_EQ(shown[0].name, "prod/china");
    EXPECT_EQ(shown[0].health, "ok");
    EXPECT_TRUE(shown[0].is_fresh);
    EXPECT_TRUE(shown[0].age);
    EXPECT_EQ(shown[0].last_verdict, "whole");
}

TEST_F(AccountsTest, actions_are_seen_done_and_lapse) {
    ActionQueue actions(*writer, clock, observer, database->options());
    ActionRequest request;
    request.account_id = "1001";
    request.kind = ActionKind::sync;
    request.asked_by = "me@here";
    auto const id = run(actions.ask(request)).value();
    EXPECT_FALSE(run(actions.touch("1001", id)).value());
    auto const pending = run(actions.pending("1001", std::chrono::minutes(1))).value();
    ASSERT_EQ(pending.size(), 1U);
    EXPECT_EQ(pending[0].action_id, id);
    EXPECT_EQ(pending[0].request.kind, ActionKind::sync);
    database->exec("UPDATE sasync.action SET touched_at = now() - interval '2 minutes'");
    EXPECT_TRUE(run(actions.pending("1001", std::chrono::minutes(1))).value().empty());
    std::vector<std::int64_t> ids = {id};
    ASSERT_TRUE(run(actions.done("1001", ids, "whole")));
    EXPECT_EQ(run(actions.touch("1001", id)).value(), "whole");
}

TEST_F(AccountsTest, findings_are_counted_for_the_metric) {
    RowMaker a, b;
    b.image = "image-2";
    b.status = 3;
    load({a, b});
    StatusReader status(*writer, clock, observer, database->options());
    auto const counts = run(status.findings()).value();
    ASSERT_EQ(counts.size(), 2U);
    EXPECT_EQ(counts[0].status + counts[1].status, "unhandledwhitelisted");
    EXPECT_TRUE(counts[0].is_present);
}

}  // namespace
}  // namespace sasyncd::test
