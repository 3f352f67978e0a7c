#include "store/fixture.hpp"
#include "store/walk_reader.hpp"

namespace sasyncd::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// One held occurrence in prod/china, and the queue.
class Actions : public StoreTest {
protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (IsSkipped())
            return;
        actions = std::make_unique<ActionQueue>(*writer, clock, observer, database->options());
        load({RowMaker{}});
        auto const start = begin();
        source_id = start.source_id;
        WalkEnd end;
        end.walk_id = start.walk_id;
        end.source_id = start.source_id;
        end.certificate.verdict = Verdict::whole;
        end.certificate.held = 1;
        end.suspects.missed.push_back({RowMaker{}.key(), true, true, true});
        ASSERT_TRUE(run(ledger->end_walk(leader, Site::china, std::move(end))));
    }

    ActionRequest request(ActionKind kind) {
        ActionRequest made;
        made.account_id = "1001";
        made.kind = kind;
        made.asked_by = "me@here";
        if (kind != ActionKind::sync)
            made.source_id = source_id;
        return made;
    }
    std::vector<Action> pending() { return run(actions->pending("1001", std::chrono::minutes(1))).value(); }
    std::vector<std::string> held() {
        return database->rows("SELECT held_by IS NOT NULL, is_released FROM sasync.suspect");
    }

    std::unique_ptr<ActionQueue> actions;
    std::int64_t source_id = 0;
};

TEST_F(Actions, a_release_that_was_asked_for_answers_its_asker_and_leaves_no_other_row) {
    auto const id = run(actions->ask(request(ActionKind::release))).value();
    auto const waiting = pending();
    ASSERT_EQ(waiting.size(), 1U);
    EXPECT_EQ(run(actions->carry_out(leader, waiting[0])).value(), "1 occurrence released");
    EXPECT_THAT(held(), ElementsAre("f|t"));
    EXPECT_EQ(run(actions->touch("1001", id)).value(), "1 occurrence released");
    EXPECT_EQ(database->one("SELECT count(*) FROM sasync.action"), "1");
    EXPECT_THAT(pending(), IsEmpty());
    // The same call again, as after a commit whose outcome was unknown.
    EXPECT_EQ(run(actions->carry_out(leader, waiting[0])).value(), "0 occurrences released");
    EXPECT_EQ(run(actions->touch("1001", id)).value(), "1 occurrence released");
}

TEST_F(Actions, who_lost_the_lease_releases_nothing) {
    auto stale = leader;
    ++stale.token;
    Action release;
    release.request = request(ActionKind::release);
    auto const refused = run(actions->carry_out(stale, release));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::lost_lease);
    EXPECT_THAT(held(), ElementsAre("t|f"));
    EXPECT_EQ(database->one("SELECT count(*) FROM sasync.action"), "0");
}

TEST_F(Actions, a_source_that_the_settings_plan_or_planned_today_is_not_retired) {
    Action retire;
    retire.request = request(ActionKind::retire);
    auto const planned = run(actions->carry_out(leader, retire));
    ASSERT_FALSE(planned);
    EXPECT_EQ(planned.error().kind, ErrorKind::rejected);
    database->exec(
        "UPDATE sasync.source SET configured = false, unconfigured_at = now() - interval '23 hours'");
    auto const lately = run(actions->carry_out(leader, retire));
    ASSERT_FALSE(lately);
    EXPECT_EQ(lately.error().kind, ErrorKind::rejected);
    EXPECT_EQ(database->one("SELECT count(*) FROM sas.finding WHERE presence = 'present'"), "1");
    EXPECT_EQ(database->one("SELECT count(*) FROM sasync.action"), "0");
}

