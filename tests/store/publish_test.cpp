#include "store/fixture.hpp"

namespace sasyncd::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr std::int64_t kLater = 1'700'000'600'000;

class Publish : public StoreTest {
protected:
    std::vector<std::string> events() {
        return database->rows("SELECT kind, old_value, new_value, reason FROM sas.event ORDER BY event_id");
    }
    std::vector<std::string> events_of(std::int64_t walk) {
        return database->rows("SELECT kind, old_value, new_value, reason FROM sas.event WHERE walk_id = " +
                              std::to_string(walk) + " ORDER BY kind, old_value, new_value");
    }
    static TimesMoved moved(RowMaker const& row, std::int64_t scanned) {
        return {row.key(), SystemTime(std::chrono::milliseconds(scanned)), std::nullopt, std::nullopt};
    }
};

TEST_F(Publish, opens_a_finding_with_all_its_fields) {
    load({RowMaker{}});
    EXPECT_THAT(
        database->rows("SELECT account, account_id, image_uuid, image_uuid_derived, malicious_md5, level, "
                       "level_rank, status, status_name, presence, episodes, occurrences, repo_name, "
                       "repo_namespace, repo_instance_id, repo_region_id, source FROM sas.finding"),
        ElementsAre("prod|1001|image-1|f|0123456789abcdef0123456789abcdef|serious|3|0|unhandled|present|1|1|"
                    "shop|team|cri-1|cn-hangzhou|prod/china"));
    EXPECT_EQ(database->one("SELECT extract(epoch FROM latest_scan_at)::bigint FROM sas.finding"),
              "1700000000");
    EXPECT_THAT(events(), ElementsAre("opened|NULL|serious|initial"));
    EXPECT_THAT(database->rows("SELECT episode, is_initial, closed_at, proof FROM sas.episode"),
                ElementsAre("1|t|NULL|NULL"));
    EXPECT_THAT(
        database->rows("SELECT file_path, highlight->>'ruleId', extra, pod, presence FROM sas.occurrence"),
        ElementsAre("/bin/evil|1|NULL|NULL|present"));
}

TEST_F(Publish, keeps_text_that_needs_escaping) {
    RowMaker row;
    row.path = "a\tb\nc\\d'e\"f{g,h}\\N";
    row.repository = "\xE6\x81\xB6\xE6\x84\x8F";
    load({row});
    EXPECT_EQ(database->one("SELECT file_path FROM sas.occurrence"), row.path);
    EXPECT_EQ(database->one("SELECT repo_name FROM sas.finding"), row.repository);
    auto const start = begin();
    auto part = part_of(start);
    row.pod = "x\\\"y";
    part.changed.push_back(row.record());
    publish(std::move(part));
    EXPECT_EQ(database->one("SELECT pod FROM sas.occurrence"), row.pod);
    EXPECT_EQ(database->one("SELECT file_path FROM sas.occurrence"), row.path);
}

TEST_F(Publish, keeps_rows_without_an_image_id_under_a_derived_key) {
    RowMaker maker;
    auto row = maker.row();
    row.set(Text::image_uuid, "");
    auto const image_key = image_key_of(row).value();
    auto const start = begin();
    auto part = part_of(start);
    part.fresh.push_back({row_key(Site::china, image_key, row), finding_key("1001", image_key, maker.md5),
                          image_key, fingerprint(row), PackedRow(row)});
    publish(std::move(part));
    EXPECT_THAT(database->rows("SELECT image_uuid, image_uuid_derived FROM sas.finding"),
                ElementsAre("digest:sha256:image-1|t"));
}

TEST_F(Publish, folds_level_to_the_worst_and_status_to_the_least_handled) {
    RowMaker mild, bad;
    mild.path = "/a";
    mild.level = "remind";
    mild.status = 2;
    bad.path = "/b";
    bad.level = "suspicious";
    bad.status = 1;
    load({mild, bad});
    EXPECT_THAT(database->rows("SELECT level, status_name, occurrences FROM sas.finding"),
                ElementsAre("suspicious|verifying|2"));
    EXPECT_THAT(events(), ElementsAre("opened|NULL|suspicious|initial"));
}

