#include "bench/rig.hpp"

#include "store/migrator.hpp"

#include <stdexcept>

namespace sasyncd::bench {

namespace {

constexpr char kHolder[] = "bench:1";

DatabaseOptions options_for(std::string const& database) {
    DatabaseOptions options;
    options.url = Secret("dbname=" + database);
    return options;
}

SweepOptions options_for(double requests_per_second) {
    SweepOptions options;
    options.quota.requests_per_second = requests_per_second;
    return options;
}

/// Expires at once, so that the next run need not wait for it, and holds as long as nobody else takes it.
LeaseOptions brief_lease() {
    LeaseOptions options;
    options.ttl = std::chrono::milliseconds(1);
    return options;
}

}  // namespace

Rig::Rig(boost::asio::io_context& io, std::string const& database, std::string account_id,
         double requests_per_second)
    : account_id_(std::move(account_id)),
      options_(options_for(requests_per_second)),
      database_(options_for(database)),
      writer_(io.get_executor(), "writer", database_, log_),
      lease_thread_(io.get_executor(), "lease", database_, log_),
      tables_(writer_, clock_, observer_, database_, false),
      ledger_(tables_),
      accounts_(writer_, clock_, observer_, database_),
      lease_(lease_thread_, kHolder, brief_lease(), database_),
      quota_(options_.quota, clock_) {}

Source Rig::source() const {
    Source source;
    source.label = "bench-" + account_id_;
    source.account_id = account_id_;
    return source;
}

Task<bool> Rig::prepare() {
    Migrator migrator(writer_, database_);
    (co_await migrator.apply()).value();
    auto label = source().label;
    (co_await accounts_.record(std::move(label), account_id_, "digest")).value();
    leader_ = (co_await lease_.acquire(account_id_)).value().value();
    co_return true;
}

Task<Certificate> Rig::sweep(PageReader& api, std::uint32_t page_size) {
    ledger_.reset();
    SteadyReader reader(api, quota_, clock_, options_.walk.attempts, log_);
    WalkParts const parts{reader, ledger_, observer_, clock_, log_, options_};
    auto const sweep_id = (co_await accounts_.begin_sweep("run", kHolder)).value();
    std::vector<Source> sources = {source()};
    (co_await accounts_.register_sources(leader_, std::move(sources), std::chrono::hours(1))).value();
    auto walked = source();
    auto certificate = (co_await walk(parts, std::move(walked), leader_, sweep_id, page_size)).value();
    (co_await accounts_.end_sweep(sweep_id, "done")).value();
    if (certificate.verdict != Verdict::whole)
        throw std::runtime_error("the walk was not whole: " + certificate.reason);
    co_return certificate;
}

}  // namespace sasyncd::bench
