#include "app/status_watch.hpp"

#include "app/status_json.hpp"
#include "base/text.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

namespace sasyncd {

namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds kReadEvery{5};
constexpr std::chrono::seconds kLongestStatement{3};
// Of whoever asks; the reading itself goes on.
constexpr std::chrono::seconds kPatience{2};

/// Nobody waits for a database that is away: what was known last is told.
DatabaseOptions for_looking(DatabaseOptions options) {
    options.patience = std::chrono::milliseconds(0);
    options.statement_timeout =
        std::min<std::chrono::milliseconds>(options.statement_timeout, kLongestStatement);
    options.lock_timeout = std::min<std::chrono::milliseconds>(options.lock_timeout, kLongestStatement);
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

StatusWatch::StatusWatch(Wiring& wiring, Metrics& metrics)
    : wiring_(wiring),
      metrics_(metrics),
      thread_(wiring.io.get_executor(), "status", for_looking(wiring.settings.database), wiring.log),
      reader_(thread_, wiring.clock, nobody_, for_looking(wiring.settings.database)),
      patience_(wiring.io) {}

Task<void> StatusWatch::look(Wants wants) {
    // Twice where a reading for somebody who wanted less is under way.
    for (int turn = 0; turn < 2; ++turn) {
        if (!is_reading_ && is_due(wants)) {
            wants_lists_ = wants == Wants::page;
            begin();
        }
        if (!is_reading_)
            co_return;
        boost::system::error_code is_over;
        co_await patience_.async_wait(asio::redirect_error(asio::use_awaitable, is_over));
    }
}

std::string StatusWatch::trouble() const {
    auto const waited = wiring_.clock.steady_now() - began_at_;
    if (!is_reading_ || waited < kPatience || !trouble_.empty())
        return trouble_;
    return fmt::format("the database has not answered for {} s",
                       std::chrono::duration_cast<std::chrono::seconds>(waited).count());
}

std::optional<std::chrono::milliseconds> StatusWatch::known_for() const {
    if (!told_at_)
        return std::nullopt;
    return std::chrono::duration_cast<std::chrono::milliseconds>(wiring_.clock.steady_now() - *told_at_);
}

bool StatusWatch::is_due(Wants wants) const {
    auto const now = wiring_.clock.steady_now();
    auto const is_old = [&](std::optional<SteadyTime> const& at) { return !at || now >= *at + kReadEvery; };
    bool const is_answering = trouble_.empty();
    return is_old(ended_at_) || (wants == Wants::page && is_answering && is_old(lists_at_));
}

void StatusWatch::begin() {
    is_reading_ = true;
    began_at_ = wiring_.clock.steady_now();
    patience_.expires_at(began_at_ + kPatience);
    asio::co_spawn(wiring_.io, read(), [this](std::exception_ptr const& failure) { end(failure); });
}

void StatusWatch::end(std::exception_ptr const& failure) {
    if (failure)
        trouble_ = "what the database told could not be read";
    is_reading_ = false;
    ended_at_ = wiring_.clock.steady_now();
    patience_.expires_at(began_at_);  // which wakes those who wait, and lets nobody wait who comes late
}

Task<void> StatusWatch::read() {
    auto sources = co_await reader_.sources();
    if (!sources.has_value()) {
        trouble_ = fmt::format("the database does not answer: {}", printable(sources.error().line()));
        co_return;
    }
    auto findings = co_await reader_.findings();
    auto quarantined = co_await reader_.quarantined();
    auto verifications = co_await reader_.verifications();
    trouble_.clear();
    told_at_ = wiring_.clock.steady_now();
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
    if (wants_lists_)
        co_await read_lists();
}

Task<void> StatusWatch::read_lists() {
    auto days = co_await reader_.days();
    if (days.has_value())
        days_ = std::move(*days);
    auto openings = co_await reader_.openings();
    if (openings.has_value())
        openings_ = std::move(*openings);
    lists_at_ = wiring_.clock.steady_now();
}

void StatusWatch::show(std::vector<FindingCount> const& findings,
                       std::vector<QuarantineCount> const& quarantined) {
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

}  // namespace sasyncd
