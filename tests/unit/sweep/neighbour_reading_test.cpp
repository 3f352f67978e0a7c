#include "sweep/neighbour_reading.hpp"

#include "unit/sweep/manual_clock.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace sasyncd {
namespace {

/// Repositories by instance, and clusters, in pages; fails where it is told to.
class ScriptedNeighbours final : public NeighbourReader {
public:
    [[nodiscard]] Task<Result<ListPage<ListedRepository>>> repositories(Registry registry, std::uint32_t page,
                                                                        std::uint32_t size) override {
        asked.push_back(registry.instance_id + "/" + std::to_string(page));
        if (before_answer)
            before_answer();
        if (auto const failure = fail ? fail(asked.back()) : std::nullopt)
            co_return *failure;
        co_return page_of(registries[registry.instance_id], page, size);
    }
    [[nodiscard]] Task<Result<ListPage<ListedCluster>>> clusters(std::uint32_t page,
                                                                 std::uint32_t size) override {
        asked.push_back("clusters/" + std::to_string(page));
        if (auto const failure = fail ? fail(asked.back()) : std::nullopt)
            co_return *failure;
        co_return page_of(listed_clusters, page, size);
    }

    std::map<std::string, std::vector<ListedRepository>> registries;
    std::vector<ListedCluster> listed_clusters;
    std::function<std::optional<Error>(std::string const&)> fail;
    std::function<void()> before_answer;
    std::uint32_t cap = 1000;
    std::uint32_t unusable = 0;  ///< on each page 1
    std::vector<std::string> asked;

private:
    template <class T>
    ListPage<T> page_of(std::vector<T> const& all, std::uint32_t number, std::uint32_t size) const {
        ListPage<T> page;
        page.number = number;
        page.total_count = static_cast<std::int64_t>(all.size() + unusable);
        page.request_id = "R-" + std::to_string(number);
        page.unusable = number == 1 ? unusable : 0;
        auto const served = std::min(size, cap);
        for (std::size_t i = std::size_t{number - 1} * served;
             i < all.size() && page.elements.size() < served; ++i)
            page.elements.push_back(all[i]);
        return page;
    }
};

class RecordingNeighbourLedger final : public NeighbourLedger {
public:
    [[nodiscard]] Task<Result<NeighbourKnowledge>> known(std::string, Site, EnrichOptions) override {
        if (fails)
            co_return *fails;
        co_return on_record;
    }
    [[nodiscard]] Task<Result<std::uint64_t>> record(Leadership, Source, Registry registry,
                                                     ReadList<ListedRepository> list) override {
        if (fails_to_record)
            co_return *fails_to_record;
        repositories[registry.instance_id] = std::move(list);
        co_return std::uint64_t{1};
    }
    [[nodiscard]] Task<Result<std::uint64_t>> record(Leadership, Source,
                                                     ReadList<ListedCluster> list) override {
        clusters = std::move(list);
        co_return std::uint64_t{1};
    }
    [[nodiscard]] Task<Status> forget_old_faults(Leadership, Source, EnrichOptions) override {
        ++forgotten;
        co_return Status();
    }

    NeighbourKnowledge on_record;
    std::optional<Error> fails;
    std::optional<Error> fails_to_record;
    std::map<std::string, ReadList<ListedRepository>> repositories;
    std::optional<ReadList<ListedCluster>> clusters;
    int forgotten = 0;
};

class NeighbourReadingTest : public testing::Test {
protected:
    NeighbourReadingTest() {
        quota_options.requests_per_second = 1e6;
        options.repositories = options.containers = true;
        source.label = "prod";
        source.account_id = "1001";
        for (int i = 0; i < 3; ++i)
            add_registry("cri-" + std::to_string(i), 45);
        for (int i = 0; i < 25; ++i) {
            ListedCluster cluster;
            cluster.cluster_id = "c" + std::to_string(i);
            reader.listed_clusters.push_back(cluster);
        }
    }
    void add_registry(std::string const& instance, int size) {
        ledger.on_record.registries.push_back({{"cn-hangzhou", instance}, {}});
        for (int i = 0; i < size; ++i) {
            ListedRepository repository;
            repository.repo_id = "crr-" + std::to_string(i);
            reader.registries[instance].push_back(repository);
        }
    }
    void read() {
        Quota site_quota(quota_options, clock);
        Quota registry_quota(quota_options, clock);
        NeighbourParts const parts{
            reader, site_quota,   registry_quota, ledger,    observer,
            clock,  silent_log(), options,        page_size, clock.steady_now() + std::chrono::minutes(15)};
        run(read_neighbours(parts, source, Leadership{}));
    }
    void fail_with(Error error, std::string const& prefix = "") {
        reader.fail = [error = std::move(error), prefix](std::string const& asked) {
            return asked.starts_with(prefix) ? std::optional(error) : std::nullopt;
        };
    }
    static Error denial() {
        Error error(ErrorKind::unauthorised, "NoPermission: no");
        error.code = "NoPermission";
        error.is_denial = true;
        error.remedy = "allow it";
        return error;
    }

