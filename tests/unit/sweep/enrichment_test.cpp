#include "sweep/enrichment.hpp"

#include "unit/sweep/manual_clock.hpp"
#include "unit/sweep/scripted_site.hpp"
#include "unit/sweep/site_rows.hpp"

#include <gtest/gtest.h>

namespace sasyncd {
namespace {

using std::chrono::milliseconds;

class ScriptedSubscription final : public SubscriptionReader {
public:
    [[nodiscard]] Task<Result<Edition>> edition() override {
        ++asked;
        if (edition_fails)
            co_return *edition_fails;
        Edition told;
        told.name = "enterprise";
        told.image_scans_total = 1000;
        co_return told;
    }
    [[nodiscard]] Task<Result<ScanQuota>> scan_quota() override {
        ++asked;
        if (quota_fails)
            co_return *quota_fails;
        ScanQuota told;
        told.used = 120;
        co_return told;
    }

    std::optional<Error> edition_fails;
    std::optional<Error> quota_fails;
    int asked = 0;
};

class RecordingSiteLedger final : public SiteLedger {
public:
    [[nodiscard]] Task<Result<SiteKnowledge>> known(std::string, Site, Milliseconds every) override {
        asked_every = every;
        if (fails)
            co_return *fails;
        co_return on_record;
    }
    [[nodiscard]] Task<Result<Witness>> record(Leadership, Source, SiteNews told) override {
        news.push_back(std::move(told));
        if (fails_to_record)
            co_return *fails_to_record;
        co_return Witness();
    }

    SiteKnowledge on_record;
    std::optional<Error> fails;
    std::optional<Error> fails_to_record;
    Milliseconds asked_every{};
    std::vector<SiteNews> news;
};

class CountingThrottles final : public Observer {
public:
    void throttled(Source const&) override { ++times; }
    int times = 0;
};

class EnrichmentTest : public testing::Test {
protected:
    EnrichmentTest() {
        quota_options.requests_per_second = 1e6;
        for (int i = 0; i < 90; ++i)
            site.add(image_row(i, i % 45));
        source.label = "prod";
        source.account_id = kAccount;
    }
    void enrich(bool is_comparable = true) {
        Quota quota(quota_options, clock);
        EnrichmentParts const parts{
            site,  subscription, quota,   ledger,    observer,
            clock, silent_log(), options, page_size, clock.steady_now() + std::chrono::minutes(15)};
        run(sasyncd::enrich(parts, source, Leadership{}, is_comparable));
    }
    SiteNews const& news() const { return ledger.news.back(); }
    /// Calls for names fail like this.
    void fail_names(Error error, std::uint64_t from_page = 1) {
        site.fail = [error = std::move(error), from_page](PageQuery const& query, std::uint64_t) {
            return query.page >= from_page ? std::optional(error) : std::nullopt;
        };
    }
    static Error denial(std::string remedy = "allow it") {
        Error error(ErrorKind::unauthorised, "NoPermission: no");
        error.code = "NoPermission";
        error.is_denial = true;
        error.remedy = std::move(remedy);
        return error;
    }

