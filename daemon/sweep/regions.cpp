#include "sweep/regions.hpp"

#include "sweep/region_check.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

/// The values of RepoRegionId that the API has listed so far. Treated as open: regions met in rows are asked too.
constexpr std::string_view kKnownRegions[] = {
    "cn-beijing",   "cn-zhangjiakou", "cn-hangzhou",    "cn-shanghai", "cn-shenzhen",
    "cn-hongkong",  "ap-southeast-1", "ap-southeast-5", "us-east-1",   "us-west-1",
    "eu-central-1", "eu-west-1",      "ap-south-1"};

struct Arrival {
    std::string region;
    std::optional<Result<Page>> answer;
};

Task<Arrival> probe(SteadyReader& reader, std::string region) {
    Parameters filter;
    filter["RepoRegionId"] = region;
    PageQuery query(1, 1, std::move(filter));
    Arrival arrival;
    arrival.region = std::move(region);
    arrival.answer = co_await reader.read(query);
    // Whether a region is none is asked twice: much hangs on it, and a rejection is not repeated by itself.
    if (!arrival.answer->has_value() && arrival.answer->error().kind == ErrorKind::rejected)
        arrival.answer = co_await reader.read(std::move(query));
    co_return arrival;
}

RegionCheck::Probe take_probe(PieceContext& context, Arrival& arrival) {
    RegionCheck::Probe probe;
    if (!arrival.answer->has_value()) {
        auto const& error = arrival.answer->error();
        probe.refused = error.line();
        probe.is_rejected = error.kind == ErrorKind::rejected;
        return probe;
    }
    auto& page = arrival.answer->value();
    probe.reported = page.total_count;
    for (auto const& row : page.rows)
        probe.is_honoured = probe.is_honoured && row[Text::repo_region_id] == arrival.region;
    apply_rows(context, page);
    return probe;
}

using Probes = std::map<std::string, RegionCheck::Probe>;

/// What a walk met once, the site may no longer show by itself.
bool held_something(RegionCount const& count) {
    return count.seen > 0 || count.reported > 0 || count.hidden > 0;
}

/// Several probes in flight; a region's refusal is recorded and no part of the verdict.
Task<Probes> probe_all(PieceContext& context, std::map<std::string, RegionCount> const& before) {
    auto executor = co_await boost::asio::this_coro::executor;
    Gather<Arrival> in_flight(executor);
    Probes probes;
    auto regions = regions_to_ask(context.seen_by_region);
    for (auto const& [region, count] : before)
        if (held_something(count))
            regions.insert(region);
    while (!regions.empty() || in_flight.pending() > 0) {
        while (!regions.empty() && in_flight.pending() < context.parts.options.quota.in_flight) {
            auto region = std::move(regions.extract(regions.begin()).value());
            in_flight.start(probe(context.parts.reader, std::move(region)));
        }
        auto arrival = co_await in_flight.next();
        probes[arrival.region] = take_probe(context, arrival);
    }
    co_return probes;
}

Task<Status> walk_region(PieceContext& context, std::string region, RegionCheck& check,
                         SourceMemory const& memory) {
    Parameters filter;
    filter["RepoRegionId"] = region;
    auto const size = context.certificate.page_size_asked;
    auto const keys_before = context.difference.keys();
    auto outcome = co_await read_piece(context, std::move(filter), size, memory.page_size_works == size);
    if (!outcome.has_value())
        co_return outcome.error();
    auto const found = static_cast<std::int64_t>(context.difference.keys() - keys_before);
    check.walked(found, context.seen_by_region[region], outcome->is_whole);
    co_return Status();
}

}  // namespace

std::set<std::string> regions_to_ask(std::map<std::string, std::int64_t> const& seen) {
    std::set<std::string> regions(std::begin(kKnownRegions), std::end(kKnownRegions));
    for (auto const& [region, rows] : seen)
        if (!region.empty())
            regions.insert(region);
    return regions;
}

Task<Status> ask_regions(PieceContext& context, std::map<std::string, RegionCount> const& before,
                         SourceMemory const& memory) {
    context.meeting = Meeting::again_by_intent;
    auto probes = co_await probe_all(context, before);
    for (auto& [region, probe] : probes) {
        auto const earlier = before.find(region);
        auto const known = earlier == before.end() ? RegionCount() : earlier->second;
        RegionCheck check(std::move(probe), known, context.seen_by_region[region]);
        if (check.is_to_be_walked()) {
            auto walked = co_await walk_region(context, region, check, memory);
            if (!walked.has_value())
                co_return walked;
        }
        context.certificate.regions[region] = check.count();
        if (!check.count().is_answered)
            context.certificate.notes += fmt::format(
                "region {} did not answer, so its suspects close only by answers of its own; ", region);
    }
    co_return Status();
}

}  // namespace sasyncd
