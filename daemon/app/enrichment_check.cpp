#include "app/enrichment_check.hpp"

#include "app/subscription_text.hpp"
#include "sweep/not_told.hpp"
#include "sweep/steadiness.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sasyncd {

namespace {

std::string not_told(std::string_view action, Error const& error) {
    return fmt::format("not told, and everything else goes on without: {}", reason_not_told(action, error));
}

/// False where the site does not answer at all, so that nothing else is worth its while.
Task<bool> check_names(AccountClient& client, Source const& source, Steadiness& steadiness,
                       CheckReport& report) {
    PageQuery query(1, std::min(client.scope().page_size, 20U));
    query.listing = Listing::malicious_files;
    std::function<Task<Result<Page>>()> const attempt = [&] {
        return client.plain_reader(source.site).read(query);
    };
    auto const page = co_await steadiness.call<Page>(attempt);
    auto const what = fmt::format("names of {}", source.name());
    if (page.has_value())
        report.ok(what, fmt::format("{} malicious files are listed", page->total_count));
    else
        report.note(what, not_told("DescribeGroupedMaliciousFiles", page.error()));
    co_return page.has_value() || page.error().kind != ErrorKind::retry_later;
}

Task<void> check_subscription(AccountClient& client, Source const& source, bool is_nothing_found,
                              Steadiness& steadiness, CheckReport& report) {
    auto const what = fmt::format("subscription of {}", source.name());
    Subscription subscription;
    std::function<Task<Result<Edition>>()> const ask_edition = [&] {
        return client.subscription(source.site).edition();
    };
    auto const edition = co_await steadiness.call<Edition>(ask_edition);
    if (edition.has_value())
        subscription.take(*edition);
    else
        report.note(what, "edition " + not_told("DescribeVersionConfig", edition.error()));
    std::function<Task<Result<ScanQuota>>()> const ask_quota = [&] {
        return client.subscription(source.site).scan_quota();
    };
    auto const quota = co_await steadiness.call<ScanQuota>(ask_quota);
    if (quota.has_value())
        subscription.take(*quota);
    else
        report.note(what, "scan quota " + not_told("DescribeImageScanAuthCount", quota.error()));
    auto const text = subscription_text(subscription, is_nothing_found);
    if (text.empty())
        co_return;
    if (is_nothing_found && is_nothing_scanned(subscription))
        report.note(what, text);
    else
        report.ok(what, text);
}

}  // namespace

Task<void> check_enrichment(AccountClient& client, Source source, bool is_nothing_found, Clock& clock,
                            Log log, CheckReport& report) {
    Steadiness steadiness(client.quota(source.site), clock, 1, std::move(log));
    bool const answers = co_await check_names(client, source, steadiness, report);
    if (answers)
        co_await check_subscription(client, source, is_nothing_found, steadiness, report);
}

}  // namespace sasyncd
