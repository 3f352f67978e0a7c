#include "sweep/question_round.hpp"

#include "base/gather.hpp"

#include <algorithm>

namespace sasyncd {

namespace {

/// Of one MD5, in one sweep; more of them are left open until the next.
constexpr std::size_t kNarrowedSuspects = 500;

}  // namespace

Task<Result<std::vector<QuestionRound::Verdict>>> QuestionRound::ask(std::vector<Question> questions) {
    auto executor = co_await boost::asio::this_coro::executor;
    auto const most_in_flight = context_.parts.options.quota.in_flight;
    auto const count = questions.size();
    context_.parts.observer.questions_began(context_.source, count);
    Inquiries open;
    Gather<Inquiries> first(executor);
    for (std::size_t next = 0; next < count || first.pending() > 0;) {
        while (next < count && first.pending() < most_in_flight)
            first.start(put(std::move(questions[next++])));
        auto inquiries = co_await first.next();
        context_.parts.observer.question_answered(context_.source, inquiries.empty() ? "found" : "absent",
                                                  ++answered_, count);
        std::move(inquiries.begin(), inquiries.end(), std::back_inserter(open));
    }
    Verdicts verdicts;
    Gather<Verdicts> second(executor);
    for (std::size_t next = 0; next < open.size() || second.pending() > 0;) {
        while (next < open.size() && second.pending() < most_in_flight)
            second.start(put_again(std::move(open[next++])));
        auto some = co_await second.next();
        std::move(some.begin(), some.end(), std::back_inserter(verdicts));
    }
    if (!database_.has_value())
        co_return database_.error();
    co_return verdicts;
}

/// First asking. What it returns are the filters under which some suspect was not found alive.
Task<QuestionRound::Inquiries> QuestionRound::put(Question question) {
    Inquiries inquiries;
    auto inquiry = inquiry_into(question, {});
    for (auto const& suspect : question.suspects)
        inquiry.open.push_back({suspect, Fate::undecided});
    co_await read_first(inquiry);
    if (inquiry.first.all.worth != Answer::Worth::too_long) {
        if (keep_open(inquiry))
            inquiries.push_back(std::move(inquiry));
        co_return inquiries;
    }
    budget_.give_back(inquiry.first.calls());
    std::erase_if(question.suspects,
                  [&](Suspect const& s) { return context_.difference.has_seen(s.row_key); });
    inquiries = co_await put_narrowed(std::move(question));
    co_return inquiries;
}

/// The answer was longer than a page: each suspect is asked for by a filter of its own that is known to work, or, where
/// none makes the answer short enough, by reading all pages under the narrowest.
Task<QuestionRound::Inquiries> QuestionRound::put_narrowed(Question question) {
    std::vector<Key> keys;
    for (auto const& suspect : question.suspects)
        if (keys.size() < kNarrowedSuspects)
            keys.push_back(suspect.row_key);
    auto details =
        co_await context_.parts.ledger.describe(context_.source.account_id, context_.source.site, keys);
    if (!details.has_value()) {
        database_ = details.error();
        co_return Inquiries();
    }
    std::map<Key, Suspect> suspects;
    for (auto const& suspect : question.suspects)
        suspects.emplace(suspect.row_key, suspect);
    std::map<Parameters, Inquiry> tried;
    for (auto const& detail : *details) {
        auto const& suspect = suspects.at(detail.row_key);
        auto const chosen = co_await choose_narrowing(question, detail, suspect.kind, tried);
        auto const [known, is_new] = tried.try_emplace(chosen);
        if (is_new)
            known->second = inquiry_into(question, chosen);
        known->second.open.push_back({suspect, Fate::undecided});
    }
    Inquiries inquiries;
    for (auto& [filter, inquiry] : tried) {
        if (inquiry.first.all.worth != Answer::Worth::snapshot && !inquiry.open.empty()) {
            budget_.give_back(inquiry.first.calls());
            inquiry.reads_all_pages = true;
            co_await read_first(inquiry);
        } else {
            co_await look_within(inquiry, inquiry.first, Round::first);
        }
        if (keep_open(inquiry))
            inquiries.push_back(std::move(inquiry));
    }
    co_return inquiries;
}

/// The first narrowing of the suspect whose answer is a snapshot; else the last that works, else none.
Task<Parameters> QuestionRound::choose_narrowing(Question const& question, RowOutline detail, Kind kind,
                                                 std::map<Parameters, Inquiry>& tried) {
    Parameters narrowest;
    auto const narrowings = narrowings_of(detail);
    for (auto const& narrowing : narrowings) {
        if (!co_await controls_.narrowing_works(narrowing.parameter, kind))
            continue;
        Parameters filter;
        filter[narrowing.parameter] = narrowing.value;
        auto const [known, is_new] = tried.try_emplace(filter);
        auto& inquiry = known->second;
        if (is_new) {
            inquiry = inquiry_into(question, filter);
            inquiry.first.all = co_await look(inquiry.views, inquiry, Round::first, false);
        }
        if (inquiry.first.all.worth == Answer::Worth::snapshot)
            co_return filter;
        if (inquiry.first.all.worth == Answer::Worth::too_long)
            narrowest = std::move(filter);
    }
    co_return narrowest;
}

Task<QuestionRound::Verdicts> QuestionRound::put_again(Inquiry inquiry) {
    Verdicts verdicts;
    auto second = co_await read(inquiry, Round::second);
    for (auto const& [suspect, fate] : inquiry.open) {
        if (fate == Fate::absent && second.all.has(suspect.row_key))
            asking_.note_contradiction();
        if (!agree(inquiry.first, second, fate, fate_of(suspect, second)))
            continue;
        Verdict verdict;
        verdict.suspect = suspect;
        verdict.gone.row_key = suspect.row_key;
        verdict.gone.reason = fate == Fate::outside ? GoneReason::out_of_scope : GoneReason::absent;
        verdict.gone.proof = inquiry.reads_all_pages ? Proof::walks : Proof::asked;
        verdict.gone.first_request_id = inquiry.first.request_id(fate);
        verdict.gone.request_id = second.request_id(fate);
        verdict.gone.is_waived = suspect.is_released;
        verdicts.push_back(std::move(verdict));
    }
    co_return verdicts;
}

QuestionRound::Inquiry QuestionRound::inquiry_into(Question const& question, Parameters narrowing) const {
    Inquiry inquiry;
    inquiry.spellings = context_.spellings.of(question.malicious_md5);
    inquiry.narrowing = std::move(narrowing);
    inquiry.views = views_;
    for (auto const& region : question.regions)
        inquiry.views.push_back({{"RepoRegionId", region}});
    return inquiry;
}

Task<void> QuestionRound::read_first(Inquiry& inquiry) {
    inquiry.first = co_await read(inquiry, Round::first);
}

Task<Testimony> QuestionRound::read(Inquiry const& inquiry, Round round) {
    Testimony testimony;
    testimony.all = co_await look(inquiry.views, inquiry, round, false);
    co_await look_within(inquiry, testimony, round);
    co_return testimony;
}

/// Of a filtered source: which of the suspects that live are within it?
Task<void> QuestionRound::look_within(Inquiry const& inquiry, Testimony& testimony, Round round) {
    if (!context_.source.is_filtered() || !is_complete(testimony.all))
        co_return;
    bool const some_live = std::any_of(inquiry.open.begin(), inquiry.open.end(), [&](Open const& open) {
        return testimony.all.has(open.suspect.row_key);
    });
    if (!some_live)
        co_return;
    std::vector<Parameters> within;
    for (auto const& piece : context_.source.pieces())
        for (auto view : inquiry.views) {
            auto filter = piece;
            filter.merge(view);
            if (std::find(within.begin(), within.end(), filter) == within.end())
                within.push_back(std::move(filter));
        }
    testimony.within = co_await look(std::move(within), inquiry, round, true);
}

/// Asks under each of the filters, in each of the spellings; what one leaves out, another may hold.
Task<Answer> QuestionRound::look(std::vector<Parameters> filters, Inquiry const& inquiry, Round round,
                                 bool is_within_source) {
    std::vector<std::pair<Parameters, std::string>> questions;
    for (auto& filter : filters) {
        auto narrowing = inquiry.narrowing;
        filter.merge(narrowing);
        for (auto const& spelling : inquiry.spellings)
            questions.emplace_back(filter, spelling);
    }
    Answer sum;
    for (auto const& [filter, malicious_md5] : questions) {
        Answer answer;
        if (inquiry.reads_all_pages)
            answer = co_await asking_.ask_all_pages(filter, malicious_md5, round, is_within_source);
        else
            answer = co_await asking_.ask(filter, malicious_md5, round, is_within_source);
        sum.calls += answer.calls;
        sum.worth = answer.worth;
        sum.total_count += answer.total_count;
        // Of the first filter: the one that would have shown any of the suspects.
        if (sum.request_id.empty())
            sum.request_id = std::move(answer.request_id);
        sum.why = std::move(answer.why);
        sum.add(std::move(answer.rows));
        if (!is_complete(sum))
            break;
    }
    co_return sum;
}

Fate QuestionRound::fate_of(Suspect const& suspect, Testimony const& testimony) const {
    return context_.difference.has_seen(suspect.row_key) ? Fate::alive : testimony.fate_of(suspect.row_key);
}

/// Notes the fates; false, and the calls of the second round given back, where the first one left nothing to ask.
bool QuestionRound::keep_open(Inquiry& inquiry) const {
    for (auto& open : inquiry.open)
        open.fate = fate_of(open.suspect, inquiry.first);
    std::erase_if(inquiry.open,
                  [](Open const& open) { return open.fate != Fate::absent && open.fate != Fate::outside; });
    if (inquiry.open.empty())
        budget_.give_back(inquiry.first.calls());
    else if (!inquiry.reads_all_pages)
        inquiry.first.all.rows.clear();
    return !inquiry.open.empty();
}

}  // namespace sasyncd
