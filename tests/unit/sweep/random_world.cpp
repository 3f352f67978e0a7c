#include "unit/sweep/random_world.hpp"

namespace sasyncd {

namespace {

constexpr char const* kRegions[] = {"cn-hangzhou", "us-west-1", "eu-west-9"};
/// Of one walk over at most a few hundred rows, whatever the site says of its TotalCount.
constexpr std::size_t kMostCalls = 8000;
constexpr char const* kTotals[] = {"rows", "images", "constant", "alternating"};

}  // namespace

Traits::Traits(Dice& dice) {
    rows = dice.between(0, dice.chance(20) ? 120 : 40);
    files = dice.between(1, 14);
    page_size = static_cast<std::uint32_t>(dice.between(3, 20));
    in_flight = static_cast<std::uint32_t>(dice.between(1, 4));
    publish_rows = dice.chance(30) ? 5 : 1000;
    ask_limit = dice.chance(20) ? static_cast<std::uint32_t>(dice.between(0, 20)) : 500;
    moves_between_calls = dice.chance(60) ? dice.between(1, 40) : 0;
    moves_between_sweeps = dice.between(0, 12);
    faults = dice.chance(40) ? dice.between(1, 15) : 0;
    lies = dice.chance(30) ? 50 : 0;
    database_faults = dice.chance(20) ? 40 : 0;
    overtakes = dice.chance(50);
    cap_changes = dice.chance(10);
    if (dice.chance(30))
        site.page_cap = static_cast<std::uint32_t>(dice.between(2, 12));
    site.offsets_by_asked_size = dice.chance(30);
    if (dice.chance(15))
        filter = dice.chance(50) ? Parameters{{"Status", "0"}} : Parameters{{"Levels", "serious"}};
    else if (dice.chance(10))
        filter = {{"RepoRegionId", "cn-hangzhou"}};
    // One of these at a time: what TotalCount cannot tell, the daemon cannot know.
    switch (dice.below(10)) {
        case 0: site.hidden_statuses = {3}; break;
        case 1: site.hidden_kinds = {Kind::container}; break;
        case 2: site.hidden_regions = {"us-west-1"}; break;
        case 3: site.ignored_filters = {"MaliciousMd5"}; break;
        case 4: site.reach = static_cast<std::uint64_t>(dice.between(20, 60)); break;
        case 5:
        case 6:
        case 7: may_miscount = true; break;
        default: break;
    }
    site.deep_pages_are_empty = dice.chance(50);
    site.refuses_listing = dice.chance(50);
    if (may_miscount) {
        site.totals = static_cast<SiteOptions::Totals>(dice.below(4));
        site.constant_total = dice.chance(50) ? 0 : dice.between(1, 60);
    }
    if (dice.chance(10))
        site.ignored_filters.insert(dice.chance(50) ? "RepoRegionId" : "ImageDigest");
}

std::string Traits::describe() const {
    std::string filters, ignored;
    for (auto const& [name, value] : filter)
        filters += name + "=" + value + " ";
    for (auto const& name : site.ignored_filters)
        ignored += name + " ";
    return fmt::format(
        "rows {} files {} page_size {} cap {} by_asked {} cap_changes {} in_flight {} overtakes {} "
        "publish_rows {} ask {} moves {}%/{} faults {}% lies {}% database {}% totals {}({}) reach {}/{} "
        "hidden {}/{}/{} ignored [{}] filter [{}]",
        rows, files, page_size, site.page_cap, site.offsets_by_asked_size, cap_changes, in_flight, overtakes,
        publish_rows, ask_limit, moves_between_calls, moves_between_sweeps, faults, lies, database_faults,
        kTotals[static_cast<std::size_t>(site.totals)], site.constant_total, site.reach, site.refuses_listing,
        site.hidden_statuses.size(), site.hidden_kinds.size(), site.hidden_regions.size(), ignored, filters);
}

RandomWorld::RandomWorld(std::uint64_t seed)
    : dice(seed), traits(dice), bench(traits.page_size), seed_(seed) {
    auto& site = bench.site;
    bench.options.quota.in_flight = traits.in_flight;
    bench.options.walk.publish_rows = traits.publish_rows;
    bench.options.walk.publish_every = std::chrono::hours(1000);
    bench.options.schedule.timeout = std::chrono::hours(1000);
    bench.options.fuse.minimum = static_cast<std::uint64_t>(dice.between(3, 20));
    bench.ask_limit = traits.ask_limit;
    bench.most_steps = 2'000'000;
    bench.source.filter = traits.filter;
    if (traits.filter.contains("RepoRegionId"))
        bench.source.regions = {traits.filter.at("RepoRegionId")};
    site.scope = traits.filter;
    site.options = traits.site;
    for (int i = 0; i < traits.rows; ++i)
        site.add(random_row());
    if (traits.overtakes)
        site.delay = [this] { return static_cast<unsigned>(dice.below(5)); };
    site.before_answer = [this](PageQuery const&) {
        if (bench.site.calls().size() - calls_before_ > kMostCalls)
            throw std::runtime_error(
                fmt::format("more than {} calls in one walk; {}", kMostCalls, describe()));
        if (!is_calm_ && dice.chance(traits.moves_between_calls))
            mutate();
    };
    site.fail = [this](PageQuery const&, std::uint64_t) -> std::optional<Error> {
        if (is_calm_ || !dice.chance(traits.faults))
            return std::nullopt;
        return random_fault();
    };
}

std::string RandomWorld::describe() const {
    return fmt::format("seed {}: {}; this sweep's lie: {}", seed_, traits.describe(), lie_);
}

void RandomWorld::begin_sweep() {
    for (int i = 0; i < traits.moves_between_sweeps; ++i)
        mutate();
    if (traits.cap_changes)
        bench.site.options.page_cap = static_cast<std::uint32_t>(dice.between(2, 12));
    bench.clock.advance(std::chrono::minutes(15));
    lie();
    upset_database();
}

void RandomWorld::calm_down() {
    is_calm_ = true;
    auto const cap = bench.site.options.page_cap;
    bench.site.options = {};
    bench.site.options.page_cap = cap;
    bench.site.options.offsets_by_asked_size = traits.site.offsets_by_asked_size;
    bench.ledger.fail = nullptr;
    bench.ledger.fail_after = nullptr;
    bench.ledger.lose_lease_at = 0;
    bench.leader = bench.ledger.take_lease(std::string(kAccount));
    bench.ask_limit = 500;
    database_fails_ = false;
    lie_ = "none";
}

Row RandomWorld::random_row() {
    auto const file = dice.between(1, traits.files);
    auto const scan = dice.between(1, 50);
    auto const image = dice.between(0, 25);  // an image lies in one region
    auto row = dice.chance(60)   ? image_row(image, file, scan, kRegions[image % 3])
               : dice.chance(50) ? container_row(dice.between(0, 15), file, scan)
                                 : target_row(dice.between(0, 15), file, scan);
    row.status = dice.between(0, 3);
    if (dice.chance(10))
        spell_md5_in_capitals(row);
    if (dice.chance(50))
        row.event_id = dice.between(1, 1000);
    return row;
}

void RandomWorld::mutate() {
    auto& site = bench.site;
    auto const add = [&](Row row) { site.insert(dice.below(site.rows().size() + 1), std::move(row)); };
    auto const bury = [&] {
        auto const at = any_row();
        graveyard_.push_back(site.rows()[at]);
        site.remove(at);
    };
    if (site.rows().empty() || dice.chance(20))
        return add(random_row());
    switch (dice.below(20)) {
        case 0:
        case 1:
        case 2:
        case 3: return bury();
        case 4:
        case 5:
        case 6:  // one goes, one comes, and every count still adds up
            bury();
            return add(random_row());
        case 7:
        case 8: {  // the same row, at another place
            auto const at = any_row();
            auto row = site.rows()[at];
            site.add(std::move(row));
            return site.remove(at);
        }
        case 9: {  // a twin: the same key once more
            auto twin = site.rows()[any_row()];
            change_something(twin);
            return add(std::move(twin));
        }
        case 10:
        case 11:
            if (!graveyard_.empty())
                add(dice.pick(graveyard_));
            return;
        case 12: {
            auto const salt = dice.next();
            return site.reorder([salt](Row const& one, Row const& other) {
                return (key_of(one).low ^ salt) < (key_of(other).low ^ salt);
            });
        }
        case 13:
            if (dice.chance(20))
                for (auto some = dice.below(site.rows().size() + 1); some > 0; --some)
                    bury();
            return;
        default: return site.change(any_row(), [this](Row& row) { change_something(row); });
    }
}

void RandomWorld::change_something(Row& row) {
    switch (dice.below(7)) {
        case 0: row.latest_scan = *row.latest_scan + std::chrono::hours(dice.between(1, 9)); break;
        case 1: row.latest_scan = *row.latest_scan - std::chrono::hours(dice.between(1, 9)); break;
        case 2: row.status = dice.between(0, 3); break;
        case 3: row.set(Text::level, dice.chance(50) ? "serious" : "remind"); break;
        case 4: row.latest_verify = scan_time(dice.between(1, 100)); break;
        case 5: row.event_id = dice.between(1, 1000); break;
        default: row.set(Text::pod, fmt::format("pod-{}", dice.below(1000))); break;
    }
}

std::optional<Error> RandomWorld::random_fault() {
    switch (dice.below(12)) {
        case 0:
        case 1:
        case 2: return Error(ErrorKind::retry_later, "ServiceUnavailable");
        case 3:
        case 4: return Error(ErrorKind::retry_later, "Throttling.User").after(std::chrono::seconds(2));
        case 5:
        case 6: return Error(ErrorKind::malformed, "no PageInfo");
        case 7:
        case 8: return Error(ErrorKind::rejected, "InvalidParameter");
        case 9: return Error(ErrorKind::retry_now, "session expired");
        case 10: return Error(ErrorKind::unavailable, "no route");
        default: return Error(ErrorKind::unauthorised, "NoPermission");
    }
}

/// A lie lasts for a whole sweep: what comes and goes within one, no control can tell.
void RandomWorld::lie() {
    auto& options = bench.site.options;
    options.hides = nullptr;
    lie_ = "none";
    if (!dice.chance(traits.lies))
        return;
    auto const kind = static_cast<Kind>(dice.below(3));
    switch (dice.below(3)) {
        case 0:
            lie_ = "no row at all";
            options.hides = [](Row const&, Parameters const&) { return true; };
            break;
        case 1:
            lie_ = "answers by MaliciousMd5 are empty";
            options.hides = [](Row const&, Parameters const& filter) {
                return filter.contains("MaliciousMd5");
            };
            break;
        default:
            lie_ = fmt::format("answers by MaliciousMd5 leave out {} rows", to_string(kind));
            options.hides = [kind](Row const& row, Parameters const& filter) {
                return filter.contains("MaliciousMd5") && kind_of(row) == kind;
            };
            break;
    }
}

void RandomWorld::upset_database() {
    auto& ledger = bench.ledger;
    ledger.fail = nullptr;
    ledger.fail_after = nullptr;
    ledger.lose_lease_at = 0;
    bench.leader = ledger.take_lease(std::string(kAccount));
    database_fails_ = dice.chance(traits.database_faults);
    if (!database_fails_)
        return;
    auto const at = ledger.calls().size() + static_cast<std::size_t>(dice.between(1, 8));
    auto const fault = [at](std::string_view, std::uint64_t nth) -> std::optional<Error> {
        if (nth == at)
            return Error(ErrorKind::unavailable, "no database");
        return std::nullopt;
    };
    switch (dice.below(3)) {
        case 0: ledger.lose_lease_at = at; break;
        case 1: ledger.fail = fault; break;
        default: ledger.fail_after = fault; break;
    }
}

}  // namespace sasyncd
