#include "store/checks.hpp"

#include "store/arrays.hpp"
#include "store/stored_rows.hpp"
#include "store_sql.hpp"

#include <fmt/format.h>

#include <tuple>
#include <unordered_map>

namespace sasyncd {

namespace {

constexpr std::int64_t kTwoDays = 2;
constexpr std::int64_t kCentury = 36'525;  // days

/// Counts the differences of rows, and keeps the first of them.
class Shown {
public:
    Shown(CheckOutcome& outcome, std::size_t limit) : outcome_(outcome), limit_(limit) {}

    void add(StoredRow const& row, char const* field, std::string stored, std::string expected) {
        ++outcome_.differences;
        if (outcome_.shown.size() < limit_)
            outcome_.shown.push_back({"occurrence", row.finding_key, "", "", row.site + "/" + row.row_key,
                                      field, std::move(stored), std::move(expected)});
    }

private:
    CheckOutcome& outcome_;
    std::size_t limit_;
};

/// As the column holds it: PostgreSQL knows no unsigned numbers.
std::string stored_form(std::uint64_t fingerprint) {
    return std::to_string(static_cast<std::int64_t>(fingerprint));
}

CheckOutcome check_rows(Transaction& transaction, std::string const& account_id, std::size_t limit) {
    CheckOutcome outcome;
    outcome.name = "keys and fingerprints against the columns";
    Shown found(outcome, limit);
    find_wrong_rows(transaction, account_id, [&](StoredRow const& row) {
        if (!row.fingerprint_holds)
            found.add(row, "fingerprint", stored_form(row.fingerprint),
                      stored_form(row.expected_fingerprint));
        if (!row.has_image)
            return found.add(row, "image_uuid", "", "something that tells the image");
        if (row.row_key != row.expected_row_key)
            found.add(row, "row_key", row.row_key, row.expected_row_key);
        if (row.finding_key != row.expected_finding_key)
            found.add(row, "finding_key", row.finding_key, row.expected_finding_key);
        if (row.derived_key != row.expected_derived_key)
            found.add(row, "derived_key", row.derived_key, row.expected_derived_key);
    });
    return outcome;
}

Discrepancy difference_of(pqxx::row const& row) {
    return {text(row, 0), text(row, 1), "", "", text(row, 2), text(row, 3), text(row, 4), text(row, 5)};
}

/// The statement's rows are differences: the first are fetched, the others counted on the server.
CheckOutcome check_by(Transaction& transaction, std::string_view name, std::string const& statement,
                      Params const& params, std::size_t limit) {
    CheckOutcome outcome;
    outcome.name = name;
    transaction.exec("DECLARE differences NO SCROLL CURSOR FOR " + statement, params);
    for (auto const& row : transaction.exec(fmt::format("FETCH {} FROM differences", limit)))
        outcome.shown.push_back(difference_of(row));
    auto const others = transaction.exec("MOVE FORWARD ALL IN differences").affected_rows();
    outcome.differences = outcome.shown.size() + static_cast<std::uint64_t>(others);
    transaction.exec("CLOSE differences");
    return outcome;
}

std::string after(char const* name, std::string_view what, std::string_view statement) {
    return fmt::format("WITH {} AS (\n{})\n{}", name, what, statement);
}

/// Image and MD5 of the findings that are shown.
void add_names(Transaction& transaction, std::string const& account_id, std::vector<CheckOutcome>& checks) {
    ArrayText keys;
    for (auto const& check : checks)
        for (auto const& difference : check.shown)
            if (auto const key = Key::from_uuid(difference.finding_key))
                keys.add(*key);
    std::unordered_map<std::string, std::pair<std::string, std::string>> names;
    for (auto const& row : transaction.exec(sql::verify_names, Params().add(account_id).add(keys.take())))
        names[text(row, 0)] = {text(row, 1), text(row, 2)};
    for (auto& check : checks)
        for (auto& difference : check.shown)
            if (auto const found = names.find(difference.finding_key); found != names.end())
                std::tie(difference.image, difference.malicious_md5) = found->second;
}

}  // namespace

Verification check_account(Transaction& transaction, std::string const& account_id, RescanDepth depth,
                           std::size_t limit) {
    Params const account = Params().add(account_id);
    Verification result;
    auto const counts = transaction.exec(sql::verify_counts, account);
    auto const count = [&](int column) { return static_cast<std::uint64_t>(number(counts[0], column)); };
    result.occurrences = count(0);
    result.findings = count(1);
    result.episodes = count(2);
    result.events = count(3);
    result.walks = count(4);

    auto& checks = result.checks;
    auto const run = [&](std::string_view name, std::string const& statement, Params const& params) {
        checks.push_back(check_by(transaction, name, statement, params, limit));
    };
    checks.push_back(check_rows(transaction, account_id, limit));
    run("occurrences against their two halves", std::string(sql::verify_halves), account);
    run("findings against occurrences", after("expected", sql::expected_findings, sql::verify_findings),
        account);
    run("findings against the occurrence that they are named after", std::string(sql::verify_places),
        account);
    run("findings against episodes", std::string(sql::verify_episodes), account);
    run("the order of events", std::string(sql::verify_turns), account);
    run("episodes against events", after("replayed", sql::replayed_episodes, sql::verify_transitions),
        account);
    auto with_depth = account;
    with_depth.add(std::int64_t{depth == RescanDepth::all ? kCentury : kTwoDays});
    run("values against events", std::string(sql::verify_values), with_depth);
    run("days against events and findings", std::string(sql::verify_daily), account);
    run("counts of what is open against findings and episodes", std::string(sql::verify_summaries), account);
    run("closings against certificates", std::string(sql::verify_closings), account);
    add_names(transaction, account_id, checks);
    return result;
}

}  // namespace sasyncd
