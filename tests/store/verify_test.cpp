#include "store/fixture.hpp"
#include "store/verifier.hpp"

#include <fmt/format.h>

#include <random>

namespace sasyncd::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// "check: thing field stored → expected" of each difference.
std::vector<std::string> lines_of(Verification const& verification) {
    std::vector<std::string> lines;
    for (auto const& check : verification.checks)
        for (auto const& d : check.shown)
            lines.push_back(fmt::format("{}: {} {} {} is {}, not {}", check.name, d.thing, d.place, d.field,
                                        d.stored, d.expected));
    return lines;
}

class Verify : public StoreTest {
protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (!IsSkipped())
            verifier = std::make_unique<Verifier>(*writer, clock, observer, database->options());
    }

    Verification verify(std::size_t limit = 100) {
        return run(verifier->verify("1001", RescanDepth::all, limit)).value();
    }
    Repaired repair() { return run(verifier->repair(leader, "me@here")).value(); }

    /// Ends a walk whose certificate counts what it closed.
    void end_counting(WalkStart const& start, std::uint64_t closed) {
        WalkEnd end;
        end.walk_id = start.walk_id;
        end.source_id = start.source_id;
        end.certificate.verdict = Verdict::whole;
        end.certificate.closed = closed;
        ASSERT_TRUE(run(ledger->end_walk(leader, Site::china, std::move(end))));
    }

    void close(std::vector<RowMaker> const& rows) {
        auto const start = begin();
        auto part = part_of(start);
        for (auto const& row : rows)
            part.gone.push_back(gone(row.key()));
        publish(std::move(part));
        end_counting(start, rows.size());
    }

    static RowMaker row(int number) {
        RowMaker made;
        made.image = fmt::format("image-{}", number / 2);
        made.path = fmt::format("/bin/{}", number);
        made.repository = fmt::format("shop-{}", number % 3);
        return made;
    }

    /// Findings open with two rows each, one closed, one closed and reopened, one that lost a row, one changed.
    void live() {
        std::vector<RowMaker> rows;
        for (int i = 0; i < 12; ++i)
            rows.push_back(row(i));
        load(rows);
        close({row(0), row(1), row(2), row(3), row(4)});
        auto const start = begin();
        auto part = part_of(start);
        part.fresh.push_back(row(2).record());
        auto changed = row(6);
        changed.level = "remind";
        changed.status = 3;
        part.changed.push_back(changed.record());
        changed = row(7);
        changed.level = "suspicious";
        changed.pod = "pod \"1\"";
        part.changed.push_back(changed.record());
        changed = row(9);
        changed.status = 7;
        part.changed.push_back(changed.record());
        part.times_moved.push_back({row(8).key(), SystemTime(std::chrono::milliseconds(1'700'000'600'000)),
                                    std::nullopt, std::nullopt});
        publish(std::move(part));
        end_counting(start, 0);
    }

    std::unique_ptr<Verifier> verifier;
};

TEST_F(Verify, finds_nothing_where_all_follows) {
    live();
    auto const verification = verify();
    EXPECT_THAT(lines_of(verification), IsEmpty());
    EXPECT_EQ(verification.differences(), 0U);
    EXPECT_EQ(verification.occurrences, 12U);
    EXPECT_EQ(verification.findings, 6U);
    EXPECT_EQ(verification.episodes, 7U);
}

TEST_F(Verify, finds_nothing_in_an_empty_database) {
    EXPECT_EQ(verify().differences(), 0U);
}

TEST_F(Verify, knows_a_fingerprint_whatever_text_json_and_numbers_the_row_has) {
    RowMaker odd;
    odd.path = "a\tb\nc\\d'e\"f{g,h}\\N";
    odd.repository = "\xE6\x81\xB6 , : \"";
    odd.pod = "x\\\"y";
    odd.status = std::nullopt;
    odd.level = "";
    auto record = odd.record();
    auto row = odd.row();
    for (auto const* json :
         {R"({"a":"b, c: \"d\" \\","bb":[1,2.50,{"e":null,"f":true}],"ccc":"\u0001\n é"})",
          R"("no json: \" , {")", R"([])", R"({})", R"([[],{"a":-1,"b":100000000000000000000}])"}) {
        row.set(Text::high_light, json);
        row.set(Text::file_path, odd.path + json);
        auto const image = image_key_of(row).value();
        auto const start = begin();
        auto part = part_of(start);
        part.fresh.push_back({row_key(Site::china, image, row), finding_key("1001", image, odd.md5), image,
                              fingerprint(row), PackedRow(row)});
        publish(std::move(part));
        end_counting(start, 0);
        EXPECT_THAT(lines_of(verify()), IsEmpty()) << json;
    }
}

