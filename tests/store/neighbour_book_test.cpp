#include "store/neighbour_book.hpp"

#include "store/fixture.hpp"

namespace sasyncd::test {
namespace {

using std::chrono::hours;

class NeighbourBookTest : public StoreTest {
protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (!IsSkipped())
            book = std::make_unique<NeighbourBook>(*writer, clock, observer, database->options());
        options.repositories = options.containers = true;
        options.every = hours(6);
    }
    NeighbourKnowledge known() { return run(book->known("1001", Site::china, options)).value(); }
    template <class... Arguments>
    std::uint64_t record(Arguments... arguments) {
        auto const written = run(book->record(leader, make_source(), std::move(arguments)...));
        EXPECT_TRUE(written) << (written ? "" : written.error().line());
        return written ? *written : 0;
    }
    static ReadList<ListedRepository> repositories(int from, int to) {
        ReadList<ListedRepository> list;
        for (int i = from; i < to; ++i) {
            ListedRepository repository;
            repository.repo_id = "crr-" + std::to_string(i);
            repository.name = "shop-" + std::to_string(i);
            repository.name_space = "team";
            repository.type = i % 2 == 0 ? "PUBLIC" : "PRIVATE";
            repository.status = "NORMAL";
            repository.summary = "sells \"things\"\\";
            repository.has_fixed_tags = i % 2 == 0 ? std::optional(true) : std::nullopt;
            repository.created_ms = 1'564'153'576'123;
            list.elements[repository.repo_id] = repository;
        }
        list.pages = 2;
        list.total_count = to - from;
        list.request_id = "R-2";
        return list;
    }
    static ReadList<ListedCluster> clusters(int from, int to) {
        ReadList<ListedCluster> list;
        for (int i = from; i < to; ++i) {
            ListedCluster cluster;
            cluster.cluster_id = "c" + std::to_string(i);
            cluster.name = "prod-" + std::to_string(i);
            cluster.type = "ManagedKubernetes";
            cluster.state = "running";
            cluster.instances = 40 + i;
            cluster.risk_instances = 3;
            list.elements[cluster.cluster_id] = cluster;
        }
        return list;
    }
    template <class T>
    static ReadList<T> refused(char const* why) {
        ReadList<T> list;
        list.fault = why;
        return list;
    }
    std::string marks(std::string const& table) {
        return database->one(
            "SELECT md5(string_agg(ctid::text || xmin || xmax, ',' ORDER BY ctid)) FROM sasync." + table);
    }
    /// Findings in these registry instances, as many as are named for each.
    void put_findings(std::vector<std::array<std::string, 2>> const& places) {
        std::vector<RowMaker> rows(places.size());
        for (std::size_t i = 0; i < rows.size(); ++i)
            rows[i].image = "image-" + std::to_string(i);
        load(rows);
        for (std::size_t i = 0; i < places.size(); ++i)
            database->exec("UPDATE sasync.finding SET repo_instance_id = '" + places[i][0] +
                           "', repo_region_id = '" + places[i][1] + "' WHERE image_key = 'image-" +
                           std::to_string(i) + "'");
        count_anew();
    }
    void count_anew() {
        database->exec(
            "DELETE FROM sasync.open_count; INSERT INTO sasync.open_count SELECT * FROM "
            "sasync.expected_open_counts('1001')");
    }
    std::vector<std::string> due() {
        std::vector<std::string> names;
        for (auto const& known : known().registries)
            names.push_back(known.registry.region_id + "/" + known.registry.instance_id);
        return names;
    }

