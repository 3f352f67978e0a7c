#include "bench/timed_ledger.hpp"

#include <chrono>

namespace sasyncd::bench {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point since) {
    return std::chrono::duration<double>(Clock::now() - since).count();
}

}  // namespace

Task<Result<WalkStart>> TimedLedger::begin_walk(Leadership leader, Source source, std::int64_t sweep_id) {
    co_return co_await ledger_.begin_walk(std::move(leader), std::move(source), sweep_id);
}

Task<Result<Baseline>> TimedLedger::load_baseline(std::string account_id, Site site) {
    auto const since = Clock::now();
    auto baseline = co_await ledger_.load_baseline(std::move(account_id), site);
    loading_ += seconds_since(since);
    co_return baseline;
}

Task<Result<PartOutcome>> TimedLedger::publish(Leadership leader, Site site, Part part) {
    auto const since = Clock::now();
    auto outcome = co_await ledger_.publish(std::move(leader), site, std::move(part));
    publishing_ += seconds_since(since);
    co_return outcome;
}

Task<Result<std::vector<RowOutline>>> TimedLedger::describe(std::string account_id, Site site,
                                                            std::vector<Key> keys) {
    co_return co_await ledger_.describe(std::move(account_id), site, std::move(keys));
}

Task<Result<std::vector<std::string>>> TimedLedger::known_md5s(std::string account_id, Site site) {
    co_return co_await ledger_.known_md5s(std::move(account_id), site);
}

Task<Result<FuseCounts>> TimedLedger::fuse_counts(std::string account_id, Site site) {
    co_return co_await ledger_.fuse_counts(std::move(account_id), site);
}

Task<Status> TimedLedger::end_walk(Leadership leader, Site site, WalkEnd end) {
    co_return co_await ledger_.end_walk(std::move(leader), site, std::move(end));
}

}  // namespace sasyncd::bench
