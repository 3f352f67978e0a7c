#include "unit/sweep/walk_checks.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace sasyncd {

namespace {

using What = MemoryLedger::Entry::What;

std::string describe(Row const& row) {
    auto const time = [](std::optional<SystemTime> const& at) {
        return at ? std::to_string(
                        std::chrono::duration_cast<std::chrono::seconds>(*at - scan_time(0)).count())
                  : "-";
    };
    return fmt::format("[scan {} verify {} id {} status {} {} {} fingerprint {:016x}]", time(row.latest_scan),
                       time(row.latest_verify), row.event_id.value_or(0), row.status.value_or(-1),
                       row[Text::level], row[Text::pod], fingerprint(row));
}

/// The fold of rows that share a key: latest scan, latest verify, greatest fingerprint.
auto rank(Row const& row) {
    return std::tuple(row.latest_scan, row.latest_verify, fingerprint(row));
}

std::string rows_of(WalkBench const& bench, Key const& key) {
    std::string all;
    for (auto const& row : bench.site.rows())
        if (key_of(row, bench.site.site()) == key)
            all += describe(row) + " ";
    return all;
}

}  // namespace

WalkChecks::WalkChecks(WalkBench const& bench)
    : bench_(bench),
      moment_(bench.site.moment()),
      calls_(bench.site.calls().size()),
      record_(bench.ledger.record().size()),
      irregularities_(bench.ledger.irregularities().size()),
      present_(bench.ledger.present().size()) {}

Violations WalkChecks::after(Result<Certificate> const& certificate) const {
    Violations violations;
    auto const& record = bench_.ledger.record();
    for (auto i = record_; i < record.size(); ++i)
        if (record[i].what == What::gone)
            check_gone(record[i], violations);
    check_record(violations);
    check_fuse(violations);
    auto const& irregularities = bench_.ledger.irregularities();
    violations.insert(violations.end(), irregularities.begin() + static_cast<std::ptrdiff_t>(irregularities_),
                      irregularities.end());
    if (certificate.has_value())
        check_certificate(*certificate, violations);
    return violations;
}

std::size_t WalkChecks::living_rows_skipped() const {
    std::set<Key> shown;
    auto const& calls = bench_.site.calls();
    for (auto i = calls_; i < calls.size(); ++i)
        if (!calls[i].query.filter.contains("MaliciousMd5"))
            shown.insert(calls[i].keys.begin(), calls[i].keys.end());
    std::size_t skipped = 0;
    for (auto const& [key, occurrence] : bench_.ledger.occurrences(bench_.site.site())) {
        auto const since = bench_.site.lives_in_scope_since(key);
        skipped += since && *since <= moment_ && !shown.contains(key) ? 1U : 0U;
    }
    return skipped;
}

void WalkChecks::check_gone(MemoryLedger::Entry const& entry, Violations& violations) const {
    check_life(entry, violations);
    if (entry.gone.proof == Proof::asked)
        check_asked(entry, violations);
}

/// A row that lived throughout the walk must not end.
void WalkChecks::check_life(MemoryLedger::Entry const& entry, Violations& violations) const {
    auto const& site = bench_.site;
    bool const is_out_of_scope = entry.gone.reason == GoneReason::out_of_scope;
    auto const since =
        is_out_of_scope ? site.lives_in_scope_since(entry.row_key) : site.lives_since(entry.row_key);
    if (since && *since <= moment_)
        violations.push_back(fmt::format(
            "row {} of {} lived throughout the walk and was closed as {} by {}, {}", entry.row_key.to_uuid(),
            entry.malicious_md5, is_out_of_scope ? "out_of_scope" : "absent",
            entry.gone.proof == Proof::asked ? "questions" : "walks",
            entry.gone.first_request_id + " " + entry.gone.request_id));
}

