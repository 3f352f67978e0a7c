#include "store/fixture.hpp"

namespace sasyncd::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class Walks : public StoreTest {
protected:
    static WalkEnd end_of(WalkStart const& start, Verdict verdict = Verdict::whole) {
        WalkEnd end;
        end.walk_id = start.walk_id;
        end.source_id = start.source_id;
        end.memory = start.memory;
        end.certificate.verdict = verdict;
        return end;
    }
    void finish(WalkEnd end) { ASSERT_TRUE(run(ledger->end_walk(leader, Site::china, std::move(end)))); }
};

TEST_F(Walks, the_first_whole_walk_is_the_initial_one) {
    auto const first = begin();
    EXPECT_TRUE(first.is_initial);
    end(first, Verdict::partial);
    auto const second = begin();
    EXPECT_TRUE(second.is_initial);
    EXPECT_EQ(second.source_id, first.source_id);
    end(second);
    EXPECT_FALSE(begin().is_initial);
}

TEST_F(Walks, a_walk_that_never_ended_was_interrupted) {
    auto const lost = begin();
    begin();
    EXPECT_THAT(database->rows("SELECT walk_id, verdict FROM sas.walk ORDER BY walk_id"),
                ElementsAre(std::to_string(lost.walk_id) + "|interrupted",
                            std::to_string(lost.walk_id + 1) + "|NULL"));
}

TEST_F(Walks, what_a_walk_learned_is_there_for_the_next) {
    auto const start = begin();
    EXPECT_TRUE(start.slices_are_due);
    auto end = end_of(start);
    end.memory = SourceMemory{50, 48, true, false, 2};
    end.slices_were_compared = true;
    auto& known = end.certificate.regions["cn-hangzhou"];
    known.seen = 3;
    known.reported = 5;
    known.confirmed = 2;
    known.hidden = 1;
    auto& refused = end.certificate.regions["mars"];
    refused.is_honoured = false;
    refused.refused = "InvalidRegion \"x\"";
    finish(end);
    auto const next = begin();
    EXPECT_EQ(next.memory, end.memory);
    EXPECT_FALSE(next.slices_are_due);
    ASSERT_EQ(next.regions.size(), 2U);
    EXPECT_EQ(next.regions.at("cn-hangzhou").confirmed, 2);
    EXPECT_EQ(next.regions.at("cn-hangzhou").hidden, 1);
    EXPECT_EQ(next.regions.at("mars").refused, "InvalidRegion \"x\"");
    EXPECT_FALSE(next.regions.at("mars").is_honoured);
    EXPECT_THAT(database->rows("SELECT repo_region_id, seen, reported FROM sas.region ORDER BY 1"),
                ElementsAre("cn-hangzhou|3|5", "mars|0|0"));
}

TEST_F(Walks, the_certificate_is_stored_column_by_column) {
    auto const start = begin();
    auto end = end_of(start, Verdict::partial);
    auto& c = end.certificate;
    c.reason = "page 3 failed";
    c.page_size_asked = 100;
    c.page_size_served = 50;
    c.pages = 4;
    c.requests = 9;
    c.retries = 2;
    c.total_first = 150;
    c.rows = 150;
    c.keys = 149;
    c.keys_twice = 1;
    c.control_request_id = "ctl";
    c.first_request_id = "first";
    c.last_request_id = "last";
    c.keys_digest = "abc";
    c.notes = "sliced";
    c.outcome.opened = 7;
    finish(end);
    EXPECT_THAT(
        database->rows(
            "SELECT account, site, source, verdict, reason, page_size_asked, page_size_served, pages, "
            "requests, retries, total_first, total_last, rows, keys, keys_twice, "
            "control_request_id, first_request_id, last_request_id, keys_digest, notes, "
            "findings_opened, ended_at IS NOT NULL FROM sas.walk"),
        ElementsAre(
            "prod|china|prod/china|partial|page 3 failed|100|50|4|9|2|150|NULL|150|149|1|ctl|first|last|"
            "abc|sliced|7|t"));
}

