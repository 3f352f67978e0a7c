#include "app/admin.hpp"

#include "app/status_json.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

constexpr std::chrono::seconds kReadEvery{5};
constexpr std::chrono::seconds kPatience{3};

/// Nobody waits for a database that is away: what was known last is told.
DatabaseOptions for_looking(DatabaseOptions options) {
    options.patience = std::chrono::milliseconds(0);
    options.statement_timeout = std::min<std::chrono::milliseconds>(options.statement_timeout, kPatience);
    options.read_only = true;
    return options;
}

SourceFigures figures_of(SourceStatus const& source) {
    SourceFigures figures{source.account,   source.account_id, source.site,  source.name, source.read_at,
                          source.proven_at, source.health,     std::nullopt, source.held};
    if (source.is_configured && source.health != "not_entitled" && source.health != "retired")
        figures.freshness_limit = source.freshness_limit;
    return figures;
}

}  // namespace

Admin::Admin(Wiring& wiring, Metrics& metrics)
    : wiring_(wiring),
      metrics_(metrics),
      thread_(wiring.io.get_executor(), "status", for_looking(wiring.settings.database), wiring.log),
      reader_(thread_, wiring.clock, nobody_, for_looking(wiring.settings.database)),
      server_(
          wiring.io.get_executor(), wiring.settings.admin,
          [this](std::string path) { return answer(std::move(path)); }, wiring.log),
      began_(wiring.clock.steady_now()) {}

Task<void> Admin::serve() {
    co_await server_.serve();
}

Task<AdminAnswer> Admin::answer(std::string path) {
    AdminAnswer answer;
    if (path == "/livez") {
        answer.body = "ok\n";
        co_return answer;
    }
    if (path != "/metrics" && path != "/readyz" && path != "/status") {
        answer.status = path == "/" ? 200 : 404;
        answer.body = "sasyncd: /metrics /livez /readyz /status\n";
        co_return answer;
    }
    co_await refresh();
    if (path == "/metrics") {
        answer.content_type = "text/plain; version=0.0.4; charset=utf-8";
        answer.body = metrics_.text();
    } else if (path == "/status") {
        answer.content_type = "application/json";
        answer.body = status_json(sources_, verifications_) + "\n";
    } else {
        for (auto const& trouble : troubles())
            answer.body += trouble + "\n";
        answer.status = answer.body.empty() ? 200 : 503;
        if (answer.body.empty())
            answer.body = "ok\n";
    }
    co_return answer;
}

Task<void> Admin::refresh() {
    auto const now = wiring_.clock.steady_now();
    if (is_reading_ || (read_at_ && now < *read_at_ + kReadEvery))
        co_return;
    is_reading_ = true;
    co_await read();
    read_at_ = wiring_.clock.steady_now();
    is_reading_ = false;
}

Task<void> Admin::read() {
    auto sources = co_await reader_.sources();
    if (!sources.has_value()) {
        database_trouble_ =
            fmt::format("the database does not answer: {}", printable(sources.error().line()));
        co_return;
    }
    auto findings = co_await reader_.findings();
    auto quarantined = co_await reader_.quarantined();
    auto verifications = co_await reader_.verifications();
    database_trouble_.clear();
    sources_ = std::move(*sources);
    auto const unknown = unknown_sources(wiring_.settings, sources_);
    sources_.insert(sources_.end(), unknown.begin(), unknown.end());
    if (verifications.has_value()) {
        verifications_ = std::move(*verifications);
        std::vector<VerificationFigures> figures;
        for (auto const& verification : verifications_)
            figures.push_back({verification.account, verification.verified_at, verification.differences});
        metrics_.show_verifications(figures);
    }
    if (findings.has_value() && quarantined.has_value())
        show(*findings, *quarantined);
}

void Admin::show(std::vector<FindingCount> const& findings, std::vector<QuarantineCount> const& quarantined) {
    std::vector<SourceFigures> of_sources;
    for (auto const& source : sources_)
        if (source.source_id != 0)
            of_sources.push_back(figures_of(source));
    metrics_.show_sources(of_sources);
    std::vector<FindingFigures> of_findings;
    for (auto const& alike : findings)
        of_findings.push_back({alike.account, alike.is_present, alike.level, alike.status, alike.count});
    metrics_.show_findings(of_findings);
    std::map<std::string, std::uint64_t> by_account;
    for (auto const& [account, count] : quarantined)
        by_account[account] += count;
    metrics_.show_quarantined(by_account);
}

/// One line for each reason not to be ready.
std::vector<std::string> Admin::troubles() const {
    std::vector<std::string> troubles;
    if (!database_trouble_.empty())
        troubles.push_back(database_trouble_);
    for (auto const& source : sources_)
        if (is_stale(source))
            troubles.push_back(
                fmt::format("{} is stale: {}", source.name,
                            source.reason.empty() ? "it was not read in time" : printable(source.reason)));
    return troubles;
}

/// A source is new, not stale, until its first deadline; what the settings leave out is no part of readiness.
bool Admin::is_stale(SourceStatus const& source) const {
    if (!source.is_configured || source.is_fresh || source.health == "not_entitled" ||
        source.health == "retired")
        return false;
    auto const& sweep = wiring_.settings.sweep;
    auto const limit = sweep.freshness.limit.count() > 0 ? sweep.freshness.limit : 3 * sweep.schedule.every;
    bool const is_unread = !source.read_at;
    return !is_unread || wiring_.clock.steady_now() - began_ > limit;
}

}  // namespace sasyncd
