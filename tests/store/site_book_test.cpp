#include "store/site_book.hpp"

#include "store/fixture.hpp"

namespace sasyncd::test {
namespace {

using std::chrono::hours;

class SiteBookTest : public StoreTest {
protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (!IsSkipped())
            book = std::make_unique<SiteBook>(*writer, clock, observer, database->options());
    }
    SiteKnowledge known(Milliseconds every = hours(6)) {
        return run(book->known("1001", Site::china, every)).value();
    }
    Witness record(SiteNews news, Source const& source = make_source()) {
        auto witness = run(book->record(leader, source, std::move(news)));
        EXPECT_TRUE(witness) << (witness ? "" : witness.error().line());
        return witness ? *witness : Witness();
    }
    static SiteNews names(std::vector<ListedFile> files) {
        SiteNews news;
        news.names_were_asked = true;
        news.is_comparable = true;
        for (auto& file : files)
            news.files.add(std::move(file));
        return news;
    }
    static SiteNews refused() {
        SiteNews news;
        news.names_were_asked = news.subscription_was_asked = true;
        news.names_fault = "DescribeGroupedMaliciousFiles: NoPermission";
        news.subscription_fault = "DescribeVersionConfig: NoPermission";
        return news;
    }
    std::string marks(std::string const& table) {
        return database->one(
            "SELECT md5(string_agg(ctid::text || xmin || xmax, ',' ORDER BY ctid)) FROM sasync." + table);
    }

