#include "sweep/splitting.hpp"

#include "sweep/regions.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace sasyncd {

namespace {

/// Of a dimension, one after the other, before it is given up.
constexpr std::uint32_t kFruitlessPieces = 20;

/// Pages that pieces may take, beside ten times those that the whole would have had.
constexpr std::uint64_t kPagesOfPieces = 500;

/// One parameter, and the values that together leave nothing out, or little.
struct Dimension {
    std::string parameter;
    std::vector<std::string> values;
    bool is_honoured = true;
};

class Splitter {
public:
    Splitter(PieceContext& context, std::uint32_t page_size) : context_(context), page_size_(page_size) {}

    [[nodiscard]] Task<Result<bool>> run(Parameters filter, std::int64_t total_count);

private:
    [[nodiscard]] Task<Status> learn_dimensions();
    [[nodiscard]] Task<Status> learn_recorded_files();
    [[nodiscard]] Task<void> learn_listed_files();
    /// True where each piece, or each piece of it, reached its end.
    [[nodiscard]] Task<Result<bool>> split(Parameters filter, std::size_t dimension);
    void not_honoured(std::size_t dimension);
    [[nodiscard]] Task<Result<bool>> read_files_found_meanwhile(Parameters filter, std::int64_t total_count);
    [[nodiscard]] std::optional<std::size_t> dimension_from(std::size_t first,
                                                            Parameters const& filter) const;

