#include "sweep/regions.hpp"

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

void take_probe(PieceContext& context, Arrival& arrival) {
    auto& count = context.certificate.regions[arrival.region];
    if (!arrival.answer->has_value()) {
        auto const& error = arrival.answer->error();
        count.refused = error.line();
        count.is_answered = error.kind == ErrorKind::rejected;
        return;
    }
    auto& page = arrival.answer->value();
    count.reported = page.total_count;
    for (auto const& row : page.rows)
        count.is_honoured = count.is_honoured && row[Text::repo_region_id] == arrival.region;
    apply_rows(context, page);
}

/// Several probes in flight; a region's refusal is recorded and no part of the verdict.
Task<void> probe_all(PieceContext& context) {
    auto executor = co_await boost::asio::this_coro::executor;
    Gather<Arrival> in_flight(executor);
    auto regions = regions_to_ask(context.seen_by_region);
    while (!regions.empty() || in_flight.pending() > 0) {
        while (!regions.empty() && in_flight.pending() < context.parts.options.quota.in_flight) {
            auto region = std::move(regions.extract(regions.begin()).value());
            in_flight.start(probe(context.parts.reader, std::move(region)));
        }
        auto arrival = co_await in_flight.next();
        take_probe(context, arrival);
    }
}

/// What it hid is remembered until a whole walk of it finds nothing of the kind; one that held rows of its own does not
/// turn invalid, so that its refusal is no answer.
Task<Status> judge_region(PieceContext& context, std::string region, RegionCount& count, RegionCount known,
                          SourceMemory const& memory) {
    count.confirmed = known.confirmed;
    count.seen = context.seen_by_region[region];
    count.hidden = known.hidden;
    count.is_apart = known.hidden > 0 || (count.is_honoured && count.reported > count.seen);
    if (!count.refused.empty()) {
        count.is_answered = count.is_answered && known.hidden == 0;
        co_return Status();
    }
    bool const reports_more = count.reported - count.seen > count.confirmed;
    if (!count.is_honoured || (!reports_more && known.hidden == 0))
        co_return Status();
    Parameters filter;
    filter["RepoRegionId"] = region;
    auto const size = context.certificate.page_size_asked;
    auto const keys_before = context.difference.keys();
    auto outcome = co_await read_piece(context, std::move(filter), size, memory.page_size_works == size);
    if (!outcome.has_value())
        co_return outcome.error();
    auto const found = static_cast<std::int64_t>(context.difference.keys() - keys_before);
    count.is_apart = count.is_apart || found > 0;
    count.is_answered = outcome->is_whole;
    count.seen = context.seen_by_region[region];
    count.hidden = outcome->is_whole ? found : std::max(found, known.hidden);
    if (outcome->is_whole)
        count.confirmed = std::max<std::int64_t>(0, count.reported - count.seen);
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
    co_await probe_all(context);
    for (auto& [region, count] : context.certificate.regions) {
        auto const earlier = before.find(region);
        auto const known = earlier == before.end() ? RegionCount() : earlier->second;
        auto status = co_await judge_region(context, region, count, known, memory);
        if (!status.has_value())
            co_return status;
        if (!count.is_answered)
            context.certificate.notes += fmt::format(
                "region {} did not answer, so its suspects close only by answers of its own; ", region);
    }
    co_return Status();
}

}  // namespace sasyncd