TEST_F(Publish, counts_an_unknown_level_as_worst_and_an_unknown_status_as_least_handled) {
    RowMaker known, odd;
    known.path = "/a";
    odd.path = "/b";
    odd.level = "catastrophic";
    odd.status = 7;
    load({known, odd});
    EXPECT_THAT(database->rows("SELECT level, level_rank, status, status_name FROM sas.finding"),
                ElementsAre("catastrophic|4|7|unknown (7)"));
}

TEST_F(Publish, tells_when_level_and_status_of_a_finding_change) {
    RowMaker row;
    load({row});
    auto const start = begin();
    auto part = part_of(start);
    row.level = "suspicious";
    row.status = 3;
    part.changed.push_back(row.record());
    auto const outcome = publish(std::move(part));
    EXPECT_EQ(outcome.changed, 2U);
    EXPECT_THAT(events_of(start.walk_id), ElementsAre("level_changed|serious|suspicious|NULL",
                                                      "status_changed|unhandled|whitelisted|NULL"));
    EXPECT_THAT(database->rows("SELECT level, status FROM sas.finding"), ElementsAre("suspicious|3"));
}

TEST_F(Publish, tells_of_an_occurrence_whose_change_does_not_move_the_finding) {
    RowMaker a, b;
    a.path = "/a";
    b.path = "/b";
    b.level = "remind";
    load({a, b});
    auto const start = begin();
    auto part = part_of(start);
    b.level = "suspicious";
    part.changed.push_back(b.record());
    publish(std::move(part));
    EXPECT_THAT(database->rows("SELECT kind, old_value, new_value, row_key FROM sas.event WHERE walk_id = " +
                               std::to_string(start.walk_id)),
                ElementsAre("level_changed|remind|suspicious|" + b.key().to_uuid()));
    EXPECT_EQ(database->one("SELECT level FROM sas.finding"), "serious");
}

TEST_F(Publish, records_rescans_with_old_and_new_time) {
    RowMaker a, b;
    a.path = "/a";
    b.path = "/b";
    load({a, b});
    auto const start = begin();
    auto part = part_of(start);
    part.times_moved = {moved(a, kLater), moved(b, kLater - 1000)};
    auto const outcome = publish(std::move(part));
    EXPECT_EQ(outcome.rescanned, 1U);
    EXPECT_THAT(events_of(start.walk_id),
                ElementsAre("rescanned|2023-11-14T22:13:20.000Z|2023-11-14T22:23:20.000Z|NULL"));
    EXPECT_EQ(database->one("SELECT extract(epoch FROM latest_scan_at)::bigint FROM sas.finding"),
              "1700000600");

    auto const next = begin();
    auto second = part_of(next);
    second.times_moved = {moved(b, kLater)};
    EXPECT_EQ(publish(std::move(second)).rescanned, 1U);
    EXPECT_EQ(database->one("SELECT row_key FROM sas.event WHERE walk_id = " + std::to_string(next.walk_id)),
              b.key().to_uuid());
}

