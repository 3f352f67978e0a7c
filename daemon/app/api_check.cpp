#include "app/api_check.hpp"

#include "app/exit_code.hpp"
#include "app/report.hpp"
#include "app/sweeper.hpp"
#include "app/verify_report.hpp"
#include "base/text.hpp"
#include "store/verifier.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

/// Held ones are no part of a publish: they stay as they are.
int print_held(std::vector<SourceResult> const& results) {
    int status = exit_code::kDone;
    for (auto const& result : results) {
        if (result.certificate.held == 0)
            continue;
        fmt::print("{}: {} occurrences are held open, and the API does not show them\n", result.source,
                   result.certificate.held);
        status = exit_code::kData;
    }
    return status;
}

/// What was not read or decided proves nothing.
int print_gaps(std::vector<SourceResult> const& results) {
    int status = exit_code::kDone;
    for (auto const& result : results) {
        auto const& certificate = result.certificate;
        if (result.is_not_entitled || (certificate.verdict == Verdict::whole && certificate.left_open == 0))
            continue;
        fmt::print("{}: {} after {} rows, {} suspects left open: {}\n", result.source,
                   to_string(certificate.verdict), certificate.rows, certificate.left_open,
                   certificate.reason.empty() ? "they could not be decided about"
                                              : printable(certificate.reason, 1000));
        status = exit_code::kTryAgain;
    }
    return status;
}

}  // namespace

ApiCheck::ApiCheck(Wiring& wiring, SweepResults const& results) : wiring_(wiring), results_(results) {
    wiring_.ledger.tell_foreseen(
        [this](std::string const& account_id, Site site, Part const& part) { note(account_id, site, part); });
}

Task<int> ApiCheck::run() {
    Sweeper::WhenLedElsewhere nobody = [](std::string, std::string) -> Task<Sweeper::Elsewhere> {
        Sweeper::Elsewhere nothing;
        co_return nothing;
    };
    Sweeper sweeper(wiring_, Sweeper::Kind::dry_run, std::move(nobody));
    auto const outcome = co_await sweeper.sweep(true);
    int status = outcome.status;
    std::uint64_t differences = 0;
    for (auto& [account_id, found] : by_account_) {
        differences += found.differences;
        auto copy = found;
        co_await print(account_id, std::move(copy));
    }
    status = exit_code::graver(status, differences > 0 ? exit_code::kData : exit_code::kDone);
    status = exit_code::graver(status, print_held(results_.all()));
    status = exit_code::graver(status, print_gaps(results_.all()));
    std::uint64_t rows = 0;
    for (auto const& result : results_.all())
        rows += result.certificate.rows;
    fmt::print("API: read {} rows of {} sources: {}\n", rows, results_.all().size(),
               differences == 0 ? "no difference" : fmt::format("{} differences", differences));
    co_return status;
}

void ApiCheck::note(std::string const& account_id, Site site, Key const& row, char const* stored,
                    char const* expected) {
    auto& found = by_account_[account_id];
    found.name = "tables against the API";
    ++found.differences;
    if (found.shown.size() < kShownDifferences)
        found.shown.push_back({"occurrence", "", "", "", fmt::format("{}/{}", to_string(site), row.to_uuid()),
                               "what the API shows", stored, expected});
}

void ApiCheck::note(std::string const& account_id, Site site, Part const& part) {
    for (auto const& record : part.fresh) {
        note(account_id, site, record.row_key, "not on record", "present");
        auto& shown = by_account_[account_id].shown;
        auto const row = record.row.peek();
        if (by_account_[account_id].differences != shown.size())
            continue;
        shown.back().image = row[Text::image_uuid].empty() ? record.image_key.text : row[Text::image_uuid];
        shown.back().malicious_md5 = row[Text::malicious_md5];
    }
    for (auto const& record : part.changed)
        note(account_id, site, record.row_key, "on record otherwise", "as the API has it now");
    for (auto const& moved : part.times_moved)
        note(account_id, site, moved.row_key, "on record with other scan times", "as the API has it now");
    for (auto const& regressed : part.regressed)
        note(account_id, site, regressed.row_key, "on record with a later scan", "an earlier one");
    for (auto const& key : part.adopted)
        note(account_id, site, key, "on record for another source", "this source");
    for (auto const& gone : part.gone)
        note(account_id, site, gone.row_key, "present", "gone");
}

Task<void> ApiCheck::print(std::string account_id, CheckOutcome outcome) {
    Verifier verifier(wiring_.writer, wiring_.clock, wiring_.observer, wiring_.settings.database);
    auto shown = outcome.shown;
    auto named = co_await verifier.add_names(account_id, std::move(shown));
    if (named.has_value())
        for (std::size_t i = 0; i < outcome.shown.size(); ++i)
            if (outcome.shown[i].image.empty())
                outcome.shown[i] = std::move((*named)[i]);
    print_differences(account_id, outcome);
}

}  // namespace sasyncd
