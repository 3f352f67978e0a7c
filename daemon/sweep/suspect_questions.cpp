#include "sweep/suspect_questions.hpp"

#include "sweep/slices.hpp"

#include <algorithm>

namespace sasyncd {

namespace {

constexpr std::size_t kDescribedAtOnce = 10'000;
constexpr std::uint32_t kDishonestWalks = 3;

}  // namespace

SuspectQuestions::SuspectQuestions(PieceContext& context, RememberedSuspects const& remembered,
                                   WalkStart const& start, WalkEnd& end, std::uint32_t page_size,
                                   std::uint32_t call_limit)
    : context_(context),
      remembered_(remembered),
      start_(start),
      end_(end),
      page_size_(page_size),
      call_limit_(call_limit) {
    for (auto const& [region, count] : end_.certificate.regions)
        if (count.is_apart || !count.is_answered)
            regions_apart_.insert(region);
    // A source of regions saw its rows under that filter alone: nobody compared what "all" shows of them.
    regions_apart_.insert(context.source.regions.begin(), context.source.regions.end());
}

Task<Result<std::vector<Gone>>> SuspectQuestions::ask(std::vector<Key> open, bool with_controls) {
    auto questions = co_await questions_about(std::move(open), with_controls);
    if (!questions.has_value())
        co_return questions.error();
    if (questions->empty())
        co_return std::vector<Gone>();
    co_return co_await put(std::move(*questions), with_controls);
}

Task<Result<std::vector<Question>>> SuspectQuestions::questions_about(std::vector<Key> open,
                                                                      bool with_controls) {
    QuestionList list(start_.walk_id, call_limit_ / 2);
    auto const& source = context_.source;
    for (std::size_t first = 0; first < open.size(); first += kDescribedAtOnce) {
        auto const last = std::min(open.size(), first + kDescribedAtOnce);
        std::vector<Key> some(open.begin() + static_cast<std::ptrdiff_t>(first),
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
    co_return list.take(call_limit_);
}

/// Empty where no answer could be vouched for: the site has no row of its kind, and it has not been missing for long.
std::optional<Suspect> SuspectQuestions::suspect_of(RowOutline const& detail, bool with_controls) const {
    Suspect suspect;
    suspect.row_key = detail.row_key;
    suspect.kind = detail.kind;
    suspect.is_released = remembered_.is_released(detail.row_key);
    if (!with_controls)
        return suspect;
    auto control = context_.control_rows.class_for(likeness_of(detail));
    if (!control)
        return std::nullopt;
    bool const needs_patience = control->closeness == ControlClass::Closeness::none;
    auto const hold = context_.parts.options.fuse.hold;
    if (needs_patience && !suspect.is_released && !remembered_.has_been_missed_for(hold, detail.row_key))
        return std::nullopt;
    suspect.control = std::move(*control);
    return suspect;
}

/// Of this walk where its pages came up to what the site serves now; else what the site ever brought.
std::uint32_t SuspectQuestions::most_rows_of_an_answer() const {
    auto const& certificate = end_.certificate;
    bool const filled_pages = certificate.rows > certificate.page_size_served;
    return std::min(page_size_, filled_pages ? certificate.page_size_served : end_.memory.largest_answer);
}

/// "All", and the slices that it leaves out. Empty where those are not known.
Task<std::vector<Parameters>> SuspectQuestions::all_views() const {
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

Task<Result<std::vector<Gone>>> SuspectQuestions::put(std::vector<Question> questions, bool with_controls) {
    std::vector<Gone> closed;
    CallBudget budget(call_limit_);
    Asking asking(context_, budget, page_size_, most_rows_of_an_answer());
    auto const views = co_await all_views();
    if (views.empty())
        co_return closed;
    auto views_of_controls = views;
    for (auto const& region : regions_apart_)
        views_of_controls.push_back({{"RepoRegionId", region}});
    Controls controls(asking, context_.control_rows, std::move(views_of_controls));
    if (with_controls)
        co_await ask_controls_before(controls, questions);
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
        co_return closed;
    }
    for (auto& verdict : *verdicts) {
        bool const is_vouched = !with_controls || controls.vouch_for(verdict.suspect.control);
        // Whoever saw it after the answers that decided, a control or another question, knows better.
        if (is_vouched && !context_.difference.has_seen(verdict.gone.row_key))
            closed.push_back(std::move(verdict.gone));
    }
    co_return closed;
}

/// Suspects for whom nothing vouches are not asked about.
Task<void> SuspectQuestions::ask_controls_before(Controls& controls, std::vector<Question>& questions) {
    std::set<ControlClass> classes;
    for (auto const& question : questions)
        for (auto const& suspect : question.suspects)
            classes.insert(suspect.control);
    co_await controls.ask_before(std::move(classes));
    learn_honesty(controls);
    for (auto& question : questions)
        std::erase_if(question.suspects, [&](Suspect const& s) { return !controls.vouch_for(s.control); });
    std::erase_if(questions, [](Question const& question) { return question.suspects.empty(); });
}

void SuspectQuestions::learn_honesty(Controls const& controls) {
    auto& walks = end_.memory.dishonest_walks;
    if (controls.vouch_for_any())
        walks = 0;
    else if (controls.are_dishonest() && end_.certificate.verdict == Verdict::whole)
        walks = std::min(walks + 1, kDishonestWalks);
    if (!controls.vouch_for_any())
        end_.certificate.notes +=
            controls.are_dishonest() ? "MaliciousMd5 is not honoured; " : "no control came back; ";
}

}  // namespace sasyncd