    ManualClock clock;
    ScriptedNeighbours reader;
    RecordingNeighbourLedger ledger;
    Observer observer;
    EnrichOptions options;
    QuotaOptions quota_options;
    Source source;
    std::uint32_t page_size = 20;
};

TEST_F(NeighbourReadingTest, EveryListIsReadToItsEnd) {
    read();
    ASSERT_EQ(ledger.repositories.size(), 3U);
    for (auto const& [instance, list] : ledger.repositories) {
        EXPECT_EQ(list.elements.size(), 45U) << instance;
        EXPECT_EQ(list.fault, "") << instance;
        EXPECT_EQ(list.pages, 4U) << "the last of them empty";
        EXPECT_EQ(list.total_count, 45);
        EXPECT_TRUE(list.is_complete());
    }
    ASSERT_TRUE(ledger.clusters.has_value());
    EXPECT_EQ(ledger.clusters->elements.size(), 25U);
    EXPECT_TRUE(ledger.clusters->is_complete());
    EXPECT_EQ(ledger.forgotten, 0);
}

TEST_F(NeighbourReadingTest, AServerThatServesLessThanWasAskedForLosesNothing) {
    reader.cap = 7;
    read();
    EXPECT_EQ(ledger.repositories["cri-1"].elements.size(), 45U);
    EXPECT_EQ(ledger.clusters->elements.size(), 25U);
}

TEST_F(NeighbourReadingTest, WhatIsNotWantedIsNotAskedFor) {
    options.repositories = options.containers = false;
    read();
    EXPECT_TRUE(reader.asked.empty());
    options.repositories = options.containers = true;
    options.every = Milliseconds(0);
    read();
    EXPECT_TRUE(reader.asked.empty());
    EXPECT_EQ(ledger.forgotten, 0) << "nothing is written where nothing is to be forgotten";
    ledger.on_record.has_old_faults = true;
    read();
    EXPECT_EQ(ledger.forgotten, 1);
}

TEST_F(NeighbourReadingTest, WhatIsNotDueIsNotAskedFor) {
    ledger.on_record.registries.clear();
    ledger.on_record.clusters.is_due = false;
    read();
    EXPECT_TRUE(reader.asked.empty());
}

TEST_F(NeighbourReadingTest, ARefusalIsPutOnRecordWithWhatToAllowAndTheRestGoesOn) {
    fail_with(denial(), "cri-1");
    read();
    EXPECT_EQ(ledger.repositories["cri-1"].fault, "ListRepository: NoPermission; allow it");
    EXPECT_FALSE(ledger.repositories["cri-1"].is_complete());
    EXPECT_TRUE(ledger.repositories["cri-2"].is_complete());
    EXPECT_TRUE(ledger.clusters->is_complete());
    EXPECT_EQ(std::count(reader.asked.begin(), reader.asked.end(), "cri-1/1"), 1) << "asked once";
}

TEST_F(NeighbourReadingTest, WhatRefusesThreeRegistriesIsNotAskedForTheOthers) {
    for (int i = 3; i < 50; ++i)
        add_registry("cri-" + std::to_string(i), 1);
    fail_with(denial(), "cri-");
    read();
    EXPECT_EQ(ledger.repositories.size(), 3U);
    EXPECT_TRUE(ledger.clusters->is_complete());
}

TEST_F(NeighbourReadingTest, EveryKindOfFailureEndsItAfterFewCalls) {
    for (auto const kind :
         {ErrorKind::retry_now, ErrorKind::retry_later, ErrorKind::unauthorised, ErrorKind::unlicensed,
          ErrorKind::malformed, ErrorKind::rejected, ErrorKind::unavailable, ErrorKind::bug}) {
        reader.asked.clear();
        fail_with(Error(kind, "scripted"));
        read();
        EXPECT_LE(reader.asked.size(), 8U) << to_string(kind);
        EXPECT_EQ(ledger.clusters->fault, "DescribeGroupedContainerInstances: scripted") << to_string(kind);
    }
    EXPECT_LT(clock.elapsed(), std::chrono::minutes(1));
}

TEST_F(NeighbourReadingTest, ARegistryThatDoesNotAnswerKeepsNoOtherWaiting) {
    reader.before_answer = [this] { clock.advance(std::chrono::seconds(30)); };
    fail_with(Error(ErrorKind::retry_later, "timed out"), "cri-");
    read();
    EXPECT_EQ(reader.asked.front(), "cri-0/1");
    EXPECT_EQ(std::count_if(reader.asked.begin(), reader.asked.end(),
                            [](std::string const& asked) { return asked.starts_with("cri-"); }),
              1);
}

TEST_F(NeighbourReadingTest, AListThatBrokeOffIsNotTakenForTheWhole) {
    fail_with(Error(ErrorKind::rejected, "too deep"), "cri-0/2");
    read();
    auto const& list = ledger.repositories["cri-0"];
    EXPECT_EQ(list.elements.size(), 20U) << "what it brought is kept";
    EXPECT_NE(list.fault, "");
    EXPECT_FALSE(list.is_complete());
}

TEST_F(NeighbourReadingTest, AListWithUnusableElementsIsReadToItsEndAndNotComplete) {
    reader.unusable = 2;
    read();
    auto const& list = ledger.repositories["cri-0"];
    EXPECT_EQ(list.unusable, 2U);
    EXPECT_TRUE(list.was_read_to_its_end()) << list.fault;
    EXPECT_FALSE(list.is_complete()) << "one of them may be a repository that is on record";
}

TEST_F(NeighbourReadingTest, AListThatNeverEndsIsGivenUp) {
    class SamePage final : public NeighbourReader {
    public:
        [[nodiscard]] Task<Result<ListPage<ListedRepository>>> repositories(Registry, std::uint32_t page,
                                                                            std::uint32_t) override {
            ++asked;
            ListPage<ListedRepository> same;
            same.number = page;
            same.total_count = 2'000'000'000;
            ListedRepository repository;
            repository.repo_id = "crr-1";
            same.elements.assign(20, repository);
            co_return same;
        }
        [[nodiscard]] Task<Result<ListPage<ListedCluster>>> clusters(std::uint32_t, std::uint32_t) override {
            co_return ListPage<ListedCluster>();
        }
        int asked = 0;
    } same_page;
    Quota quota(quota_options, clock);
    ledger.on_record.registries.resize(1);
    NeighbourParts const parts{same_page, quota,        quota,   ledger,    observer,
                               clock,     silent_log(), options, page_size, SteadyTime::max()};
    run(read_neighbours(parts, source, Leadership{}));
    EXPECT_LE(same_page.asked, 12);
    EXPECT_NE(ledger.repositories["cri-0"].fault, "");
}

TEST_F(NeighbourReadingTest, AsksForPagesOfAHundredAtMost) {
    page_size = 5000;
    for (int i = 45; i < 150; ++i) {
        ListedRepository repository;
        repository.repo_id = "crr-" + std::to_string(i);
        reader.registries["cri-0"].push_back(repository);
    }
    read();
    EXPECT_EQ(ledger.repositories["cri-0"].pages, 3U) << "a hundred, fifty, none";
}

TEST_F(NeighbourReadingTest, ADatabaseThatIsAwayHarmsNothing) {
    ledger.fails = Error(ErrorKind::unavailable, "away");
    read();
    EXPECT_TRUE(reader.asked.empty());
    ledger.fails.reset();
    ledger.fails_to_record = Error(ErrorKind::lost_lease, "taken");
    read();
    EXPECT_TRUE(ledger.repositories.empty());
    EXPECT_EQ(std::count(reader.asked.begin(), reader.asked.end(), "cri-1/1"), 0)
        << "what cannot be recorded is not read";
}

}  // namespace
}  // namespace sasyncd