    std::unique_ptr<SiteBook> book;
};

TEST_F(SiteBookTest, names_are_due_until_they_were_read_and_again_by_the_clock_of_the_database) {
    EXPECT_TRUE(known().names_are_due);
    EXPECT_TRUE(known().subscription_is_due);
    record(names({}));
    EXPECT_FALSE(known().names_are_due);
    EXPECT_TRUE(known().subscription_is_due) << "it was not asked for";
    EXPECT_TRUE(run(book->known("1001", Site::international, hours(6))).value().names_are_due);
    database->exec("UPDATE sasync.site SET names_at = now() - interval '5 hours'");
    EXPECT_FALSE(known().names_are_due);
    EXPECT_TRUE(known(hours(5)).names_are_due);
}

TEST_F(SiteBookTest, a_finding_shows_its_name_however_its_md5_is_spelled) {
    RowMaker row;
    row.md5 = "ABCDEF";
    load({row});
    EXPECT_EQ(record(names({{"AbCdEf", "Trojan", "TROJAN_IMG", "serious", 1}})).names_written, 1U);
    EXPECT_EQ(database->one("SELECT malware_name FROM sas.finding"), "Trojan");
    EXPECT_EQ(database->rows("SELECT malicious_md5, name, malware_key, level FROM sasync.malware"),
              std::vector<std::string>{"abcdef|Trojan|TROJAN_IMG|serious"});
}

/// Wants the server for itself.
using QuietSiteBook = SiteBookTest;

TEST_F(QuietSiteBook, unchanged_names_write_nothing) {
    std::vector<ListedFile> files;
    for (int i = 0; i < 3000; ++i)
        files.push_back({"md5-" + std::to_string(i), "Trojan." + std::to_string(i), "T", "serious", 1});
    load({RowMaker{}});
    EXPECT_EQ(record(names(files)).names_written, 3000U);
    auto const before = marks("malware");
    record(names(files));  // prunes pages
    auto const wal_before = wal();
    EXPECT_EQ(record(names(files)).names_written, 0U);
    EXPECT_LE(wal() - wal_before, 16 * 1024) << "the time and the certificate";
    EXPECT_EQ(marks("malware"), before);
    files[1700].name = "Worm";
    EXPECT_EQ(record(names(files)).names_written, 1U);
    EXPECT_EQ(database->one("SELECT name FROM sasync.malware WHERE malicious_md5 = 'md5-1700'"), "Worm");
}

TEST_F(SiteBookTest, what_is_not_told_takes_nothing_back) {
    record(names({{"m", "Trojan", "T", "serious", 1}}));
    EXPECT_EQ(record(names({{"m", "", "", "", 1}})).names_written, 0U);
    EXPECT_EQ(record(names({{"m", "", "T2", "", 1}})).names_written, 1U);
    EXPECT_EQ(database->rows("SELECT name, malware_key, level FROM sasync.malware"),
              std::vector<std::string>{"Trojan|T2|serious"});
    EXPECT_EQ(record(names({{"m", "", "", "remind", 1}})).names_written, 0U)
        << "sites differ in levels, and would write theirs in turn";
    EXPECT_EQ(record(names({})).names_written, 0U);
    EXPECT_EQ(database->one("SELECT count(*) FROM sasync.malware"), "1");
}

TEST_F(SiteBookTest, the_listing_bears_witness_in_the_certificate_of_the_last_walk) {
    std::vector<RowMaker> rows(4);
    rows[1].image = "image-2";
    rows[2].image = "image-3";
    rows[2].md5 = "other";
    rows[3].image = "image-3";
    rows[3].md5 = "other";
    rows[3].path = "/bin/second";
    load(rows);
    auto const witness =
        record(names({{rows[0].md5, "a", "", "", 2}, {"OTHER", "b", "", "", 3}, {"none", "c", "", "", 4}}));
    EXPECT_EQ(witness.unseen_files, 1U);
    EXPECT_EQ(witness.unseen_images, 6U);
    auto const* const columns =
        "SELECT listed_files, listed_images, listed_unseen, listed_beyond FROM sas.walk ORDER "
        "BY walk_id";
    EXPECT_EQ(database->rows(columns), std::vector<std::string>{"3|9|1|6"});
    load({});
    EXPECT_EQ(database->rows(columns), (std::vector<std::string>{"3|9|1|6", "NULL|NULL|NULL|NULL"}))
        << "only where it was read";
    auto narrowed = names({{"none", "c", "", "", 4}});
    narrowed.is_comparable = false;
    EXPECT_EQ(record(std::move(narrowed)).unseen_files, 0U);
    EXPECT_EQ(database->rows(columns)[1], "1|4|NULL|NULL");
}

TEST_F(SiteBookTest, a_refusal_is_written_once_and_gone_when_it_is_over) {
    record(refused());
    EXPECT_EQ(known().names_fault, "DescribeGroupedMaliciousFiles: NoPermission");
    EXPECT_TRUE(known().names_are_due) << "so that what is granted shows with the next sweep";
    auto const before = marks("site");
    record(refused());
    EXPECT_EQ(marks("site"), before);
    begin();
    EXPECT_EQ(database->one("SELECT not_told FROM sas.source WHERE site = 'china'"),
              "DescribeGroupedMaliciousFiles: NoPermission; DescribeVersionConfig: NoPermission");
    auto news = names({});
    news.subscription_was_asked = true;
    news.subscription = {"enterprise", 1000, 880};
    record(std::move(news));
    EXPECT_EQ(
        database->rows("SELECT edition, image_scans_total, image_scans_left, names_at IS NOT NULL, not_told "
                       "FROM sas.source WHERE site = 'china'"),
        std::vector<std::string>{"enterprise|1000|880|t|NULL"});
    record(refused());
    EXPECT_EQ(database->one("SELECT edition FROM sas.source WHERE site = 'china'"), "enterprise")
        << "as last told";
}

TEST_F(SiteBookTest, only_the_leader_records) {
    auto stale = leader;
    ++stale.token;
    auto const lost = run(book->record(stale, make_source(), names({{"m", "Trojan", "", "", 1}})));
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().kind, ErrorKind::lost_lease);
    EXPECT_EQ(database->one("SELECT count(*) FROM sasync.malware"), "0");
}

TEST_F(SiteBookTest, read_only_writes_nothing) {
    auto options = database->options();
    options.read_only = true;
    SiteBook reader(*writer, clock, observer, options);
    EXPECT_TRUE(run(reader.record(leader, make_source(), names({{"m", "Trojan", "", "", 1}}))));
    EXPECT_EQ(database->one("SELECT count(*) FROM sasync.malware"), "0");
}

}  // namespace
}  // namespace sasyncd::test
