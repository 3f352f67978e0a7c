#include "store/fixture.hpp"

#include <fmt/format.h>

namespace sasyncd::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// What is kept beside the findings, so that dashboards need not count them anew.
class Summaries : public StoreTest {
protected:
    std::vector<std::string> rows(std::string const& sql) { return database->rows(sql); }

    void close(std::vector<RowMaker> const& all) {
        auto const start = begin();
        auto part = part_of(start);
        for (auto const& row : all)
            part.gone.push_back(gone(row.key()));
        publish(std::move(part));
        end(start);
    }
    void open(RowMaker const& row) {
        auto const start = begin();
        auto part = part_of(start);
        part.fresh.push_back(row.record());
        publish(std::move(part));
        end(start);
    }
    void change(RowMaker const& row) {
        auto const start = begin();
        auto part = part_of(start);
        part.changed.push_back(row.record());
        publish(std::move(part));
        end(start);
    }
    static RowMaker row(std::string image, std::string md5, std::string level, std::string repository) {
        RowMaker made;
        made.image = std::move(image);
        made.md5 = std::move(md5);
        made.level = std::move(level);
        made.repository = std::move(repository);
        return made;
    }

    RowMaker a = row("image-1", "aaaa", "serious", "shop");
    RowMaker b = row("image-1", "bbbb", "remind", "shop");
    RowMaker c = row("image-2", "aaaa", "suspicious", "till");

    std::string const images =
        "SELECT image_uuid, open_findings, open_serious, open_suspicious, open_remind, open_other, "
        "coalesce(worst_level, '-'), worst_level_rank, open_since IS NULL, cleared_at IS NULL, findings "
        "FROM sas.image ORDER BY image_uuid";
    std::string const open_counts =
        "SELECT coalesce(level, '-'), status_name, repo_name, findings FROM sas.open_count ORDER BY 1, 2, 3";
};

TEST_F(Summaries, tell_how_an_image_stands) {
    load({a, b, c});
    EXPECT_THAT(rows(images),
                ElementsAre("image-1|2|1|0|1|0|serious|3|f|t|2", "image-2|1|0|1|0|0|suspicious|2|f|t|1"));
    close({a});
    EXPECT_THAT(rows(images),
                ElementsAre("image-1|1|0|0|1|0|remind|1|f|t|2", "image-2|1|0|1|0|0|suspicious|2|f|t|1"));
    close({b});
    EXPECT_THAT(rows(images),
                ElementsAre("image-1|0|0|0|0|0|-|0|t|f|2", "image-2|1|0|1|0|0|suspicious|2|f|t|1"));
}

TEST_F(Summaries, measure_the_time_to_remediate_from_the_last_time_that_the_image_was_clean) {
    load({a, b});
    database->exec(
        "UPDATE sasync.standing SET open_since = open_since - interval '3 days', first_opened_at = "
        "first_opened_at "
        "- interval '3 days'");
    auto const days = [this] {
        return database->one(
            "SELECT coalesce(round(extract(epoch FROM time_to_remediate) / 86400)::text, 'open') || ' ' || "
            "coalesce(round(extract(epoch FROM open_age) / 86400)::text, 'clean') FROM sas.image");
    };
    EXPECT_EQ(days(), "open 3");
    close({a});
    EXPECT_EQ(days(), "open 3") << "another file is in it still";
    close({b});
    EXPECT_EQ(days(), "3 clean");
    open(a);
    EXPECT_EQ(days(), "open 0") << "a new stretch";
    close({a});
    EXPECT_EQ(days(), "0 clean");
    EXPECT_EQ(
        database->one("SELECT round(extract(epoch FROM now() - first_opened_at) / 86400) FROM sas.image"),
        "3");
}

