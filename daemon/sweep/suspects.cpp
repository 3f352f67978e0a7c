#include "sweep/suspects.hpp"

#include "sweep/fuse.hpp"
#include "sweep/slices.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sasyncd {

namespace {

constexpr std::uint32_t kWalksOfProof = 3;
constexpr std::size_t kDescribedAtOnce = 10'000;
constexpr std::uint32_t kShareOfPartialWalk = 5;

}  // namespace

Task<Status> SuspectDecisions::decide(std::vector<Key> missed, bool may_ask) {
    auto& certificate = end_.certificate;
    for (auto const& suspect : start_.suspects)
        remembered_.emplace(suspect.row_key, &suspect);
    // A walk that no answer came to missed nothing: suspects are those that it found as such.
    if (certificate.keys == 0 && certificate.verdict != Verdict::whole)
        std::erase_if(missed, [this](Key const& key) { return remembered(key) == nullptr; });
    certificate.suspects = missed.size();
    for (auto const& [region, count] : certificate.regions)
        if (count.is_apart || !count.is_answered)
            regions_apart_.insert(region);
    auto open = without_held(missed);
    Status decided;
    if (may_ask && call_limit() > 0 && !open.empty()) {
        if (certificate.keys > 0)
            decided = co_await ask(std::move(open), true);
        else if (certificate.verdict == Verdict::whole)
            decided = co_await decide_on_empty_site(std::move(open));
    }
    if (decided.has_value())
        decided = co_await judge_fuse();
    if (decided.has_value())
        settle(missed);
    co_return decided;
}

SuspectMemory const* SuspectDecisions::remembered(Key const& key) const {
    auto const found = remembered_.find(key);
    return found == remembered_.end() ? nullptr : found->second;
}

bool SuspectDecisions::is_released(Key const& key) const {
    auto const* memory = remembered(key);
    return memory != nullptr && memory->is_released;
}

bool SuspectDecisions::has_been_missed_for_long(Key const& key) const {
    auto const* memory = remembered(key);
    return memory != nullptr && memory->age >= context_.parts.options.fuse.hold;
}