TEST_F(Walks, read_at_needs_a_whole_walk_and_proven_at_one_without_a_suspect_left_over) {
    auto const times = [this] {
        return database->rows("SELECT read_at IS NOT NULL, proven_at IS NOT NULL FROM sas.source");
    };
    finish(end_of(begin(), Verdict::partial));
    EXPECT_THAT(times(), ElementsAre("f|f"));
    auto undecided = end_of(begin());
    undecided.certificate.left_open = 1;
    finish(undecided);
    EXPECT_THAT(times(), ElementsAre("t|f"));
    finish(end_of(begin()));
    EXPECT_THAT(times(), ElementsAre("t|t"));
}

TEST_F(Walks, an_open_episode_was_last_seen_when_a_walk_saw_it_and_not_before_it_began) {
    RowMaker seen, missed, young;
    seen.path = "/seen";
    missed.image = "image-2";
    young.image = "image-3";
    load({seen, missed});
    auto const before = database->one("SELECT read_at FROM sas.source");
    auto const torn = begin();
    auto part = part_of(torn);
    part.fresh.push_back(young.record());
    publish(std::move(part));
    end(torn, Verdict::partial);
    EXPECT_EQ(database->one("SELECT count(*) FROM sas.episode WHERE last_seen_at >= opened_at"), "3")
        << "the source was last read before the third one began";
    auto next = end_of(begin());
    next.suspects.missed.push_back({missed.key(), true, true, false});
    finish(next);
    EXPECT_THAT(database->rows("SELECT image_uuid, last_seen_at = '" + before +
                               "' FROM sas.episode WHERE image_uuid <> 'image-3' ORDER BY 1"),
                ElementsAre("image-1|f", "image-2|t"))
        << "what is held was not seen by the walk that missed it";
}

TEST_F(Walks, the_baseline_is_what_was_published) {
    RowMaker a, b;
    a.path = "/a";
    b.path = "/b";
    auto first = begin();
    auto part = part_of(first);
    auto row = a.row();
    row.event_id = 99;
    row.latest_verify.reset();
    auto record = a.record();
    record.row = PackedRow(row);
    part.fresh = {record, b.record()};
    publish(std::move(part));
    end(first);
    auto const second = begin();
    part = part_of(second);
    part.gone.push_back(gone(b.key()));
    part.regressed.push_back({a.key(), SystemTime(std::chrono::milliseconds(1))});
    publish(std::move(part));

    auto baseline = run(ledger->load_baseline("1001", Site::china)).value();
    EXPECT_EQ(baseline.size(), 1U);
    auto const* stored = baseline.find(a.key());
    ASSERT_NE(stored, nullptr);
    EXPECT_EQ(stored->fingerprint, record.fingerprint);
    EXPECT_EQ(stored->latest_scan, a.scanned);
    EXPECT_EQ(stored->latest_verify, StoredOccurrence::kNoTime);
    EXPECT_EQ(stored->event_id_digest, event_id_digest(99));
    EXPECT_TRUE(stored->has(StoredOccurrence::kRegressed));
    EXPECT_EQ(baseline.sources.at(stored->source), first.source_id);
    EXPECT_EQ(run(ledger->load_baseline("1001", Site::international)).value().size(), 0U);
}

