#include "settings/scalars.hpp"
#include "settings/sections.hpp"

namespace sasyncd {

using namespace std::chrono_literals;

namespace {

constexpr auto kYear = 365 * 24h;

void read_schedule(MapReader section, ScheduleOptions& options) {
    read_duration(section, "every", options.every, {1s, 30 * 24h});
    read_fraction(section, "jitter", options.jitter, {0, 1});
    read_duration(section, "timeout", options.timeout, {1s, kYear, true});
    read_count(section, "accounts_at_once", options.accounts_at_once, {1, 1000});
    section.finish();
}

void read_quota(MapReader section, QuotaOptions& options) {
    read_fraction(section, "requests_per_second", options.requests_per_second, {0.01, 10'000});
    read_count(section, "in_flight", options.in_flight, {1, 1000});
    section.finish();
}

void read_walk(MapReader section, WalkOptions& options, TransportOptions& transport) {
    read_duration(section, "publish_every", options.publish_every, {10ms, 24h});
    read_count(section, "publish_rows", options.publish_rows, {1, 1'000'000});
    read_duration(section, "request_timeout", transport.request_timeout, {10ms, 1h});
    read_count(section, "attempts", options.attempts, {1, 100});
    read_size(section, "max_body", transport.max_body, {1ULL << 10U, 1ULL << 30U});
    section.finish();
}

void read_ask(MapReader section, AskOptions& options) {
    read_count(section, "limit", options.limit, {0, 1'000'000});
    section.finish();
}

void read_fuse(MapReader section, FuseOptions& options) {
    read_fraction(section, "fraction", options.fraction, {0, 1});
    read_count(section, "minimum", options.minimum, Range<std::uint64_t>{0, 1'000'000'000});
    read_duration(section, "hold", options.hold, {1ms, kYear, true});
    section.finish();
}

void read_freshness(MapReader section, FreshnessOptions& options) {
    read_duration(section, "limit", options.limit, {1s, kYear, true});
    section.finish();
}

}  // namespace

void read_sweep(MapReader& root, SweepOptions& sweep, TransportOptions& transport) {
    read_schedule(root.section("schedule"), sweep.schedule);
    read_quota(root.section("quota"), sweep.quota);
    read_walk(root.section("walk"), sweep.walk, transport);
    read_ask(root.section("ask"), sweep.ask);
    read_fuse(root.section("fuse"), sweep.fuse);
    read_freshness(root.section("freshness"), sweep.freshness);
}

}  // namespace sasyncd
