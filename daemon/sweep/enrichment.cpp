#include "sweep/enrichment.hpp"

#include "sweep/not_told.hpp"
#include "sweep/page_cursor.hpp"
#include "sweep/steadiness.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sasyncd {

namespace {

constexpr std::uint32_t kLargestPage = 100;
/// Of one account; memory must end somewhere.
constexpr std::size_t kMostFiles = 1'000'000;
/// In a row, whatever TotalCount promises.
constexpr std::uint32_t kPagesWithoutNews = 10;

class Enrichment {
public:
    Enrichment(EnrichmentParts const& parts, Source const& source)
        : parts_(parts), source_(source), steadiness_(parts.quota, parts.clock, kSideAttempts, parts.log) {
        steadiness_.set_deadline(parts.deadline);
        steadiness_.set_patience(kSidePatience);
        steadiness_.when_throttled([this] { parts_.observer.throttled(source_); });
    }
    Enrichment(Enrichment const&) = delete;
    Enrichment& operator=(Enrichment const&) = delete;

    [[nodiscard]] Task<void> read(SiteKnowledge const& known);
    [[nodiscard]] SiteNews take_news() { return std::move(news_); }

private:
    [[nodiscard]] Task<void> read_names();
    /// What the cursor wants to know of the page; empty where it did not come.
    [[nodiscard]] Task<std::optional<PageCursor::Facts>> read_page(PageCursor::Ask const& ask);
    [[nodiscard]] Task<void> read_subscription();
    void fail(std::string& fault, std::string_view action, Error const& error);

    EnrichmentParts const& parts_;
    Source const& source_;
    Steadiness steadiness_;
    SiteNews news_;
    bool is_site_away_ = false;
};

Task<void> Enrichment::read(SiteKnowledge const& known) {
    if (known.names_are_due)
        co_await read_names();
    tell_not_told(parts_.log, source_, news_.names_fault, known.names_fault);
    if (known.subscription_is_due && !is_site_away_)
        co_await read_subscription();
    tell_not_told(parts_.log, source_, news_.subscription_fault, known.subscription_fault);
}

Task<void> Enrichment::read_names() {
    news_.names_were_asked = true;
    PageCursor cursor(std::min(parts_.page_size, kLargestPage), true);
    std::uint32_t without_news = 0;
    while (auto const ask = cursor.next()) {
        auto facts = co_await read_page(*ask);
        if (!facts)
            co_return;
        cursor.answered(*ask, *facts);
        without_news = facts->new_keys > 0 ? 0 : without_news + 1;
        if (without_news >= kPagesWithoutNews || news_.files.size() > kMostFiles)
            break;
    }
    if (!cursor.is_whole())
        news_.names_fault =
            fmt::format("DescribeGroupedMaliciousFiles: its list was not read to the end, {} files were",
                        news_.files.size());
}

Task<std::optional<PageCursor::Facts>> Enrichment::read_page(PageCursor::Ask const& ask) {
    PageQuery query(ask.page, ask.size);
    query.listing = Listing::malicious_files;
    auto const began = parts_.clock.steady_now();
    std::function<Task<Result<Page>>()> const attempt = [&] { return parts_.pages.read(query); };
    auto page = co_await steadiness_.call<Page>(attempt);
    if (!page.has_value()) {
        is_site_away_ = parts_.clock.steady_now() - began > kSidePatience;
        fail(news_.names_fault, "DescribeGroupedMaliciousFiles", page.error());
        co_return std::nullopt;
    }
    PageCursor::Facts facts;
    facts.rows = page->elements();
    facts.total_count = page->total_count;
    facts.request_id = page->request_id;
    for (auto& file : page->files)
        facts.new_keys += news_.files.add(std::move(file)) ? 1U : 0U;
    co_return facts;
}

Task<void> Enrichment::read_subscription() {
    news_.subscription_was_asked = true;
    std::function<Task<Result<Edition>>()> const ask_edition = [&] { return parts_.subscription.edition(); };
    auto edition = co_await steadiness_.call<Edition>(ask_edition);
    if (edition.has_value())
        news_.subscription.take(*edition);
    else
        fail(news_.subscription_fault, "DescribeVersionConfig", edition.error());
    std::function<Task<Result<ScanQuota>>()> const ask_quota = [&] {
        return parts_.subscription.scan_quota();
    };
    auto quota = co_await steadiness_.call<ScanQuota>(ask_quota);
    if (quota.has_value())
        news_.subscription.take(*quota);
    else
        fail(news_.subscription_fault, "DescribeImageScanAuthCount", quota.error());
}

void Enrichment::fail(std::string& fault, std::string_view action, Error const& error) {
    if (!fault.empty())
        fault += "; ";
    fault += reason_not_told(action, error);
    parts_.log->debug("event=not_told source={} action={} {}", source_.name(), action,
                      field("reason", error.line()));
}

}  // namespace

Task<void> enrich(EnrichmentParts const& parts, Source source, Leadership leader, bool is_comparable) {
    auto known = co_await parts.ledger.known(source.account_id, source.site, parts.options.every);
    if (!known.has_value()) {
        parts.log->warn("event=not_enriched source={} {}", source.name(),
                        field("reason", known.error().line()));
        co_return;
    }
    if (!known->names_are_due && !known->subscription_is_due)
        co_return;
    Enrichment enrichment(parts, source);
    co_await enrichment.read(*known);
    auto news = enrichment.take_news();
    news.is_comparable = is_comparable;
    auto const files = news.files.size();
    auto witness = co_await parts.ledger.record(std::move(leader), source, std::move(news));
    if (!witness.has_value()) {
        parts.log->warn("event=not_enriched source={} {}", source.name(),
                        field("reason", witness.error().line()));
        co_return;
    }
    parts.log->info("event=enriched source={} files={} names_written={}", source.name(), files,
                    witness->names_written);
    if (witness->unseen_files + witness->unseen_images > 0)
        parts.log->warn(
            "event=listed_and_not_seen source={} files={} images={}; DescribeGroupedMaliciousFiles counts "
            "them, "
            "and no finding of them is present: the next sweep looks again",
            source.name(), witness->unseen_files, witness->unseen_images);
}

}  // namespace sasyncd