    Registry const registry{"cn-hangzhou", "cri-1"};
    EnrichOptions options;
    std::unique_ptr<NeighbourBook> book;
};

TEST_F(NeighbourBookTest, only_registries_of_present_findings_are_due_each_in_its_commonest_region) {
    EXPECT_TRUE(due().empty());
    put_findings({{"cri-2", "cn-beijing"},
                  {"cri-2", "cn-hangzhou"},
                  {"cri-2", "cn-hangzhou"},
                  {"cri-1", "us-west-1"},
                  {"crx-3", "cn-hangzhou"},
                  {"cri-4", "evil.example/"},
                  {"cri-5&x", "cn-hangzhou"}});
    EXPECT_EQ(due(), (std::vector<std::string>{"us-west-1/cri-1", "cn-hangzhou/cri-2"}));
    database->exec("UPDATE sasync.finding SET presence = 'absent' WHERE repo_instance_id = 'cri-1'");
    count_anew();
    EXPECT_EQ(due(), std::vector<std::string>{"cn-hangzhou/cri-2"});
    EXPECT_TRUE(run(book->known("1001", Site::international, options)).value().registries.empty())
        << "two sites that ask for one registry would write in turn";
    options.repositories = false;
    EXPECT_TRUE(due().empty());
}

TEST_F(NeighbourBookTest, a_list_is_due_until_it_was_read_and_again_by_the_clock_of_the_database) {
    put_findings({{"cri-1", "cn-hangzhou"}});
    record(registry, repositories(0, 3));
    EXPECT_TRUE(due().empty());
    EXPECT_TRUE(known().clusters.is_due) << "a list of its own";
    record(clusters(0, 2));
    EXPECT_FALSE(known().clusters.is_due);
    database->exec("UPDATE sasync.listing SET read_at = now() - interval '5 hours'");
    EXPECT_TRUE(due().empty());
    options.every = hours(5);
    EXPECT_EQ(due().size(), 1U);
    EXPECT_TRUE(known().clusters.is_due);
}

TEST_F(NeighbourBookTest, shows_what_was_listed) {
    EXPECT_EQ(record(registry, repositories(0, 2)), 2U);
    EXPECT_EQ(database->rows("SELECT account, repo_region_id, repo_instance_id, repo_id, repo_namespace, "
                             "repo_name, is_public, status, summary, has_fixed_tags, "
                             "date_part('epoch', created_at) * 1000, gone_at "
                             "FROM sas.listed_repository ORDER BY repo_id"),
              (std::vector<std::string>{
                  "prod|cn-hangzhou|cri-1|crr-0|team|shop-0|t|NORMAL|sells \"things\"\\|t|1564153576123|NULL",
                  "prod|cn-hangzhou|cri-1|crr-1|team|shop-1|f|NORMAL|sells \"things\"\\|NULL|1564153576123|"
                  "NULL"}));
    EXPECT_EQ(record(clusters(7, 8)), 1U);
    EXPECT_EQ(
        database->rows("SELECT account, site, cluster_id, cluster_name, cluster_type, state, instances, "
                       "risk_instances, alerts FROM sas.listed_cluster"),
        std::vector<std::string>{"prod|china|c7|prod-7|ManagedKubernetes|running|47|3|NULL"});
    EXPECT_EQ(
        database->rows("SELECT kind, repo_instance_id, read_at IS NOT NULL, not_told, elements, pages, "
                       "total_told, request_id FROM sas.listing ORDER BY kind"),
        (std::vector<std::string>{"clusters|NULL|t|NULL|1|0|0|NULL", "repositories|cri-1|t|NULL|2|2|2|R-2"}));
}

/// Wants the server for itself.
using QuietNeighbourBook = NeighbourBookTest;

TEST_F(QuietNeighbourBook, unchanged_lists_write_nothing_but_when_they_were_read) {
    EXPECT_EQ(record(registry, repositories(0, 3000)), 3000U);
    EXPECT_EQ(record(clusters(0, 3000)), 3000U);
    auto const before = marks("listed_repository") + marks("listed_cluster");
    record(registry, repositories(0, 3000));  // prunes pages
    record(clusters(0, 3000));
    auto const wal_before = wal();
    EXPECT_EQ(record(registry, repositories(0, 3000)), 0U);
    EXPECT_EQ(record(clusters(0, 3000)), 0U);
    EXPECT_LE(wal() - wal_before, 32 * 1024) << "the times";
    EXPECT_EQ(marks("listed_repository") + marks("listed_cluster"), before);
    auto changed = clusters(0, 3000);
    changed.elements["c1700"].instances = 1;
    EXPECT_EQ(record(changed), 1U);
}

TEST_F(NeighbourBookTest, what_a_complete_list_lacks_is_gone_and_comes_back) {
    record(registry, repositories(0, 5));
    record(Registry{"cn-beijing", "cri-2"}, repositories(0, 5));
    record(clusters(0, 5));
    auto const gone = [&](char const* view) {
        return database->rows(
            std::string("SELECT ") +
            (view == std::string("listed_cluster") ? "cluster_id" : "repo_instance_id || repo_id") +
            " FROM sas." + view + " WHERE gone_at IS NOT NULL ORDER BY 1");
    };
    auto partial = repositories(0, 2);
    partial.fault = "ListRepository: it broke off";
    EXPECT_EQ(record(registry, partial), 0U);
    auto with_unusable = repositories(0, 2);
    with_unusable.unusable = 1;
    EXPECT_EQ(record(registry, with_unusable), 0U);
    EXPECT_TRUE(gone("listed_repository").empty()) << "absence from what is not complete says nothing";
    EXPECT_EQ(record(registry, repositories(0, 4)), 1U);
    EXPECT_EQ(gone("listed_repository"), std::vector<std::string>{"cri-1crr-4"})
        << "and nothing of another registry";
    EXPECT_EQ(record(registry, repositories(0, 4)), 0U) << "once";
    EXPECT_EQ(record(registry, repositories(0, 5)), 1U);
    EXPECT_TRUE(gone("listed_repository").empty());
    EXPECT_EQ(record(clusters(1, 5)), 1U);
    EXPECT_EQ(gone("listed_cluster"), std::vector<std::string>{"c0"});
    EXPECT_EQ(record(ReadList<ListedCluster>()), 4U) << "all of them, where there are none";
}

TEST_F(NeighbourBookTest, a_refusal_is_written_once_and_gone_when_it_is_over) {
    put_findings({{"cri-1", "cn-hangzhou"}, {"cri-2", "cn-hangzhou"}});
    begin();
    record(registry, repositories(0, 2));
    record(registry, refused<ListedRepository>("ListRepository: NoPermission"));
    record(Registry{"cn-hangzhou", "cri-2"}, refused<ListedRepository>("ListRepository: NoPermission"));
    record(refused<ListedCluster>("DescribeGroupedContainerInstances: NoPermission"));
    EXPECT_EQ(known().clusters.fault, "DescribeGroupedContainerInstances: NoPermission");
    EXPECT_TRUE(known().clusters.is_due) << "so that what is granted shows with the next sweep";
    EXPECT_EQ(due(), (std::vector<std::string>{"cn-hangzhou/cri-2", "cn-hangzhou/cri-1"}));
    auto const before = marks("listing");
    record(registry, refused<ListedRepository>("ListRepository: NoPermission"));
    record(refused<ListedCluster>("DescribeGroupedContainerInstances: NoPermission"));
    EXPECT_EQ(marks("listing"), before);
    EXPECT_EQ(database->one("SELECT not_told FROM sas.source WHERE site = 'china'"),
              "DescribeGroupedContainerInstances: NoPermission; ListRepository: NoPermission");
    EXPECT_EQ(database->rows("SELECT elements, not_told, failing_since > read_at FROM sas.listing "
                             "WHERE repo_instance_id = 'cri-1'"),
              std::vector<std::string>{"2|ListRepository: NoPermission|t"})
        << "what was read last stays on record";
    EXPECT_EQ(database->one("SELECT count(*) FROM sas.listed_repository WHERE gone_at IS NULL"), "2");
    record(registry, repositories(0, 2));
    record(clusters(0, 1));
    EXPECT_EQ(database->one("SELECT not_told FROM sas.source WHERE site = 'china'"),
              "ListRepository: NoPermission")
        << "of the other registry";
}

TEST_F(NeighbourBookTest, what_is_switched_off_is_no_fault_any_more) {
    begin();
    record(registry, refused<ListedRepository>("ListRepository: NoPermission"));
    record(refused<ListedCluster>("DescribeGroupedContainerInstances: NoPermission"));
    EXPECT_FALSE(known().has_old_faults);
    options.repositories = false;
    EXPECT_TRUE(known().has_old_faults);
    ASSERT_TRUE(run(book->forget_old_faults(leader, make_source(), options)));
    EXPECT_FALSE(known().has_old_faults);
    EXPECT_EQ(database->one("SELECT not_told FROM sas.source WHERE site = 'china'"),
              "DescribeGroupedContainerInstances: NoPermission");
}

TEST_F(NeighbourBookTest, only_the_leader_records) {
    auto stale = leader;
    ++stale.token;
    auto const lost = run(book->record(stale, make_source(), registry, repositories(0, 1)));
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().kind, ErrorKind::lost_lease);
    EXPECT_FALSE(run(book->record(stale, make_source(), clusters(0, 1))));
    EXPECT_FALSE(run(book->forget_old_faults(stale, make_source(), options)));
    EXPECT_EQ(database->one("SELECT count(*) FROM sasync.listing"), "0");
}

TEST_F(NeighbourBookTest, read_only_writes_nothing) {
    auto read_only = database->options();
    read_only.read_only = true;
    NeighbourBook reader(*writer, clock, observer, read_only);
    EXPECT_TRUE(run(reader.record(leader, make_source(), registry, repositories(0, 1))));
    EXPECT_TRUE(run(reader.record(leader, make_source(), clusters(0, 1))));
    EXPECT_TRUE(run(reader.forget_old_faults(leader, make_source(), options)));
    EXPECT_EQ(database->one("SELECT count(*) FROM sasync.listing"), "0");
}

}  // namespace
}  // namespace sasyncd::test