    PieceContext& context_;
    std::uint32_t page_size_;
    std::vector<Dimension> dimensions_;
    std::set<std::string> malicious_md5s_;
    std::uint64_t most_pages_ = 0;
    bool is_site_away_ = false;
};

Task<Status> Splitter::learn_dimensions() {
    auto recorded = co_await learn_recorded_files();
    if (!recorded.has_value())
        co_return recorded;
    if (context_.parts.options.enrich.is_on())
        co_await learn_listed_files();
    auto const regions = regions_to_ask(context_.seen_by_region);
    dimensions_.push_back({"Levels", {"serious", "suspicious", "remind"}});
    dimensions_.push_back({"Status", {"0", "1", "2", "3"}});
    dimensions_.push_back({"MaliciousMd5", {malicious_md5s_.begin(), malicious_md5s_.end()}});
    dimensions_.push_back({"RepoRegionId", {regions.begin(), regions.end()}});
    co_return Status();
}

Task<Status> Splitter::learn_recorded_files() {
    // What the reachable pages brought is on record before it is asked for.
    auto published = co_await context_.publisher.finish();
    if (!published.has_value())
        co_return published;
    auto const& source = context_.source;
    auto md5s = co_await context_.parts.ledger.known_md5s(source.account_id, source.site);
    if (!md5s.has_value())
        co_return md5s.error();
    malicious_md5s_.insert(md5s->begin(), md5s->end());
    co_return Status();
}

/// A permission of its own, without which everything else goes on.
Task<void> Splitter::learn_listed_files() {
    PageCursor cursor(page_size_, true);
    while (auto const ask = cursor.next()) {
        PageQuery query(ask->page, ask->size);
        query.listing = Listing::malicious_files;
        auto page = co_await context_.parts.reader.read(std::move(query));
        if (!page.has_value()) {
            context_.parts.log->info("event=files_not_listed {} {}", field("source", context_.source.name()),
                                     field("reason", page.error().line()));
            co_return;
        }
        PageCursor::Facts facts;
        facts.rows = page->elements();
        facts.total_count = page->total_count;
        for (auto const& file : page->files)
            if (!file.malicious_md5.empty())
                facts.new_keys += malicious_md5s_.insert(file.malicious_md5).second ? 1U : 0U;
        cursor.answered(*ask, facts);
    }
}

Task<Result<bool>> Splitter::run(Parameters filter, std::int64_t total_count) {
    auto const rows = static_cast<std::uint64_t>(std::max<std::int64_t>(total_count, 0));
    most_pages_ = context_.certificate.pages + kPagesOfPieces + 10 * rows / page_size_;
    auto learnt = co_await learn_dimensions();
    if (!learnt.has_value())
        co_return learnt.error();
    for (auto dimension = dimension_from(0, filter); dimension;
         dimension = dimension_from(*dimension + 1, filter)) {
        auto reached = co_await split(filter, *dimension);
        if (!reached.has_value() || is_site_away_)
            co_return reached;
        auto const keys = static_cast<std::int64_t>(context_.difference.keys());
        if (*reached && keys >= total_count)
            co_return true;
    }
    co_return co_await read_files_found_meanwhile(std::move(filter), total_count);
}

/// Pieces brought files that were not known when they were asked for.
Task<Result<bool>> Splitter::read_files_found_meanwhile(Parameters filter, std::int64_t total_count) {
    auto const known = malicious_md5s_;
    auto recorded = co_await learn_recorded_files();
    if (!recorded.has_value())
        co_return recorded.error();
    Dimension fresh{"MaliciousMd5", {}};
    std::set_difference(malicious_md5s_.begin(), malicious_md5s_.end(), known.begin(), known.end(),
                        std::back_inserter(fresh.values));
    if (fresh.values.empty() || filter.contains(fresh.parameter))
        co_return false;
    dimensions_.insert(dimensions_.begin(), std::move(fresh));
    auto reached = co_await split(std::move(filter), 0);
    if (!reached.has_value())
        co_return reached;
    co_return *reached&& static_cast<std::int64_t>(context_.difference.keys()) >= total_count;
}

/// The next by which the filter can be narrowed.
std::optional<std::size_t> Splitter::dimension_from(std::size_t first, Parameters const& filter) const {
    for (auto dimension = first; dimension < dimensions_.size(); ++dimension)
        if (dimensions_[dimension].is_honoured && !filter.contains(dimensions_[dimension].parameter))
            return dimension;
    return std::nullopt;
}

/// Each value first, then those that are too deep themselves by what is left. Pieces that bring nothing are the mark of
/// a TotalCount that promises too much: there is nothing to be reached.
Task<Result<bool>> Splitter::split(Parameters filter, std::size_t dimension) {
    auto const keys_before = context_.difference.keys();
    std::vector<Parameters> too_deep;
    bool reached_all = !dimensions_[dimension].values.empty();
    std::uint32_t fruitless = 0;
    for (std::size_t i = 0; i < dimensions_[dimension].values.size(); ++i) {
        auto piece = filter;
        piece[dimensions_[dimension].parameter] = dimensions_[dimension].values[i];
        auto const keys = context_.difference.keys();
        auto outcome = co_await read_piece(context_, piece, page_size_, true);
        if (!outcome.has_value())
            co_return outcome.error();
        is_site_away_ =
            is_site_away_ || (outcome->stopped_by && outcome->stopped_by->kind != ErrorKind::rejected);
        if (!outcome->is_honoured)
            not_honoured(dimension);
        fruitless = outcome->is_whole || context_.difference.keys() > keys ? 0 : fruitless + 1;
        bool const is_spent = context_.certificate.pages > most_pages_;
        if (is_site_away_ || is_spent || !outcome->is_honoured || fruitless >= kFruitlessPieces)
            co_return false;
        if (outcome->is_out_of_reach)
            too_deep.push_back(std::move(piece));
        else
            reached_all = reached_all && outcome->is_whole;
    }
    if (too_deep.empty())
        co_return reached_all;
    if (context_.difference.keys() == keys_before)
        co_return false;
    for (auto& piece : too_deep) {
        auto const next = dimension_from(dimension + 1, piece);
        if (!next)
            co_return false;
        auto reached = co_await split(std::move(piece), *next);
        if (!reached.has_value() || is_site_away_)
            co_return reached;
        reached_all = reached_all && *reached;
    }
    co_return reached_all;
}

void Splitter::not_honoured(std::size_t dimension) {
    dimensions_[dimension].is_honoured = false;
    context_.parts.log->warn("event=filter_not_honoured {} parameter={}",
                             field("source", context_.source.name()), dimensions_[dimension].parameter);
}

}  // namespace

Task<Result<bool>> read_in_pieces(PieceContext& context, Parameters filter, std::uint32_t page_size,
                                  std::int64_t total_count) {
    auto const meeting = std::exchange(context.meeting, Meeting::again_by_intent);
    Splitter splitter(context, page_size);
    auto reached = co_await splitter.run(std::move(filter), total_count);
    context.meeting = meeting;
    co_return reached;
}

}  // namespace sasyncd