TEST_F(Summaries, follow_level_and_status_and_repository) {
    load({a, b, c});
    EXPECT_THAT(rows(open_counts), ElementsAre("remind|unhandled|shop|1", "serious|unhandled|shop|1",
                                               "suspicious|unhandled|till|1"));
    auto moved = a;
    moved.level = "odd";
    moved.status = 3;
    change(moved);
    EXPECT_THAT(rows(open_counts), ElementsAre("odd|whitelisted|shop|1", "remind|unhandled|shop|1",
                                               "suspicious|unhandled|till|1"));
    EXPECT_EQ(rows(images).front(), "image-1|2|0|0|1|1|remind|1|f|t|2");
    close({c});
    EXPECT_THAT(rows(open_counts), ElementsAre("odd|whitelisted|shop|1", "remind|unhandled|shop|1"));
}

TEST_F(Summaries, tell_how_far_a_file_reaches_and_where_it_was_first) {
    auto d = row("image-3", "AAAA", "serious", "till");
    d.pod = "till-1";
    load({a});
    open(c);
    open(d);
    EXPECT_THAT(rows("SELECT malicious_md5, open_findings, images, repositories, pods, first_image, "
                     "first_repository, ever_found "
                     "FROM sas.malware"),
                ElementsAre("aaaa|3|3|2|1|image-1|shop|3"));
    close({a, c});
    EXPECT_THAT(rows("SELECT images, repositories, pods, ever_found, worst_level FROM sas.malware"),
                ElementsAre("1|1|1|3|serious"));
    close({d});
    EXPECT_THAT(rows("SELECT images, coalesce(worst_level, '-'), cleared_at IS NOT NULL FROM sas.malware"),
                ElementsAre("0|-|t"));
}

TEST_F(Summaries, tell_when_a_repository_was_last_scanned) {
    load({a, b, c});
    auto const scanned = [this] {
        return rows(
            "SELECT repo_name, open_findings, images, findings, extract(epoch FROM latest_scan_at)::bigint "
            "FROM sas.repository ORDER BY 1");
    };
    EXPECT_THAT(scanned(), ElementsAre("shop|2|1|2|1700000000", "till|1|1|1|1700000000"));
    auto const start = begin();
    auto part = part_of(start);
    part.times_moved.push_back(
        {b.key(), SystemTime(std::chrono::milliseconds(1'700'000'600'000)), std::nullopt, std::nullopt});
    publish(std::move(part));
    end(start);
    EXPECT_THAT(scanned(), ElementsAre("shop|2|1|2|1700000600", "till|1|1|1|1700000000"));
    close({a, b});
    EXPECT_THAT(scanned(), ElementsAre("shop|0|0|2|1700000600", "till|1|1|1|1700000000"));
}

TEST_F(Summaries, follow_a_finding_to_another_repository) {
    load({a, b});
    auto moved = a;
    moved.repository = "till";
    auto const start = begin();
    auto part = part_of(start);
    part.changed.push_back(moved.record());
    publish(std::move(part));
    end(start);
    EXPECT_THAT(
        rows("SELECT repo_name, open_findings, findings FROM sas.repository WHERE findings > 0 ORDER BY 1"),
        ElementsAre("shop|1|1", "till|1|1"));
    EXPECT_THAT(rows("SELECT repo_name, findings FROM sas.open_count ORDER BY 1"),
                ElementsAre("shop|1", "till|1"));
}

TEST_F(Summaries, are_filled_from_what_an_older_schema_holds) {
    load({a, b, c});
    close({a});
    open(a);
    close({b});
    auto const kept = [this](char const* table) {
        return rows(fmt::format(
            "SELECT to_jsonb(t) - 'finding_key' FROM sasync.{} t WHERE to_jsonb(t) ->> 'findings' "
            "IS DISTINCT FROM '0' ORDER BY 1",
            table));
    };
    auto const standing = kept("standing");
    auto const counts = kept("open_count");
    EXPECT_THAT(standing, ::testing::Not(IsEmpty()));
    database->exec(
        "TRUNCATE sasync.standing, sasync.open_count; INSERT INTO sasync.open_count SELECT * FROM "
        "sasync.expected_open_counts('1001'); INSERT INTO sasync.standing SELECT * FROM "
        "sasync.expected_standings('1001')");
    EXPECT_EQ(kept("standing"), standing);
    EXPECT_EQ(kept("open_count"), counts);
}

}  // namespace
}  // namespace sasyncd::test