TEST_F(Walks, a_baseline_of_several_pieces_is_whole) {
    database->exec(
        "INSERT INTO sasync.occurrence_state (account_id, site, row_key, finding_key, source_id, "
        "fingerprint) "
        "SELECT '1001', 'china', gen_random_uuid(), gen_random_uuid(), 1, i FROM generate_series(1, 30000) "
        "i");
    EXPECT_EQ(run(ledger->load_baseline("1001", Site::china)).value().size(), 30'000U);
}

TEST_F(Walks, suspects_are_remembered_counted_and_settled) {
    RowMaker row;
    load({row});
    auto end = end_of(begin());
    end.suspects.missed.push_back({row.key(), false, false, true});
    finish(end);
    auto next = begin();
    ASSERT_EQ(next.suspects.size(), 1U);
    EXPECT_EQ(next.suspects[0].row_key, row.key());
    EXPECT_EQ(next.suspects[0].misses, 1U);
    EXPECT_EQ(next.suspects[0].still_misses, 1U);
    end = end_of(next);
    end.suspects.missed.push_back({row.key(), true, false, false});
    finish(end);
    next = begin();
    EXPECT_EQ(next.suspects[0].misses, 2U);
    EXPECT_EQ(next.suspects[0].still_misses, 0U);
    end = end_of(next);
    end.suspects.settled.push_back(row.key());
    finish(end);
    EXPECT_THAT(begin().suspects, IsEmpty());
}

TEST_F(Walks, a_suspect_is_described_as_a_question_needs_it) {
    RowMaker row;
    load({row});
    auto const details = run(ledger->describe("1001", Site::china, {row.key(), Key{1, 2}})).value();
    ASSERT_EQ(details.size(), 1U);
    EXPECT_EQ(details[0].row_key, row.key());
    EXPECT_EQ(details[0].malicious_md5, row.md5);
    EXPECT_EQ(details[0].status, 0);
    EXPECT_EQ(details[0].digest, "sha256:image-1");
    EXPECT_EQ(details[0].kind, Kind::image);
    EXPECT_THAT(run(ledger->known_md5s("1001", Site::china)).value(), ElementsAre(row.md5));
}

TEST_F(Walks, what_the_fuse_holds_is_shown_and_an_operator_can_release_it) {
    RowMaker row;
    load({row});
    auto const start = begin();
    auto end = end_of(start);
    end.suspects.missed.push_back({row.key(), true, true, true});
    end.certificate.held = 1;
    finish(end);
    EXPECT_THAT(database->rows("SELECT health, held FROM sas.source"), ElementsAre("held|1"));
    EXPECT_TRUE(begin().suspects.at(0).is_held);

    ActionQueue actions(*writer, clock, observer, database->options());
    Action release;
    release.request = {"1001", start.source_id, ActionKind::release, "me@here", "a real clean-up"};
    EXPECT_EQ(run(actions.carry_out(leader, release)).value(), "1 occurrence released");
    auto const released = begin().suspects.at(0);
    EXPECT_TRUE(released.is_released);
    EXPECT_FALSE(released.is_held);
    EXPECT_THAT(
        database->rows("SELECT kind, asked_by, reason, result, done_at IS NOT NULL FROM sasync.action"),
        ElementsAre("release|me@here|a real clean-up|1 occurrence released|t"));
}

TEST_F(Walks, the_fuse_counts_what_went_lately_but_not_what_was_released) {
    RowMaker a, b, c;
    a.path = "/a";
    b.path = "/b";
    c.path = "/c";
    load({a, b, c});
    auto const start = begin();
    auto part = part_of(start);
    part.gone = {gone(a.key()), gone(b.key())};
    part.gone[1].is_waived = true;
    publish(std::move(part));
    auto const counts = run(ledger->fuse_counts("1001", Site::china)).value();
    EXPECT_EQ(counts.present, 1U);
    EXPECT_EQ(counts.gone_lately, 1U);
}

TEST_F(Walks, quarantine_shows_what_is_wrong_now_and_what_was) {
    auto const shown = [this] {
        return database->rows(
            "SELECT reason, payload, gone_at IS NOT NULL FROM sas.quarantine ORDER BY payload");
    };
    auto end = end_of(begin());
    end.quarantined = {{"no MaliciousMd5", "{\"a\":1}"}, {"no MaliciousMd5", "{\"b\":2}"}};
    finish(end);
    EXPECT_THAT(shown(), ElementsAre("no MaliciousMd5|{\"a\":1}|f", "no MaliciousMd5|{\"b\":2}|f"));
    end = end_of(begin(), Verdict::partial);
    finish(end);
    EXPECT_THAT(shown(), ElementsAre("no MaliciousMd5|{\"a\":1}|f", "no MaliciousMd5|{\"b\":2}|f"));
    end = end_of(begin());
    end.quarantined = {{"no MaliciousMd5", "{\"a\":1}"}};
    finish(end);
    EXPECT_THAT(shown(), ElementsAre("no MaliciousMd5|{\"a\":1}|f", "no MaliciousMd5|{\"b\":2}|t"));
    end = end_of(begin());
    end.quarantined = {{"no MaliciousMd5", "{\"b\":2}"}};
    finish(end);
    EXPECT_THAT(shown(), ElementsAre("no MaliciousMd5|{\"a\":1}|t", "no MaliciousMd5|{\"b\":2}|f"));
}

TEST_F(Walks, a_quarantined_row_that_comes_twice_is_not_written_anew_by_each_walk) {
    auto const once = [this] {
        auto end = end_of(begin());
        end.quarantined = {{"no MaliciousMd5", "{\"a\":1}"}, {"no MaliciousMd5", "{\"a\":1}"}};
        finish(end);
        return database->one("SELECT ctid || ' ' || xmin FROM sasync.quarantine");
    };
    auto const first = once();
    EXPECT_EQ(once(), first);
}

TEST_F(Walks, quarantine_never_holds_more_than_a_thousand_rows_of_a_source) {
    for (int round = 0; round < 3; ++round) {
        auto end = end_of(begin());
        for (int i = 0; i < 700; ++i)
            end.quarantined.add({"bad", "row " + std::to_string(i) + " of " + std::to_string(round % 2)});
        finish(end);
        EXPECT_LE(std::stoi(database->one("SELECT count(*) FROM sasync.quarantine")), 1000);
        EXPECT_EQ(database->one("SELECT count(*) FROM sasync.quarantine WHERE gone_at IS NULL"), "700");
    }
}

TEST_F(Walks, a_dry_run_reads_and_writes_nothing) {
    RowMaker row;
    load({row});
    PgLedger reader(*writer, clock, observer, database->options(), true);
    auto const start = run(reader.begin_walk(leader, make_source(), 0)).value();
    EXPECT_EQ(start.walk_id, 0);
    EXPECT_NE(start.source_id, 0);
    EXPECT_FALSE(start.is_initial);
    auto const elsewhere = run(reader.begin_walk(leader, make_source(Site::international), 0)).value();
    EXPECT_EQ(elsewhere.source_id, 0);
    EXPECT_TRUE(elsewhere.is_initial);
    auto part = part_of(start);
    part.gone.push_back(gone(row.key()));
    EXPECT_EQ(run(reader.publish(leader, Site::china, part)).value().closed, 1U);
    EXPECT_TRUE(run(reader.end_walk(leader, Site::china, end_of(start))));
    EXPECT_EQ(database->one("SELECT count(*) FROM sas.walk"), "1");
    EXPECT_EQ(database->one("SELECT presence FROM sas.finding"), "present");
}

TEST_F(Walks, retention_keeps_certificates_that_closed_something) {
    RowMaker row;
    load({row});
    auto end = end_of(begin());
    end.certificate.closed = 1;
    finish(end);
    finish(end_of(begin()));
    finish(end_of(begin()));
    database->exec(
        "UPDATE sasync.walk SET started_at = started_at - interval '1 year', "
        "ended_at = ended_at - interval '1 year'; UPDATE sasync.event SET at = at - interval '1 year'");
    Retention retention(*writer, clock, observer, database->options());
    RetentionOptions options;
    options.events = std::chrono::hours(24);
    auto const pruned = run(retention.prune(options)).value();
    EXPECT_EQ(pruned.events, 1U);
    EXPECT_EQ(pruned.walks, 1U);
    EXPECT_THAT(database->rows("SELECT walk_id FROM sas.walk ORDER BY 1"), ElementsAre("1", "2", "4"));
}

}  // namespace
}  // namespace sasyncd::test
