#include "app/daily_verification.hpp"

#include "app/names.hpp"
#include "app/verify_report.hpp"

#include <algorithm>

namespace sasyncd {

namespace {

constexpr std::chrono::seconds kLookEvery{5};
constexpr std::chrono::minutes kAgainAfterFailure{10};
constexpr std::chrono::hours kLongestPause{1};  // somebody else may have verified, or the clock been set
constexpr std::size_t kLogged = 10;

DatabaseOptions without_patience(DatabaseOptions options) {
    options.patience = std::chrono::milliseconds(0);
    return options;
}

}  // namespace

DailyVerification::DailyVerification(Wiring& wiring)
    : wiring_(wiring),
      thread_(wiring.io.get_executor(), "verify", wiring.settings.database, wiring.log),
      verifier_(thread_, wiring.clock, wiring.observer, without_patience(wiring.settings.database)) {}

Task<void> DailyVerification::keep() {
    for (;;) {
        co_await wiring_.clock.sleep_for(kLookEvery);
        auto const accounts = wiring_.leases.accounts();
        for (auto const& account_id : accounts)
            if (wiring_.clock.steady_now() >= look_at_[account_id])
                co_await look(account_id);
    }
}

Task<void> DailyVerification::look(std::string account_id) {
    auto const due_in = co_await verifier_.due_in(account_id);
    auto pause = std::chrono::milliseconds(kAgainAfterFailure);
    if (due_in.has_value() && due_in->count() > 0) {
        pause = std::min<std::chrono::milliseconds>(*due_in, kLongestPause);
    } else if (due_in.has_value()) {
        co_await verify(account_id);
    }
    look_at_[account_id] = wiring_.clock.steady_now() + pause;
}

Task<void> DailyVerification::verify(std::string account_id) {
    auto const since = wiring_.clock.steady_now();
    auto found = co_await verifier_.verify(account_id, RescanDepth::two_days, kLogged);
    if (!found.has_value()) {
        wiring_.log->warn("event=not_verified account_id={} {}; tried again in ten minutes", account_id,
                          field("reason", found.error().line()));
        co_return;
    }
    auto const took =
        std::chrono::duration_cast<std::chrono::milliseconds>(wiring_.clock.steady_now() - since);
    wiring_.log->info("event=verified account_id={} occurrences={} findings={} differences={} ms={}",
                      account_id, found->occurrences, found->findings, found->differences(), took.count());
    tell(account_id, *found);
    auto recorded = co_await verifier_.record(account_id, found->differences(), process_name());
    if (!recorded.has_value())
        wiring_.log->warn("event=verification_not_recorded account_id={} {}", account_id,
                          field("reason", recorded.error().line()));
}

/// Something wrote to the tables that was not sasyncd, or sasyncd has a fault: somebody has to look.
void DailyVerification::tell(std::string const& account_id, Verification const& found) const {
    std::size_t told = 0;
    for (auto const& check : found.checks) {
        if (check.differences > 0)
            wiring_.log->error("event=differences account_id={} count={} {}; sasyncd verify names them all",
                               account_id, check.differences, field("check", check.name));
        for (auto const& difference : check.shown)
            if (told++ < kLogged)
                wiring_.log->error("event=difference account_id={} {}", account_id,
                                   field("what", difference_line(difference)));
    }
}

}  // namespace sasyncd