TEST_F(Verify, knows_rows_without_an_image_id) {
    RowMaker maker;
    auto row = maker.row();
    row.set(Text::image_uuid, "");
    auto const image = image_key_of(row).value();
    auto const start = begin();
    auto part = part_of(start);
    part.fresh.push_back({row_key(Site::china, image, row), finding_key("1001", image, maker.md5), image,
                          fingerprint(row), PackedRow(row)});
    publish(std::move(part));
    end_counting(start, 0);
    EXPECT_THAT(lines_of(verify()), IsEmpty());
}

/// One at a time, in a database that is well otherwise.
TEST_F(Verify, names_each_damage_and_repairs_what_follows_from_the_rest) {
    live();
    std::string const present = "(SELECT finding_key FROM sasync.finding WHERE image_key = 'image-5')";
    std::string const closed = "(SELECT finding_key FROM sasync.finding WHERE image_key = 'image-0')";
    std::string const of_present = " WHERE finding_key = " + present;
    std::string const of_closed = " WHERE finding_key = " + closed;
    struct Case {
        std::string sql;
        std::string expected;
        bool is_repaired;
    };
    std::vector<Case> const cases = {
        {"UPDATE sasync.occurrence_state SET fingerprint = fingerprint + 1" + of_present,
         "keys and fingerprints", true},
        {"UPDATE sasync.occurrence SET pod = 'other' WHERE file_path = '/bin/10'", "fingerprint is", true},
        {"UPDATE sasync.occurrence SET highlight = '{\"ruleId\": 2}' WHERE file_path = '/bin/1'",
         "fingerprint is", true},
        {"UPDATE sasync.occurrence_state SET level = 'remind'" + of_present, "fingerprint is", false},
        {"UPDATE sasync.occurrence_state SET finding_key = " + closed + of_present, "finding_key is", true},
        {"UPDATE sasync.occurrence SET layer = 'other' WHERE file_path = '/bin/10'", "row_key is", false},
        {"UPDATE sasync.occurrence SET derived_key = 'x' WHERE file_path = '/bin/10'", "derived_key is x",
         false},
        {"UPDATE sasync.occurrence_state SET source_id = 99" + of_present, "source_id 99 is", false},
        {"DELETE FROM sasync.occurrence_state" + of_present, "occurrences against their two halves", false},
        {"DELETE FROM sasync.occurrence WHERE file_path = '/bin/11'", "what stays of it", false},
        {"UPDATE sasync.finding SET level = 'remind'" + of_present, "level is remind, not serious", true},
        {"UPDATE sasync.finding SET level = 'remind'" + of_closed, "level is remind, not serious", true},
        {"UPDATE sasync.finding SET status = 3" + of_present, "status is 3, not 0", true},
        {"UPDATE sasync.finding SET first_scan_at = now()" + of_present, "first_scan_at is", true},
        {"UPDATE sasync.finding SET latest_scan_at = '2011-01-01'" + of_present, "latest_scan_at is", true},
        {"UPDATE sasync.finding SET latest_verify_at = NULL" + of_present, "latest_verify_at is", true},
        {"UPDATE sasync.finding SET occurrences = 7" + of_present, "occurrences is 7, not 2", true},
        {"UPDATE sasync.finding SET other_sources = '{1,2}'" + of_present, "other_sources is {1,2}", true},
        {"UPDATE sasync.finding SET source_id = 77" + of_present, "source_id is 77", true},
        {"UPDATE sasync.finding SET row_key = gen_random_uuid()" + of_present, "row_key is", true},
        {"UPDATE sasync.finding SET image = 'other'" + of_present, "image is other", true},
        {"UPDATE sasync.finding SET repo_name = 'other'" + of_closed, "repo_name is other", true},
        {"UPDATE sasync.finding SET presence = 'absent', occurrences = 0" + of_present,
         "presence is absent, not present", true},
        {"UPDATE sasync.finding SET presence = 'present'" + of_closed, "presence is present, not absent",
         true},
        {"UPDATE sasync.finding SET opened_at = opened_at - interval '1 day'" + of_present, "opened_at is",
         true},
        {"UPDATE sasync.finding SET closed_at = now()" + of_present, "closed_at is", true},
        {"UPDATE sasync.finding SET close_reason = 'out_of_scope'" + of_closed,
         "close_reason is out_of_scope", true},
        {"UPDATE sasync.finding SET episode = 2" + of_present, "episode is 2, not 1", true},
        {"DELETE FROM sasync.finding" + of_present, "presence is , not present", false},
        {"UPDATE sasync.episode SET opened_at = opened_at - interval '1 day'" + of_present, "opened_at is",
         true},
        {"UPDATE sasync.episode SET closed_at = closed_at + interval '1 day'" + of_closed, "closed_at is",
         true},
        {"UPDATE sasync.episode SET closed_at = NULL" + of_closed, "open episodes is 1, not 0", true},
        {"UPDATE sasync.episode SET closing_walk = 99" + of_closed, "closing_walk is 99", true},
        {"UPDATE sasync.episode SET closing_request_id = 'forged'" + of_closed,
         "closing_request_id is forged, not req-2", true},
        {"UPDATE sasync.episode SET first_request_id = NULL" + of_closed, "first_request_id is , not", true},
        {"UPDATE sasync.episode SET proof = NULL" + of_closed, "proof is , not asked or walks", false},
        {"UPDATE sasync.episode SET level = 'remind'" + of_closed, "level is remind, not serious", true},
        {"UPDATE sasync.episode SET last_status = 3" + of_closed, "status of the last episode is 3, not 0",
         true},
        {"UPDATE sasync.episode SET repo_name = 'other'" + of_closed, "repository of the last episode is",
         true},
        {"UPDATE sasync.episode SET is_initial = false" + of_present, "is_initial is false, not true", true},
        {"DELETE FROM sasync.episode" + of_present, "episode is 1, not", false},
        {"INSERT INTO sasync.episode (account_id, finding_key, episode, is_initial, opened_at, opening_walk, "
         "image_key, "
         "malicious_md5) SELECT account_id, finding_key, 2, false, now(), 1, image_key, malicious_md5 FROM "
         "sasync.finding" +
             of_present,
         "open episodes is 2, not 1", false},
        {"DELETE FROM sasync.event WHERE kind = 'opened' AND finding_key = " + present, "opened_at is",
         false},
        {"DELETE FROM sasync.event WHERE kind = 'closed' AND finding_key = " + closed, "closed_at is", false},
        {"DELETE FROM sasync.event WHERE kind = 'reopened'", "episodes against events", false},
        {"DELETE FROM sasync.event WHERE kind = 'level_changed' AND row_key IS NULL", "values against events",
         false},
        {"UPDATE sasync.event SET new_value = 'handled' WHERE kind = 'status_changed'",
         "values against events", false},
        {"UPDATE sasync.rescan SET new_scan_at = old_scan_at", "latest_scan_at of event", false},
        {"DELETE FROM sasync.event WHERE kind = 'occurrence_gone'", "occurrence_gone or closed at", false},
        {"UPDATE sasync.daily SET opened = opened + 1", "days against events and findings", false},
        {"UPDATE sasync.daily SET shifted = shifted + 1 WHERE level = 'serious'", "open findings is", true},
        {"UPDATE sasync.open_count SET findings = findings + 1", "findings is 2, not 1", true},
        {"DELETE FROM sasync.open_count", "findings is 0, not 1", true},
        {"UPDATE sasync.standing SET suspicious = suspicious + 1 WHERE thing = 'file'",
         "suspicious is 2, not 1", true},
        {"DELETE FROM sasync.standing WHERE thing = 'repository'", "found is 0, not", true},
        {"UPDATE sasync.standing SET open_since = open_since - interval '1 day' WHERE thing = 'image'",
         "open_since is", true},
        {"UPDATE sasync.standing SET cleared_at = now() WHERE cleared_at IS NULL",
         "is cleared is true, not false", true},
        {"UPDATE sasync.standing SET latest_scan_at = NULL", "latest_scan_at is", true},
        {"DELETE FROM sasync.walk WHERE closed > 0", "a walk on record", false},
        {"UPDATE sasync.walk SET closed = 1 WHERE closed > 0", "closed is 1, not 4 that are gone by it",
         false},
        {"UPDATE sasync.occurrence_state SET gone_reason = NULL" + of_closed, "gone_reason is", false},
    };
    for (auto const& damage : cases) {
        SCOPED_TRACE(damage.sql);
        database->exec("CREATE SCHEMA kept");
        for (auto const* table : {"occurrence", "occurrence_state", "finding", "episode", "event", "rescan",
                                  "daily", "open_count", "standing", "walk"})
            database->exec(fmt::format("CREATE TABLE kept.{0} AS SELECT * FROM sasync.{0}", table));
        database->exec(damage.sql);
        auto const found = verify();
        EXPECT_GT(found.differences(), 0U);
        EXPECT_THAT(lines_of(found), Contains(::testing::HasSubstr(damage.expected)));
        (void)repair();
        EXPECT_EQ(lines_of(verify()).empty(), damage.is_repaired)
            << ::testing::PrintToString(lines_of(verify()));
        for (auto const* table : {"occurrence", "occurrence_state", "finding", "episode", "event", "rescan",
                                  "daily", "open_count", "standing", "walk"})
            database->exec(
                fmt::format("TRUNCATE sasync.{0}; INSERT INTO sasync.{0} OVERRIDING SYSTEM VALUE "
                            "SELECT * FROM kept.{0}; DROP TABLE kept.{0}",
                            table));
        database->exec("DROP SCHEMA kept");
        ASSERT_THAT(lines_of(verify()), IsEmpty());
    }
}

