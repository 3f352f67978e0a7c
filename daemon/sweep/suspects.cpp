#include "sweep/suspects.hpp"

#include "sweep/fuse.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sasyncd {

namespace {

constexpr std::uint32_t kWalksOfProof = 3;
constexpr std::uint32_t kShareOfPartialWalk = 5;

std::uint32_t call_limit_of(AskOptions const& options, Verdict verdict) {
    return verdict == Verdict::whole ? options.limit : options.limit / kShareOfPartialWalk;
}

}  // namespace

SuspectDecisions::SuspectDecisions(PieceContext& context, WalkStart const& start, WalkEnd& end,
                                   std::uint32_t page_size)
    : context_(context),
      start_(start),
      end_(end),
      remembered_(start.suspects),
      call_limit_(call_limit_of(context.parts.options.ask, end.certificate.verdict)),
      questions_(context, remembered_, start, end, page_size, call_limit_) {}

Task<Status> SuspectDecisions::decide(std::vector<Key> missed, bool may_ask) {
    auto& certificate = end_.certificate;
    // A walk that no answer came to missed nothing: suspects are those that it found as such.
    if (certificate.keys == 0 && certificate.verdict != Verdict::whole)
        std::erase_if(missed, [this](Key const& key) { return remembered_.find(key) == nullptr; });
    certificate.suspects = missed.size();
    auto open = without_held(missed);
    Status decided;
    if (may_ask && call_limit_ > 0 && !open.empty())
        decided = co_await find_out(std::move(open));
    if (decided.has_value())
        decided = co_await judge_fuse();
    if (decided.has_value())
        settle(missed);
    co_return decided;
}

/// What is held stays held, until it is seen again or an operator releases it.
std::vector<Key> SuspectDecisions::without_held(Keys const& missed) {
    Keys open;
    for (auto const& key : missed) {
        if (remembered_.is_held(key))
            held_.insert(key);
        else
            open.push_back(key);
    }
    return open;
}

bool SuspectDecisions::is_still() const {
    auto const& certificate = end_.certificate;
    return certificate.verdict == Verdict::whole && certificate.total_changes == 0 &&
           certificate.keys_twice == 0;
}

Task<Status> SuspectDecisions::find_out(Keys open) {
    bool const is_empty_site = end_.certificate.keys == 0;
    if (is_empty_site && end_.certificate.verdict != Verdict::whole)
        co_return Status();
    if (is_empty_site)
        open = may_close_on_empty_site(open);
    auto closed = co_await questions_.ask(open, !is_empty_site);
    if (!closed.has_value())
        co_return closed.error();
    due_ = std::move(*closed);
    if (!is_empty_site && end_.memory.dishonest_walks >= kWalksOfProof)
        fall_back_to_walks(open);
    co_return Status();
}

/// A site that returned no row at all has no row to ask for as a control. A licence that lapsed looks just like it.
std::vector<Key> SuspectDecisions::may_close_on_empty_site(Keys const& open) {
    auto const& fuse = context_.parts.options.fuse;
    bool const held_much = open.size() + held_.size() > fuse.minimum;
    Keys may_close;
    for (auto const& key : open) {
        if (remembered_.is_released(key) || (!held_much && remembered_.has_been_missed_for(fuse.hold, key)))
            may_close.push_back(key);
        else if (held_much)
            held_.insert(key);
    }
    return may_close;
}

/// No filter is honoured, so no question can be asked: absence from three whole walks in a row that saw no movement.
/// Walks under a filter say nothing of what lies outside it.
void SuspectDecisions::fall_back_to_walks(Keys const& open) {
    if (!is_still() || context_.source.is_filtered() || context_.has_contradicted_itself)
        return;
    for (auto const& key : open) {
        auto const* memory = remembered_.find(key);
        if (memory == nullptr || memory->still_misses + 1 < kWalksOfProof ||
            context_.difference.has_seen(key))
            continue;
        Gone gone;
        gone.row_key = key;
        gone.proof = Proof::walks;
        auto const& counts = context_.parts.reader.counts();
        gone.first_request_id = counts.first_request_id;
        gone.request_id = counts.last_request_id;
        gone.is_waived = remembered_.is_released(key);
        due_.push_back(std::move(gone));
    }
}

Task<Status> SuspectDecisions::judge_fuse() {
    auto const waived = static_cast<std::uint64_t>(
        std::count_if(due_.begin(), due_.end(), [](Gone const& gone) { return gone.is_waived; }));
    if (due_.size() == waived)
        co_return Status();
    auto const& source = context_.source;
    auto counts = co_await context_.parts.ledger.fuse_counts(source.account_id, source.site);
    if (!counts.has_value())
        co_return counts.error();
    counts->present -= std::min(counts->present, waived);
    // What is held is due as well, so that a mass disappearance does not close in small steps behind it.
    if (!fuse_trips(context_.parts.options.fuse, *counts, due_.size() - waived + held_.size()))
        co_return Status();
    for (auto const& gone : due_)
        if (!gone.is_waived)
            held_.insert(gone.row_key);
    std::erase_if(due_, [](Gone const& gone) { return !gone.is_waived; });
    co_return Status();
}

void SuspectDecisions::settle(Keys const& missed) {
    auto& certificate = end_.certificate;
    bool const was_still = is_still();
    std::unordered_set<Key, KeyHash> closed;
    for (auto const& gone : due_)
        closed.insert(gone.row_key);
    for (auto const& key : missed) {
        if (closed.contains(key) || context_.difference.has_seen(key))
            continue;
        bool const is_held = held_.contains(key);
        ++(is_held ? certificate.held : certificate.left_open);
        // How long it has been missing counts from a walk that was whole: a page that failed misses what lives.
        if (certificate.verdict == Verdict::whole || is_held || remembered_.find(key) != nullptr)
            end_.suspects.missed.push_back({key, questions_.has_asked(key), is_held, was_still});
    }
    certificate.asked = questions_.asked();
    certificate.closed = due_.size();
    for (auto& gone : due_)
        context_.difference.close(std::move(gone));
    // Of other sources of the site too, where this walk saw them; what it did not see of those is not its to judge.
    for (auto const& suspect : start_.suspects)
        if (!context_.difference.is_missing(suspect.row_key))
            end_.suspects.settled.push_back(suspect.row_key);
    if (certificate.held > 0)
        context_.parts.log->error(
            "event=held {} occurrences={} {}", field("source", context_.source.name()), certificate.held,
            field("remedy", fmt::format("find out why so many are gone; if they are, run: "
                                        "sasyncd release {}",
                                        context_.source.name())));
}

}  // namespace sasyncd