/// Two answers of this walk, for the row's MD5, that lacked the row and would have shown it.
void WalkChecks::check_asked(MemoryLedger::Entry const& entry, Violations& violations) const {
    auto const* first = bench_.site.find_call(entry.gone.first_request_id);
    auto const* second = bench_.site.find_call(entry.gone.request_id);
    check_answer(entry, first, "first", violations);
    check_answer(entry, second, "second", violations);
    if (first == nullptr || second == nullptr)
        return;
    if (first->moment >= second->moment)
        violations.push_back(
            fmt::format("row {}: the second answer is not after the first", entry.row_key.to_uuid()));
    check_shown_again(entry, *second, violations);
}

/// Page 1, asked again after page 2 came empty: then it was all, though a row may have come since.
bool WalkChecks::was_all_at_page_2(Call const& call) const {
    auto const& calls = bench_.site.calls();
    return std::any_of(calls.begin(), calls.end(), [&](Call const& other) {
        return other.query.page == 2 && other.query.filter == call.query.filter && other.page &&
               other.page->elements() == 0 && other.moment > moment_ && other.moment < call.moment;
    });
}

void WalkChecks::check_answer(MemoryLedger::Entry const& entry, Call const* call, char const* which,
                              Violations& violations) const {
    auto const complain = [&](std::string what) {
        violations.push_back(fmt::format("row {}: the {} answer {}", entry.row_key.to_uuid(), which, what));
    };
    if (call == nullptr)
        return complain("is none of the site's");
    if (call->moment <= moment_)
        complain("is of an earlier walk");
    if (!call->page)
        return complain("is an error");
    if (lower_case(call->asked_for("MaliciousMd5")) != lower_case(entry.malicious_md5))
        complain("is about another MD5");
    // Of a row outside the source only its absence within the source is told, by the answer that is kept.
    if (call->keys.contains(entry.row_key))
        complain("holds the row");
    if (!call->page->quarantined.empty())
        complain("holds a row that cannot be read");
    if (call->matching != call->page->elements() && !was_all_at_page_2(*call))
        complain("is not all that there was");
    auto const& row = bench_.ledger.occurrences(bench_.site.site()).at(entry.row_key).row;
    // What was never within the source, since its filter was not honoured then, is out of scope without being shown.
    if (entry.gone.reason == GoneReason::absent && !site_shows(row, call->query.filter, {}))
        complain("could not have shown the row");
}

/// Whoever saw the row after the answers that decided knows better. What a question about a filtered source shows
/// beyond it is not the source's.
void WalkChecks::check_shown_again(MemoryLedger::Entry const& entry, Call const& second,
                                   Violations& violations) const {
    if (bench_.source.is_filtered())
        return;
    for (auto i = calls_; i < bench_.site.calls().size(); ++i) {
        auto const& call = bench_.site.calls()[i];
        if (call.moment > second.moment && call.page && call.keys.contains(entry.row_key))
            violations.push_back(fmt::format("row {}: closed although {} showed it after the second answer",
                                             entry.row_key.to_uuid(), call.request_id));
    }
}

void WalkChecks::check_certificate(Certificate const& certificate, Violations& violations) const {
    auto const expect = [&](bool is_so, std::string what) {
        if (!is_so)
            violations.push_back("certificate: " + what);
    };
    std::uint64_t gone = 0;
    for (auto i = record_; i < bench_.ledger.record().size(); ++i)
        gone += bench_.ledger.record()[i].what == What::gone ? 1U : 0U;
    auto const calls = bench_.site.calls().size() - calls_;
    expect(certificate.requests == calls,
           fmt::format("{} requests, and {} calls", certificate.requests, calls));
    expect(certificate.closed == gone, fmt::format("{} closed, and {} are gone", certificate.closed, gone));
    expect((certificate.verdict == Verdict::whole) == certificate.reason.empty(),
           fmt::format("{} with the reason '{}'", to_string(certificate.verdict), certificate.reason));
    expect(certificate.keys <= certificate.rows, "more keys than rows");
    expect(certificate.retries < calls + 1, "more retries than calls");
    auto const decided = certificate.closed + certificate.left_open + certificate.held;
    expect(decided <= certificate.suspects,
           fmt::format("{} suspects, of which {} closed, {} left open, {} held", certificate.suspects,
                       certificate.closed, certificate.left_open, certificate.held));
    auto const& suspects = bench_.ledger.suspects(bench_.site.site());
    std::size_t held = 0;
    for (auto const& [key, suspect] : suspects)
        held += suspect.held_by ? 1U : 0U;
    auto const undecided = certificate.left_open + certificate.held;
    // A partial walk counts what it missed, and writes down only what was a suspect before.
    expect(
        certificate.verdict == Verdict::whole ? suspects.size() == undecided : suspects.size() <= undecided,
        fmt::format("{} suspects are remembered, {} were left open and {} held", suspects.size(),
                    certificate.left_open, certificate.held));
    expect(held == certificate.held,
           fmt::format("{} are held on record, {} by the certificate", held, certificate.held));
}