TEST_F(Verify, shows_the_first_differences_and_counts_all) {
    live();
    database->exec(
        "UPDATE sasync.finding SET status = 3; UPDATE sasync.occurrence_state SET fingerprint = 1");
    auto const found = verify(2);
    EXPECT_EQ(found.checks[0].shown.size(), 2U);
    EXPECT_EQ(found.checks[0].differences, 12U);
    EXPECT_EQ(found.checks[0].shown[0].malicious_md5, RowMaker{}.md5);
    EXPECT_FALSE(found.checks[0].shown[0].image.empty());
    EXPECT_EQ(found.checks[2].shown.size(), 2U);
    EXPECT_EQ(found.checks[2].differences, 5U);
}

TEST_F(Verify, writes_nothing_and_repairs_nothing_where_nothing_differs) {
    live();
    auto const marks = [this] {
        return database->one(
            "SELECT md5(string_agg(m, ',' ORDER BY m)) FROM (SELECT ctid::text || xmin AS m FROM "
            "sasync.occurrence_state UNION ALL SELECT ctid::text || xmin FROM sasync.finding UNION "
            "ALL SELECT ctid::text || xmin FROM sasync.episode) t");
    };
    auto const before = marks();
    EXPECT_EQ(verify().differences(), 0U);
    EXPECT_EQ(repair().rows(), 0U);
    EXPECT_EQ(marks(), before);
    EXPECT_THAT(
        database->rows("SELECT kind, asked_by, result FROM sasync.action"),
        ElementsAre("repair|me@here|repaired 0 occurrences, 0 episodes, 0 findings, 0 days, 0 counts"));
}

