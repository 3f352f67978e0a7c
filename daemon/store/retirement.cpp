#include "store/retirement.hpp"

#include "base/version.hpp"
#include "store/publish.hpp"
#include "store/summaries.hpp"
#include "store/walks.hpp"
#include "store_sql.hpp"

#include <algorithm>

namespace sasyncd {

namespace {

constexpr std::size_t kRowsAtOnce = 25'000;

/// Its occurrences on their way out, in parts like those of any walk.
class Retirement {
public:
    Retirement(Transaction& transaction, Leadership const& leader, Site site, std::int64_t source_id)
        : transaction_(transaction), leader_(leader), site_(site), source_id_(source_id) {}

    [[nodiscard]] Result<std::uint64_t> carry_out(std::string const& reason) {
        find_keys();
        begin_walk();
        for (std::size_t first = 0; first < end_.suspects.settled.size(); first += kRowsAtOnce)
            if (auto const status = close_part(first); !status)
                return status.error();
        auto& certificate = end_.certificate;
        certificate.verdict = Verdict::partial;
        certificate.reason = reason;
        certificate.closed = end_.suspects.settled.size();
        if (auto const status = finish_walk(transaction_, leader_, site_, end_); !status)
            return status.error();
        transaction_.exec(sql::retire_source, Params().add(leader_.account_id).add(source_id_));
        if (summaries_are_waiting(transaction_, leader_.account_id))
            summarise(transaction_, leader_.account_id);
        return certificate.closed;
    }

private:
    void find_keys() {
        Params params;
        params.add(leader_.account_id).add(std::string(to_string(site_))).add(source_id_);
        for (auto const& row : transaction_.exec(sql::retire_keys, params))
            end_.suspects.settled.push_back(Key::from_uuid(text(row, 0)).value());
    }

    void begin_walk() {
        auto const program = std::string(version());
        auto const sweep =
            transaction_.exec(sql::begin_sweep, Params().add("retire").add(program).add("operator"));
        Params params;
        params.add(leader_.account_id).add(number(sweep[0], 0)).add(source_id_).add(program);
        end_.walk_id = number(transaction_.exec(sql::add_walk, params)[0], 0);
        end_.source_id = source_id_;
        transaction_.exec(sql::end_sweep, Params().add(number(sweep[0], 0)).add("done"));
    }

    [[nodiscard]] Status close_part(std::size_t first) {
        Part part;
        part.walk_id = end_.walk_id;
        part.number = static_cast<std::int32_t>(first / kRowsAtOnce) + 1;
        part.source_id = source_id_;
        auto const last = std::min(first + kRowsAtOnce, end_.suspects.settled.size());
        for (auto i = first; i < last; ++i) {
            Gone gone;
            gone.row_key = end_.suspects.settled[i];
            gone.reason = GoneReason::source_retired;
            part.gone.push_back(std::move(gone));
        }
        auto const outcome = publish_part(transaction_, leader_, site_, part, false);
        if (!outcome)
            return outcome.error();
        end_.certificate.outcome.closed += outcome->closed;
        end_.certificate.outcome.changed += outcome->changed;
        end_.certificate.outcome.rows_written += outcome->rows_written;
        return {};
    }

    Transaction& transaction_;
    Leadership const& leader_;
    Site site_;
    std::int64_t source_id_;
    WalkEnd end_;
};

}  // namespace

Result<std::uint64_t> retire_source(Transaction& transaction, Leadership const& leader,
                                    std::int64_t source_id, std::string const& reason) {
    auto const rows = transaction.exec(sql::retire_look, Params().add(leader.account_id).add(source_id));
    if (rows.empty())
        return Error(ErrorKind::rejected, "there is no such source");
    auto const row = rows[0];
    if (flag(row, 1))
        return Error(ErrorKind::rejected, "the settings plan this source")
            .with_remedy("take it out of the settings first; a day later it can be retired");
    if (flag(row, 2))
        return Error(ErrorKind::rejected, "the settings planned this source within the last 24 hours")
            .with_remedy("wait for a day, so that a slip in the settings closes nothing");
    if (flag(row, 3))
        return std::uint64_t{0};
    auto const site = text(row, 0) == to_string(Site::china) ? Site::china : Site::international;
    Retirement retirement(transaction, leader, site, source_id);
    return retirement.carry_out(reason);
}

}  // namespace sasyncd