    ManualClock clock;
    ScriptedSite site;
    ScriptedSubscription subscription;
    RecordingSiteLedger ledger;
    CountingThrottles observer;
    EnrichOptions options;
    QuotaOptions quota_options;
    Source source;
    std::uint32_t page_size = 20;
};

TEST_F(EnrichmentTest, AllNamesAndTheSubscriptionAreHandedOver) {
    enrich();
    ASSERT_EQ(ledger.news.size(), 1U);
    EXPECT_EQ(ledger.asked_every, options.every);
    EXPECT_TRUE(news().names_were_asked);
    EXPECT_EQ(news().names_fault, "");
    EXPECT_EQ(news().files.size(), 45U);
    EXPECT_EQ(news().files.files().at(md5_of(7)).name, "Malware." + md5_of(7));
    EXPECT_EQ(news().files.images(), 90);
    EXPECT_TRUE(news().is_comparable);
    EXPECT_TRUE(news().subscription_was_asked);
    EXPECT_EQ(news().subscription_fault, "");
    EXPECT_EQ(news().subscription.edition, "enterprise");
    EXPECT_EQ(news().subscription.image_scans_total, 1000);
    EXPECT_EQ(news().subscription.image_scans_left, 880);
    for (auto const& call : site.calls())
        EXPECT_EQ(call.query.listing, Listing::malicious_files);
}

TEST_F(EnrichmentTest, WhatIsNotDueIsNotAskedForAndNothingIsHandedOver) {
    ledger.on_record = {false, false, "", ""};
    enrich();
    EXPECT_TRUE(site.calls().empty());
    EXPECT_EQ(subscription.asked, 0);
    EXPECT_TRUE(ledger.news.empty());
    ledger.on_record.subscription_is_due = true;
    enrich();
    EXPECT_TRUE(site.calls().empty());
    EXPECT_FALSE(news().names_were_asked);
    EXPECT_EQ(subscription.asked, 2);
}

TEST_F(EnrichmentTest, ARefusalIsPutOnRecordWithWhatToAllowAndTheRestGoesOn) {
    fail_names(denial("allow the RAM action a"));
    subscription.edition_fails = denial("allow the RAM action b");
    enrich();
    EXPECT_EQ(site.calls().size(), 1U) << "asked once";
    EXPECT_EQ(news().names_fault, "DescribeGroupedMaliciousFiles: NoPermission; allow the RAM action a");
    EXPECT_EQ(news().files.size(), 0U);
    EXPECT_EQ(news().subscription_fault, "DescribeVersionConfig: NoPermission; allow the RAM action b");
    EXPECT_EQ(news().subscription.edition, "");
    EXPECT_EQ(news().subscription.image_scans_left, std::nullopt);
}

TEST_F(EnrichmentTest, EveryKindOfFailureEndsItAfterFewCalls) {
    for (auto const kind :
         {ErrorKind::retry_now, ErrorKind::retry_later, ErrorKind::unauthorised, ErrorKind::unlicensed,
          ErrorKind::malformed, ErrorKind::rejected, ErrorKind::unavailable, ErrorKind::bug}) {
        auto const before = site.calls().size();
        fail_names(Error(kind, "scripted"));
        subscription.edition_fails = subscription.quota_fails = Error(kind, "scripted");
        enrich();
        EXPECT_LE(site.calls().size() - before, 2U) << to_string(kind);
        EXPECT_EQ(news().names_fault, "DescribeGroupedMaliciousFiles: scripted") << to_string(kind);
        EXPECT_LT(clock.elapsed(), std::chrono::minutes(1));
    }
    EXPECT_LE(subscription.asked, 8 * 4);
}

TEST_F(EnrichmentTest, ReasonsAreTheSameFromSweepToSweepSoThatTheyAreWrittenOnce) {
    fail_names(denial().within("page 1").with_request_id("R-1"));
    enrich();
    auto const first = news().names_fault;
    fail_names(denial().within("page 1").with_request_id("R-2"));
    enrich();
    EXPECT_EQ(news().names_fault, first);
}

TEST_F(EnrichmentTest, ASiteThatDoesNotAnswerIsAskedOnceAndNothingElseIs) {
    site.before_answer = [this](PageQuery const&) { clock.advance(std::chrono::seconds(30)); };
    fail_names(Error(ErrorKind::retry_later, "timed out"));
    enrich();
    EXPECT_EQ(site.calls().size(), 1U);
    EXPECT_EQ(subscription.asked, 0);
    EXPECT_FALSE(news().subscription_was_asked);
}

TEST_F(EnrichmentTest, NeverWaitsForAsLongAsAServerMayWish) {
    fail_names(Error(ErrorKind::retry_later, "wait").after(std::chrono::hours(1)));
    enrich();
    EXPECT_EQ(site.calls().size(), 1U);
    EXPECT_LT(clock.elapsed(), std::chrono::seconds(1));
    EXPECT_EQ(observer.times, 1) << "and tells that it was throttled";
}

TEST_F(EnrichmentTest, WhatAListBroughtBeforeItBrokeIsKept) {
    fail_names(Error(ErrorKind::rejected, "too deep"), 2);
    enrich();
    EXPECT_EQ(news().files.size(), 20U);
    EXPECT_NE(news().names_fault, "") << "or it would pass for the whole list";
}

TEST_F(EnrichmentTest, AListThatNeverEndsIsGivenUp) {
    site.options.totals = SiteOptions::Totals::constant;
    class SamePage final : public PageReader {
    public:
        [[nodiscard]] Task<Result<Page>> read(PageQuery query) override {
            ++asked;
            Page page;
            page.number = query.page;
            page.total_count = 2'000'000'000;
            page.files.resize(query.size, ListedFile{"m", "name", "", "", 1});
            co_return page;
        }
        int asked = 0;
    } same_page;
    Quota quota(quota_options, clock);
    EnrichmentParts const parts{same_page, subscription, quota,   ledger,    observer,
                                clock,     silent_log(), options, page_size, SteadyTime::max()};
    run(sasyncd::enrich(parts, source, Leadership{}, true));
    EXPECT_LE(same_page.asked, 12);
    EXPECT_EQ(news().files.size(), 1U);
    EXPECT_NE(news().names_fault, "");
}

TEST_F(EnrichmentTest, AsksForPagesOfAHundredAtMost) {
    page_size = 5000;
    enrich();
    EXPECT_EQ(site.calls()[0].query.size, 100U);
}

TEST_F(EnrichmentTest, ADatabaseThatIsAwayHarmsNothing) {
    ledger.fails = Error(ErrorKind::unavailable, "away");
    enrich();
    EXPECT_TRUE(site.calls().empty());
    ledger.fails.reset();
    ledger.fails_to_record = Error(ErrorKind::lost_lease, "taken");
    enrich();
    EXPECT_EQ(ledger.news.size(), 1U);
}

TEST(ListedFiles, OneFileToldSeveralTimesIsTheSameInWhateverOrder) {
    std::vector<ListedFile> const told = {{"AA", "Trojan.B", "", "remind", 3},
                                          {"aa", "", "TROJAN", "serious", 5},
                                          {"aA", "Trojan.A", "", "", 1}};
    for (auto const& order : {std::array{0, 1, 2}, std::array{2, 1, 0}, std::array{1, 0, 2}}) {
        ListedFiles files;
        int fresh = 0;
        for (auto const i : order)
            fresh += files.add(told[static_cast<std::size_t>(i)]) ? 1 : 0;
        EXPECT_EQ(fresh, 1);
        auto const& file = files.files().at("aa");
        EXPECT_EQ(file.name, "Trojan.A");
        EXPECT_EQ(file.key, "TROJAN");
        EXPECT_EQ(file.level, "serious");
        EXPECT_EQ(files.images(), 5);
    }
}

TEST(ListedFiles, WithoutAUsableMd5AreNone) {
    ListedFiles files;
    EXPECT_FALSE(files.add({"", "nameless", "", "", 1}));
    EXPECT_FALSE(files.add({std::string(201, 'a'), "long", "", "", 1}));
    EXPECT_TRUE(files.add({"m", "", "", "", -5}));
    EXPECT_TRUE(files.add({"n", "", "", "", INT64_MAX}));
    EXPECT_EQ(files.images(), 1'000'000'000);
}

}  // namespace
}  // namespace sasyncd
