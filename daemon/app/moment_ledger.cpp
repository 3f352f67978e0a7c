#include "app/moment_ledger.hpp"

#include <fmt/format.h>

namespace sasyncd {

void MomentLedger::mark(char const* step, std::string const& account_id, Site site) {
    moments_.mark(fmt::format("{} {}/{}", step, account_id, to_string(site)));
}

Task<Result<WalkStart>> MomentLedger::begin_walk(Leadership leader, Source source, std::int64_t sweep_id) {
    auto const what = fmt::format("walk {}/{}", source.account_id, to_string(source.site));
    auto numbered = co_await moments_.before_walk(what);
    if (!numbered.has_value())
        co_return numbered.error();
    moments_.mark(what);
    auto start = co_await ledger_.begin_walk(std::move(leader), std::move(source), sweep_id);
    if (start.has_value())
        moments_.walk_began(what, start->walk_id);
    co_return start;
}

Task<Result<Baseline>> MomentLedger::load_baseline(std::string account_id, Site site) {
    return ledger_.load_baseline(std::move(account_id), site);
}

Task<Result<PartOutcome>> MomentLedger::publish(Leadership leader, Site site, Part part) {
    mark("publish", leader.account_id, site);
    auto outcome = co_await ledger_.publish(std::move(leader), site, std::move(part));
    co_return outcome;
}

Task<Result<std::vector<RowOutline>>> MomentLedger::describe(std::string account_id, Site site,
                                                             std::vector<Key> keys) {
    return ledger_.describe(std::move(account_id), site, std::move(keys));
}

Task<Result<std::vector<std::string>>> MomentLedger::known_md5s(std::string account_id, Site site) {
    return ledger_.known_md5s(std::move(account_id), site);
}

Task<Result<FuseCounts>> MomentLedger::fuse_counts(std::string account_id, Site site) {
    mark("fuse", account_id, site);
    auto counts = co_await ledger_.fuse_counts(std::move(account_id), site);
    co_return counts;
}

Task<Status> MomentLedger::end_walk(Leadership leader, Site site, WalkEnd end) {
    mark("end", leader.account_id, site);
    auto ended = co_await ledger_.end_walk(std::move(leader), site, std::move(end));
    co_return ended;
}

}  // namespace sasyncd