/// What is held stays held, until it is seen again or an operator releases it.
std::vector<Key> SuspectDecisions::without_held(Keys const& missed) {
    Keys open;
    for (auto const& key : missed) {
        auto const* memory = remembered(key);
        if (memory != nullptr && memory->is_held && !memory->is_released)
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

std::uint32_t SuspectDecisions::call_limit() const {
    auto const limit = context_.parts.options.ask.limit;
    return end_.certificate.verdict == Verdict::whole ? limit : limit / kShareOfPartialWalk;
}

/// Of this walk where its pages came up to what the site serves now; else what the site ever brought.
std::uint32_t SuspectDecisions::most_rows_of_an_answer() const {
    auto const& certificate = end_.certificate;
    bool const filled_pages = certificate.rows > certificate.page_size_served;
    return std::min(page_size_, filled_pages ? certificate.page_size_served : end_.memory.largest_answer);
}

/// A site that returned no row at all has no row to ask for as a control. A licence that lapsed looks just like it.
Task<Status> SuspectDecisions::decide_on_empty_site(Keys open) {
    bool const held_much = open.size() + held_.size() > context_.parts.options.fuse.minimum;
    Keys may_close;
    for (auto const& key : open) {
        if (is_released(key) || (!held_much && has_been_missed_for_long(key)))
            may_close.push_back(key);
        else if (held_much)
            held_.insert(key);
    }
    if (may_close.empty())
        co_return Status();
    co_return co_await ask(std::move(may_close), false);
}

Task<Status> SuspectDecisions::ask(Keys open, bool with_controls) {
    auto questions = co_await questions_about(open, with_controls);
    if (!questions.has_value())
        co_return questions.error();
    auto status = co_await put(std::move(*questions), with_controls);
    if (status.has_value() && end_.memory.dishonest_walks >= kWalksOfProof)
        fall_back_to_walks(open);
    co_return status;
}

Task<Result<std::vector<Question>>> SuspectDecisions::questions_about(Keys open, bool with_controls) {
    auto const limit = call_limit();
    QuestionList list(start_.walk_id, limit / 2);
    auto const& source = context_.source;
    for (std::size_t first = 0; first < open.size(); first += kDescribedAtOnce) {
        auto const last = std::min(open.size(), first + kDescribedAtOnce);
        Keys some(open.begin() + static_cast<std::ptrdiff_t>(first),
                  open.begin() + static_cast<std::ptrdiff_t>(last));
        auto details =
            co_await context_.parts.ledger.describe(source.account_id, source.site, std::move(some));
        if (!details.has_value())
            co_return details.error();
        for (auto const& detail : *details)
            if (auto suspect = suspect_of(detail, with_controls))
                list.add(
                    detail.malicious_md5, std::move(*suspect),
                    regions_apart_.contains(detail.repo_region_id) ? detail.repo_region_id : std::string());
    }
    co_return list.take(limit);
}

/// Empty where no answer could be vouched for: the site has no row of its kind, and it has not been missing for long.
std::optional<Suspect> SuspectDecisions::suspect_of(RowOutline const& detail, bool with_controls) const {
    Suspect suspect;
    suspect.row_key = detail.row_key;
    suspect.kind = detail.kind;
    suspect.is_released = is_released(detail.row_key);
    if (!with_controls)
        return suspect;
    auto const control = context_.control_rows.class_for(detail.kind, detail.status);
    if (!control)
        return std::nullopt;
    bool const needs_patience = control->likeness == ControlClass::Likeness::none;
    if (needs_patience && !suspect.is_released && !has_been_missed_for_long(detail.row_key))
        return std::nullopt;
    suspect.control = *control;
    return suspect;
}

Task<Status> SuspectDecisions::put(std::vector<Question> questions, bool with_controls) {
    if (questions.empty())
        co_return Status();
    CallBudget budget(call_limit());
    Asking asking(context_, budget, page_size_, most_rows_of_an_answer());
    auto const views = co_await all_views();
    if (views.empty())
        co_return Status();
    auto views_of_controls = views;
    for (auto const& region : regions_apart_)
        views_of_controls.push_back({{"RepoRegionId", region}});
    Controls controls(asking, context_.control_rows, std::move(views_of_controls));
    if (with_controls) {
        std::set<ControlClass> classes;
        for (auto const& question : questions)
            for (auto const& suspect : question.suspects)
                classes.insert(suspect.control);
        co_await controls.ask_before(std::move(classes));
        learn_honesty(controls);
        drop_unvouched(questions, controls);
    }
    for (auto const& question : questions)
        for (auto const& suspect : question.suspects)
            asked_.insert(suspect.row_key);
    QuestionRound round(context_, asking, controls, budget, views);
    auto verdicts = co_await round.ask(std::move(questions));
    if (!verdicts.has_value())
        co_return verdicts.error();
    if (with_controls && !verdicts->empty())
        co_await controls.ask_after();
    end_.certificate.control_request_id = controls.request_id();
    if (context_.has_contradicted_itself) {
        end_.certificate.notes +=
            "the site left out rows that it brought when asked again, so nothing closed; ";
        co_return Status();
    }
    for (auto& verdict : *verdicts) {
        bool const is_vouched = !with_controls || controls.vouch_for(verdict.suspect.control);
        // Whoever saw it after the answers that decided, a control or another question, knows better.
        if (is_vouched && !context_.difference.has_seen(verdict.gone.row_key))
            due_.push_back(std::move(verdict.gone));
    }
    co_return Status();
}

/// "All", and the slices that it leaves out. Empty where those are not known.
Task<std::vector<Parameters>> SuspectDecisions::all_views() const {
    std::vector<Parameters> views;
    auto known = end_.memory;
    // Questions reach beyond a filter, within which alone the walk compared: a row may have left it for such a slice.
    Parameters none;
    if (context_.source.is_filtered() &&
        !co_await compare_slices(context_.parts.reader, std::move(none), known))
        co_return views;
    views.emplace_back();
    for (auto& slice : slices_of(known))
        views.push_back(std::move(slice));
    co_return views;
}

void SuspectDecisions::drop_unvouched(std::vector<Question>& questions, Controls const& controls) const {
    for (auto& question : questions)
        std::erase_if(question.suspects, [&](Suspect const& s) { return !controls.vouch_for(s.control); });
    std::erase_if(questions, [](Question const& question) { return question.suspects.empty(); });
}

void SuspectDecisions::learn_honesty(Controls const& controls) {
    auto& walks = end_.memory.dishonest_walks;
    if (controls.vouch_for_any())
        walks = 0;
    else if (controls.are_dishonest() && end_.certificate.verdict == Verdict::whole)
        walks = std::min(walks + 1, kWalksOfProof);
    if (!controls.vouch_for_any())
        end_.certificate.notes +=
            controls.are_dishonest() ? "MaliciousMd5 is not honoured; " : "no control came back; ";
}

/// No filter is honoured, so no question can be asked: absence from three whole walks in a row that saw no movement.
/// Walks under a filter say nothing of what lies outside it.
void SuspectDecisions::fall_back_to_walks(Keys const& open) {
    if (!is_still() || context_.source.is_filtered() || context_.has_contradicted_itself)
        return;
    for (auto const& key : open) {
        auto const* memory = remembered(key);
        if (memory == nullptr || memory->still_misses + 1 < kWalksOfProof ||
            context_.difference.has_seen(key))
            continue;
        Gone gone;
        gone.row_key = key;
        gone.proof = Proof::walks;
        auto const& counts = context_.parts.reader.counts();
        gone.first_request_id = counts.first_request_id;
        gone.request_id = counts.last_request_id;
        gone.is_waived = is_released(key);
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
        if (certificate.verdict == Verdict::whole || is_held || remembered(key) != nullptr)
            end_.suspects.missed.push_back({key, asked_.contains(key), is_held, was_still});
    }
    certificate.asked = asked_.size();
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