TEST_F(Verify, who_lost_the_lease_repairs_nothing) {
    live();
    database->exec("UPDATE sasync.finding SET status = 3");
    auto stale = leader;
    ++stale.token;
    auto const refused = run(verifier->repair(stale, "me@here"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::lost_lease);
    EXPECT_GT(verify().differences(), 0U);
}

TEST_F(Verify, judges_only_what_retention_has_left) {
    live();
    database->exec(
        "UPDATE sasync.event SET at = at - interval '3 days' WHERE walk_id = 1;"
        "UPDATE sasync.episode SET opened_at = opened_at - interval '3 days' WHERE opening_walk = 1;"
        "UPDATE sasync.finding SET opened_at = opened_at - interval '3 days' WHERE opened_walk = 1;"
        "UPDATE sasync.daily SET day = day - 3, shifted = opened + reopened - closed + shifted, opened = 0, "
        "initial = 0, reopened = 0, closed = 0;"
        "INSERT INTO sasync.daily (account_id, day, level, repo_instance_id, repo_namespace, repo_name, "
        "reopened, "
        "closed, shifted) VALUES ('1001', (now() AT TIME ZONE 'UTC')::date, 'serious', '', '', '', 1, 2, 1);"
        "DELETE FROM sasync.standing;"
        "INSERT INTO sasync.standing SELECT * FROM sasync.expected_standings('1001')");
    Retention retention(*writer, clock, observer, database->options());
    RetentionOptions options;
    options.events = std::chrono::hours(24);
    ASSERT_GT(run(retention.prune(options)).value().events, 0U);
    EXPECT_EQ(database->one("SELECT string_agg(what, ',') FROM sasync.pruned"), "event");
    EXPECT_THAT(lines_of(verify()), IsEmpty());
    database->exec("UPDATE sasync.episode SET closing_request_id = 'forged' WHERE closed_at IS NOT NULL");
    EXPECT_GT(verify().differences(), 0U);
}

TEST_F(Verify, an_interrupted_walk_counts_what_it_closed) {
    live();
    auto const start = begin();
    auto part = part_of(start);
    part.gone.push_back(gone(row(10).key()));
    part.gone.push_back(gone(row(11).key()));
    publish(std::move(part));
    EXPECT_THAT(lines_of(verify()), IsEmpty()) << "while it is under way";
    end_counting(begin(), 0);
    EXPECT_THAT(lines_of(verify()), IsEmpty()) << "once another one began";
    EXPECT_EQ(database->one("SELECT closed FROM sasync.walk WHERE verdict = 'interrupted'"), "2");
}

TEST_F(Verify, finds_nothing_after_any_history) {
    std::minstd_rand dice(20);
    std::vector<bool> is_there(24);
    std::vector<RowMaker> rows;
    for (int i = 0; i < 24; ++i)
        rows.push_back(row(i));
    auto const chance = [&](unsigned percent) { return dice() % 100 < percent; };
    for (int walk = 0; walk < 30; ++walk) {
        auto const start = begin();
        auto part = part_of(start);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (!is_there[i] && chance(30)) {
                part.fresh.push_back(rows[i].record());
                is_there[i] = true;
            } else if (is_there[i] && chance(20)) {
                part.gone.push_back(gone(rows[i].key()));
                is_there[i] = false;
            } else if (is_there[i] && chance(20)) {
                rows[i].level = chance(50) ? "remind" : "catastrophic";
                rows[i].status = static_cast<std::int32_t>(dice() % 5);
                rows[i].repository = chance(50) ? "moved" : "shop";
                rows[i].scanned += 1000;
                part.changed.push_back(rows[i].record());
            } else if (is_there[i] && chance(20)) {
                rows[i].scanned += 1000;
                part.times_moved.push_back({rows[i].key(),
                                            SystemTime(std::chrono::milliseconds(rows[i].scanned)),
                                            std::nullopt, std::nullopt});
            }
        }
        auto const closed = part.gone.size();
        publish(std::move(part));
        end_counting(start, closed);
        ASSERT_THAT(lines_of(verify()), IsEmpty()) << "after walk " << walk;
    }
    EXPECT_NE(database->one("SELECT count(*) FROM sas.event WHERE kind = 'reopened'"), "0");
    EXPECT_EQ(repair().rows(), 0U);
}

TEST_F(Verify, is_due_once_a_day) {
    EXPECT_EQ(run(verifier->due_in("1001")).value().count(), 0);
    ASSERT_TRUE(run(verifier->record("1001", 3, "here:1")));
    EXPECT_GT(run(verifier->due_in("1001")).value(), std::chrono::hours(23));
    database->exec("UPDATE sasync.verification SET verified_at = now() - interval '25 hours'");
    EXPECT_LT(run(verifier->due_in("1001")).value().count(), 0);
    StatusReader status(*writer, clock, observer, database->options());
    auto const shown = run(status.verifications()).value();
    ASSERT_EQ(shown.size(), 1U);
    EXPECT_EQ(shown[0].account, "prod");
    EXPECT_EQ(shown[0].differences, 3U);
}

}  // namespace
}  // namespace sasyncd::test