TEST_F(Publish, never_lets_a_scan_time_go_back_and_tells_of_it_once_an_episode) {
    RowMaker row;
    load({row});
    auto const older = SystemTime(std::chrono::milliseconds(row.scanned - 60'000));
    for (int i = 0; i < 2; ++i) {
        auto const start = begin();
        auto part = part_of(start);
        part.regressed.push_back({row.key(), older});
        publish(std::move(part));
    }
    EXPECT_THAT(database->rows("SELECT old_value, new_value FROM sas.event WHERE kind = 'scan_regressed'"),
                ElementsAre("2023-11-14T22:13:20.000Z|2023-11-14T22:12:20.000Z"));
    EXPECT_EQ(database->one("SELECT extract(epoch FROM latest_scan_at)::bigint FROM sas.occurrence"),
              "1700000000");
}

TEST_F(Publish, closes_with_the_requests_that_prove_it) {
    RowMaker row;
    load({row});
    auto const start = begin();
    auto part = part_of(start);
    part.gone.push_back(gone(row.key()));
    auto const outcome = publish(std::move(part));
    EXPECT_EQ(outcome.closed, 1U);
    EXPECT_THAT(
        database->rows("SELECT presence, level, status, close_reason, occurrences, closed_at IS NOT NULL "
                       "FROM sas.finding"),
        ElementsAre("absent|serious|0|absent|0|t"));
    EXPECT_THAT(
        database->rows("SELECT kind, reason, first_request_id, request_id FROM sas.event WHERE walk_id = " +
                       std::to_string(start.walk_id)),
        ElementsAre("closed|absent|req-1|req-2"));
    EXPECT_THAT(
        database->rows("SELECT close_reason, closing_walk, first_request_id, closing_request_id, proof, "
                       "last_seen_at = (SELECT read_at FROM sas.source) FROM sas.episode"),
        ElementsAre("absent|" + std::to_string(start.walk_id) + "|req-1|req-2|asked|t"));
}

TEST_F(Publish, keeps_a_finding_open_while_one_occurrence_is_left) {
    RowMaker a, b;
    a.path = "/a";
    b.path = "/b";
    b.level = "remind";
    load({a, b});
    auto const start = begin();
    auto part = part_of(start);
    part.gone.push_back(gone(a.key()));
    EXPECT_EQ(publish(std::move(part)).closed, 0U);
    EXPECT_THAT(events_of(start.walk_id),
                ElementsAre("level_changed|serious|remind|NULL", "occurrence_gone|NULL|NULL|absent"));
    EXPECT_THAT(database->rows("SELECT presence, level, occurrences FROM sas.finding"),
                ElementsAre("present|remind|1"));
}

TEST_F(Publish, begins_a_new_episode_when_a_finding_comes_back) {
    RowMaker row;
    load({row});
    auto first = begin();
    auto part = part_of(first);
    part.gone.push_back(gone(row.key()));
    publish(std::move(part));
    auto const closed = database->rows("SELECT * FROM sas.episode");

    auto const second = begin();
    part = part_of(second);
    row.scanned = kLater;
    part.fresh.push_back(row.record());
    auto const outcome = publish(std::move(part));
    EXPECT_EQ(outcome.reopened, 1U);
    EXPECT_EQ(outcome.opened, 0U);
    EXPECT_THAT(events_of(second.walk_id), ElementsAre("reopened|NULL|serious|NULL"));
    EXPECT_THAT(database->rows("SELECT presence, episodes, close_reason, closed_at FROM sas.finding"),
                ElementsAre("present|2|NULL|NULL"));
    EXPECT_EQ(database->rows("SELECT * FROM sas.episode WHERE episode = 1"), closed);
    EXPECT_THAT(database->rows("SELECT presence, gone_at, gone_reason FROM sas.occurrence"),
                ElementsAre("present|NULL|NULL"));
}

TEST_F(Publish, tells_of_occurrences_added_later_but_not_of_those_of_the_same_walk) {
    RowMaker a, b, c;
    a.path = "/a";
    b.path = "/b";
    c.path = "/c";
    auto const first = begin();
    auto part = part_of(first, 1);
    part.fresh.push_back(a.record());
    publish(std::move(part));
    part = part_of(first, 2);
    part.fresh.push_back(b.record());
    EXPECT_EQ(publish(std::move(part)).opened, 0U);
    end(first);
    EXPECT_THAT(events(), ElementsAre("opened|NULL|serious|initial"));

    auto const second = begin();
    part = part_of(second);
    part.fresh.push_back(c.record());
    publish(std::move(part));
    EXPECT_THAT(events_of(second.walk_id), ElementsAre("occurrence_added|NULL|NULL|NULL"));
    EXPECT_EQ(database->one("SELECT occurrences FROM sas.finding"), "3");
}

TEST_F(Publish, tells_what_moved_of_a_place) {
    RowMaker row;
    row.pod = "pod-1";
    load({row});
    auto const start = begin();
    auto part = part_of(start);
    row.pod = "pod-2";
    part.changed.push_back(row.record());
    publish(std::move(part));
    EXPECT_THAT(events_of(start.walk_id), ElementsAre(R"(moved|{"pod": "pod-1"}|{"pod": "pod-2"}|NULL)"));
}

TEST_F(Publish, lets_the_repository_of_a_finding_follow_its_occurrence) {
    RowMaker row;
    load({row});
    auto const start = begin();
    auto part = part_of(start);
    row.repository = "other";
    part.changed.push_back(row.record());
    publish(std::move(part));
    EXPECT_EQ(database->one("SELECT repo_name FROM sas.finding"), "other");
    EXPECT_THAT(
        database->rows("SELECT repo_name, opened + reopened - closed + shifted FROM sas.daily ORDER BY 1"),
        ElementsAre("other|1", "shop|0"));
}

TEST_F(Publish, adopts_rows_of_another_source_without_an_event) {
    RowMaker row;
    load({row});
    auto filtered = make_source();
    filtered.filter["Levels"] = "serious";
    auto const start = begin(filtered);
    auto part = part_of(start);
    part.adopted.push_back(row.key());
    publish(std::move(part));
    EXPECT_THAT(events_of(start.walk_id), IsEmpty());
    EXPECT_EQ(database->one("SELECT source FROM sas.occurrence"), filtered.name());
    EXPECT_EQ(database->one("SELECT source FROM sas.finding"), filtered.name());
}

TEST_F(Publish, says_out_of_scope_where_only_our_view_narrowed) {
    RowMaker row;
    load({row});
    auto const start = begin();
    auto part = part_of(start);
    part.gone.push_back(gone(row.key()));
    part.gone.back().reason = GoneReason::out_of_scope;
    part.gone.back().proof = Proof::walks;
    publish(std::move(part));
    EXPECT_THAT(database->rows("SELECT close_reason, proof FROM sas.episode"),
                ElementsAre("out_of_scope|walks"));
    EXPECT_THAT(database->rows("SELECT closed, out_of_scope FROM sas.daily"), ElementsAre("1|1"));
}

TEST_F(Publish, keeps_the_daily_summary_equal_to_what_is_open) {
    RowMaker a, b, c;
    b.image = "image-2";
    c.image = "image-3";
    load({a, b, c});
    auto const start = begin();
    auto part = part_of(start);
    b.level = "remind";
    part.changed.push_back(b.record());
    part.gone.push_back(gone(c.key()));
    publish(std::move(part));
    EXPECT_THAT(
        database->rows("SELECT level, opened, initial, closed, shifted FROM sas.daily ORDER BY level"),
        ElementsAre("remind|0|0|0|1", "serious|3|3|1|-1"));
}

TEST_F(Publish, carries_an_episode_on_under_a_new_key_of_the_same_image) {
    RowMaker old_image;
    load({old_image});
    auto const start = begin();
    RowMaker new_image;
    new_image.image = "image-2";
    auto record = new_image.record();
    auto row = new_image.row();
    row.set(Text::digest, old_image.row()[Text::digest]);
    record.row = PackedRow(row);
    auto part = part_of(start, 1);
    part.fresh.push_back(record);
    publish(std::move(part));
    part = part_of(start, 2);
    part.gone.push_back(gone(old_image.key()));
    publish(std::move(part));
    EXPECT_THAT(database->rows("SELECT image_uuid, continued_from FROM sas.episode ORDER BY image_uuid"),
                ElementsAre("image-1|NULL", "image-2|image-1"));
    EXPECT_THAT(
        database->rows("SELECT image_uuid, old_value, new_value FROM sas.event WHERE kind = 'rekeyed'"),
        ElementsAre("image-2|image-1|image-2"));
}

TEST_F(Publish, takes_texts_that_no_index_could_hold) {
    RowMaker row;
    std::string noise;
    for (int i = 0; i < 5000; ++i)
        noise += static_cast<char>('a' + (i * i + i / 7) % 26);
    row.repository = noise;
    row.level = noise;
    row.md5 = noise;
    row.image = noise;
    load({row});
    EXPECT_EQ(database->one("SELECT length(repo_name) FROM sas.occurrence"), "5000");
    EXPECT_EQ(database->one("SELECT occurrences FROM sas.finding"), "1");
}

TEST_F(Publish, stores_what_the_api_gives_only_sometimes) {
    RowMaker row;
    load({row});
    auto const start = begin();
    auto part = part_of(start);
    part.times_moved.push_back({row.key(), std::nullopt, std::nullopt, 4711});
    EXPECT_EQ(publish(std::move(part)).rescanned, 0U);
    EXPECT_EQ(database->one("SELECT event_id FROM sas.occurrence"), "4711");
    EXPECT_THAT(events_of(start.walk_id), IsEmpty());
}

}  // namespace
}  // namespace sasyncd::test