/// Openings and endings of a row take turns, over the whole record.
void WalkChecks::check_record(Violations& violations) const {
    std::map<Key, bool> is_open;
    for (auto const& entry : bench_.ledger.record()) {
        bool const opens = entry.what == What::opened || entry.what == What::reopened;
        if (!opens && entry.what != What::gone)
            continue;
        auto const [known, is_new] = is_open.try_emplace(entry.row_key, false);
        if (known->second == opens || (entry.what == What::opened) != (is_new && opens))
            violations.push_back(fmt::format("row {} opened or closed twice", entry.row_key.to_uuid()));
        known->second = opens;
    }
}

/// What went within a day, released keys left out, never exceeds both limits.
void WalkChecks::check_fuse(Violations& violations) const {
    auto const& options = bench_.options.fuse;
    std::uint64_t gone = 0, there = 0, gone_now = 0;
    for (auto const& [key, occurrence] : bench_.ledger.occurrences(bench_.site.site())) {
        bool const is_lately = occurrence.gone && !occurrence.gone->is_waived &&
                               bench_.clock.steady_now() - occurrence.gone_at < std::chrono::hours(24);
        gone += is_lately ? 1U : 0U;
        there += is_lately || !occurrence.gone ? 1U : 0U;
    }
    for (auto i = record_; i < bench_.ledger.record().size(); ++i)
        gone_now += bench_.ledger.record()[i].what == What::gone && !bench_.ledger.record()[i].gone.is_waived
                        ? 1U
                        : 0U;
    if (gone_now > 0 && gone > options.minimum &&
        static_cast<double>(gone) > options.fraction * static_cast<double>(there))
        violations.push_back(fmt::format("{} of {} went in a day, past the fuse", gone, there));
}

Violations against_truth(WalkBench const& bench) {
    std::map<Key, Row const*> truth;
    for (auto const& row : bench.site.rows()) {
        if (!site_shows(row, bench.site.scope, {}))
            continue;
        auto& best = truth[key_of(row, bench.site.site())];
        if (best == nullptr || rank(*best) < rank(row))
            best = &row;
    }
    Violations violations;
    auto const& occurrences = bench.ledger.occurrences(bench.site.site());
    for (auto const& [key, row] : truth) {
        auto const found = occurrences.find(key);
        if (found == occurrences.end() || found->second.gone)
            violations.push_back(fmt::format("row {} is not on record as present", key.to_uuid()));
        else if (found->second.fingerprint != fingerprint(*row))
            violations.push_back(fmt::format("row {} is on record as {}, and on the site as {}",
                                             key.to_uuid(), describe(found->second.row),
                                             rows_of(bench, key)));
        else if (found->second.row.latest_scan < row->latest_scan)
            violations.push_back(fmt::format("row {} is on record with an older scan", key.to_uuid()));
    }
    for (auto const& [key, occurrence] : occurrences)
        if (!occurrence.gone && !truth.contains(key))
            violations.push_back(
                fmt::format("row {} is present on record, and not on the site", key.to_uuid()));
    return violations;
}

}  // namespace sasyncd