TEST_F(Actions, retiring_a_source_closes_all_that_it_shows_and_tells_who_said_so) {
    database->exec(
        "UPDATE sasync.source SET configured = false, unconfigured_at = now() - interval '25 hours'");
    Action retire;
    retire.request = request(ActionKind::retire);
    retire.request.reason = "project ended";
    EXPECT_EQ(run(actions->carry_out(leader, retire)).value(), "1 occurrence closed");
    EXPECT_THAT(database->rows("SELECT presence, close_reason FROM sas.finding"),
                ElementsAre("absent|source_retired"));
    EXPECT_THAT(database->rows("SELECT health, open_findings, held FROM sas.source"),
                ElementsAre("retired|0|0"));
    EXPECT_THAT(database->rows("SELECT close_reason, proof, closing_request_id FROM sas.episode"),
                ElementsAre("source_retired|NULL|NULL"));
    EXPECT_THAT(database->rows("SELECT e.kind, e.reason, w.verdict, w.reason, w.closed FROM sas.event e "
                               "JOIN sas.walk w USING (walk_id) WHERE e.kind = 'closed'"),
                ElementsAre("closed|source_retired|partial|retired by me@here: project ended|1"));
    EXPECT_THAT(held(), IsEmpty());
    EXPECT_EQ(database->one("SELECT sum(out_of_scope) FROM sasync.daily"), "1");
    // Once more, as after a commit whose outcome was unknown.
    EXPECT_EQ(run(actions->carry_out(leader, retire)).value(), "0 occurrences closed");
}

TEST_F(Actions, a_retired_source_that_is_planned_again_opens_its_findings_again) {
    database->exec(
        "UPDATE sasync.source SET configured = false, unconfigured_at = now() - interval '25 hours'");
    Action retire;
    retire.request = request(ActionKind::retire);
    ASSERT_TRUE(run(actions->carry_out(leader, retire)));
    load({RowMaker{}});
    EXPECT_THAT(database->rows("SELECT presence, episodes FROM sas.finding"), ElementsAre("present|2"));
}

TEST_F(Actions, pending_ones_come_oldest_first_and_only_of_their_account) {
    auto const first = run(actions->ask(request(ActionKind::sync))).value();
    auto const second = run(actions->ask(request(ActionKind::release))).value();
    auto other = request(ActionKind::sync);
    other.account_id = "2002";
    ASSERT_TRUE(run(actions->ask(std::move(other))));
    auto const waiting = pending();
    ASSERT_EQ(waiting.size(), 2U);
    EXPECT_EQ(waiting[0].action_id, first);
    EXPECT_EQ(waiting[0].request.kind, ActionKind::sync);
    EXPECT_EQ(waiting[1].action_id, second);
    EXPECT_EQ(waiting[1].request.source_id, source_id);
}

TEST_F(Actions, one_that_lapsed_is_pending_again_once_its_asker_is_back) {
    auto const id = run(actions->ask(request(ActionKind::sync))).value();
    database->exec("UPDATE sasync.action SET touched_at = now() - interval '2 minutes'");
    EXPECT_THAT(pending(), IsEmpty());
    EXPECT_FALSE(run(actions->touch("1001", id)).value());
    EXPECT_EQ(pending().size(), 1U);
}

TEST_F(Actions, the_walks_of_a_sweep_are_read_back_for_who_asked_for_it) {
    WalkReader reader(*writer, clock, observer, database->options());
    auto const walks = run(reader.of_sweep("1001", 1)).value();
    ASSERT_EQ(walks.size(), 2U);
    EXPECT_EQ(walks[1].source, "prod/china");
    EXPECT_EQ(walks[1].certificate.verdict, Verdict::whole);
    EXPECT_EQ(walks[1].certificate.held, 1U);
    EXPECT_FALSE(walks[1].is_not_entitled);
    EXPECT_THAT(run(reader.of_sweep("1001", 2)).value(), IsEmpty());
    begin();  // under way: no result yet
    EXPECT_EQ(run(reader.of_sweep("1001", 1)).value().size(), 2U);
}

}  // namespace
}  // namespace sasyncd::test
