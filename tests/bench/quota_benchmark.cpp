#include "base/gather.hpp"
#include "bench/benchmarks.hpp"
#include "bench/rig.hpp"
#include "bench/run.hpp"

#include <fmt/format.h>

#include <memory>

namespace sasyncd::bench {

namespace {

constexpr std::chrono::milliseconds kLatency(200);
constexpr std::chrono::milliseconds kBetweenStarts(300);
constexpr int kWalks = 5;

struct Sample {
    double seconds = 0;
    double calls = 0;
};

/// An account of its own, loaded beforehand: the timed sweep finds nothing new, so it takes calls alone.
class Account {
public:
    Account(boost::asio::io_context& io, Bench const& bench, std::string id, double rate)
        : file_(bench.page_file("base")),
          api_(file_),
          database_(bench.database()),
          id_(std::move(id)),
          rig_(io, database_, id_, rate),
          slow_(api_, rig_.clock(), kLatency),
          rate_(rate) {}

    void load() {
        boost::asio::io_context io(1);
        Rig fast(io, database_, id_);
        run(io, fast.prepare());
        run(io, fast.sweep(api_, file_.page_size()));
    }
    /// Begins after a pause, so that those side by side do not all load what is known at once.
    [[nodiscard]] Task<Sample> sweep(std::chrono::milliseconds pause) {
        co_await rig_.prepare();
        co_await rig_.clock().sleep_for(pause);
        auto const since = std::chrono::steady_clock::now();
        auto const certificate = co_await rig_.sweep(slow_, file_.page_size());
        Sample sample;
        sample.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - since).count();
        sample.calls = static_cast<double>(certificate.requests);
        co_return sample;
    }
    [[nodiscard]] double rate() const { return rate_; }

private:
    PageFile file_;
    FileApi api_;
    std::string database_;
    std::string id_;
    Rig rig_;
    SlowApi slow_;
    double rate_;
};

/// Side by side, since they do nothing but wait.
Task<int> sweep_all(std::vector<std::unique_ptr<Account>> const& accounts, std::vector<Sample>& samples) {
    auto const executor = co_await boost::asio::this_coro::executor;
    std::vector<std::unique_ptr<Gather<Sample>>> under_way;
    for (auto const& account : accounts) {
        under_way.push_back(std::make_unique<Gather<Sample>>(executor));
        under_way.back()->start(account->sweep(kBetweenStarts * static_cast<int>(under_way.size())));
    }
    for (auto const& sweep : under_way)
        samples.push_back(co_await sweep->next());
    co_return 0;
}

}  // namespace

void measure_quota(Bench const& bench) {
    boost::asio::io_context io(1);
    std::vector<std::unique_ptr<Account>> accounts;
    for (int walk = 0; walk < kWalks; ++walk)
        for (double const rate : {5.0, 15.0})
            accounts.push_back(
                std::make_unique<Account>(io, bench, fmt::format("{}{:02}", rate * 100, walk), rate));
    for (auto const& account : accounts)
        account->load();
    std::vector<Sample> samples;
    run(io, sweep_all(accounts, samples));
    for (std::size_t i = 0; i < accounts.size(); ++i) {
        auto const rate = accounts[i]->rate();
        bench.add(fmt::format("quota_wall_{}", rate), samples[i].seconds);
        bench.add(fmt::format("quota_due_{}", rate), samples[i].calls / rate);
    }
}

}  // namespace sasyncd::bench
