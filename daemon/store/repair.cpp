#include "store/repair.hpp"

#include "store/arrays.hpp"
#include "store/lease_check.hpp"
#include "store/stored_rows.hpp"
#include "store/summaries.hpp"
#include "store_sql.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

constexpr std::size_t kRowsAtOnce = 10'000;

/// Fingerprints and finding keys on their way into the table. A row key is what a row is known by, and stays.
class RowRepair {
public:
    RowRepair(Transaction& transaction, std::string const& account_id)
        : transaction_(transaction), account_id_(account_id) {}

    void add(StoredRow const& row) {
        if (!row.has_image || (row.fingerprint_holds && row.finding_key == row.expected_finding_key))
            return;
        rows_.push_back({row.site, row.row_key, row.expected_finding_key,
                         static_cast<std::int64_t>(row.expected_fingerprint)});
    }

    [[nodiscard]] std::uint64_t write() {
        for (std::size_t first = 0; first < rows_.size(); first += kRowsAtOnce)
            write(first, std::min(first + kRowsAtOnce, rows_.size()));
        return rows_.size();
    }

private:
    struct Entry {
        std::string site;
        std::string row_key;
        std::string finding_key;
        std::int64_t fingerprint;
    };

    void write(std::size_t first, std::size_t last) {
        ArrayText sites, keys, fingerprints, findings;
        for (auto i = first; i < last; ++i) {
            sites.add_text(rows_[i].site);
            keys.add_text(rows_[i].row_key);
            fingerprints.add(rows_[i].fingerprint);
            findings.add_text(rows_[i].finding_key);
        }
        Params params;
        params.add(account_id_).add(sites.take()).add(keys.take()).add(fingerprints.take());
        transaction_.exec(sql::repair_rows, params.add(findings.take()));
    }

    Transaction& transaction_;
    std::string const& account_id_;
    std::vector<Entry> rows_;
};

std::string in_words(Repaired const& done) {
    return fmt::format("repaired {} occurrences, {} episodes, {} findings, {} days, {} counts",
                       done.occurrences, done.episodes, done.findings, done.days, done.counts);
}

void record(Transaction& transaction, std::string const& account_id, std::string const& asked_by,
            std::string const& result) {
    Params params;
    params.add(account_id).add(std::optional<std::int64_t>()).add("repair").add(asked_by);
    params.add_text("").add(result);
    transaction.exec(sql::action_add_done, params);
}

}  // namespace

Result<Repaired> repair_account(Transaction& transaction, Leadership const& leader,
                                std::string const& asked_by) {
    if (auto const status = check_lease(transaction, leader); !status)
        return status.error();
    auto const& account_id = leader.account_id;
    auto const exec = [&](std::string const& statement) {
        auto const result = transaction.exec(statement, Params().add(account_id));
        return static_cast<std::uint64_t>(result.affected_rows());
    };
    Repaired done;
    RowRepair rows(transaction, account_id);
    find_wrong_rows(transaction, account_id, [&](StoredRow const& row) { rows.add(row); });
    done.occurrences = rows.write();
    // Each from what was put right before it.
    done.episodes =
        exec(fmt::format("WITH replayed AS (\n{})\n{}", sql::replayed_episodes, sql::repair_episodes));
    done.findings = exec(std::string(sql::repair_from_episodes));
    done.findings +=
        exec(fmt::format("WITH expected AS (\n{})\n{}", sql::expected_findings, sql::repair_findings));
    done.findings += exec(std::string(sql::repair_places));
    done.episodes += exec(std::string(sql::repair_episode_ends));
    done.days = exec(std::string(sql::repair_daily));
    done.counts = summarise(transaction, account_id);
    record(transaction, account_id, asked_by, in_words(done));
    if (auto const changed = done.rows(); changed > 0)
        transaction.exec(sql::notify_repair,
                         Params().add(account_id).add(static_cast<std::int64_t>(changed)));
    return done;
}

}  // namespace sasyncd
