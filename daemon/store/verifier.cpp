#include "store/verifier.hpp"

#include "store/arrays.hpp"
#include "store/repair.hpp"
#include "store/session.hpp"
#include "store_sql.hpp"

#include <tuple>
#include <unordered_map>

namespace sasyncd {

namespace {

template <class T>
using Work = DatabaseThread::Work<T>;

/// Statement time-outs that all of it may take.
constexpr int kScale = 60;

/// Before the first statement that reads.
void begin_snapshot(Transaction& transaction) {
    transaction.exec("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    transaction.exec(std::string(sql::verify_snapshot));
}

}  // namespace

Task<Result<std::vector<VerifiedAccount>>> Verifier::accounts() {
    using List = std::vector<VerifiedAccount>;
    Work<List> work = [](Session& session) {
        return session.transact([](Transaction& t) -> Result<List> {
            List accounts;
            for (auto const& row : t.exec(std::string(sql::verify_accounts)))
                accounts.push_back({text(row, 0), text(row, 1)});
            return accounts;
        });
    };
    std::string what = "listing the accounts";
    co_return co_await calls_.call<List>(std::move(what), std::move(work));
}

Task<Result<Verification>> Verifier::verify(std::string account_id, RescanDepth depth, std::size_t limit) {
    Work<Verification> work = [account_id = std::move(account_id), depth, limit](Session& session) {
        return session.transact([&](Transaction& t) -> Result<Verification> {
            begin_snapshot(t);
            return check_account(t, account_id, depth, limit);
        });
    };
    std::string what = "verifying";
    co_return co_await calls_.call<Verification>(std::move(what), std::move(work), kScale);
}

Task<Result<std::vector<Discrepancy>>> Verifier::add_names(std::string account_id,
                                                           std::vector<Discrepancy> occurrences) {
    using List = std::vector<Discrepancy>;
    Work<List> work = [account_id = std::move(account_id),
                       occurrences = std::move(occurrences)](Session& session) {
        return session.transact([&](Transaction& t) -> Result<List> {
            ArrayText places;
            for (auto const& occurrence : occurrences)
                places.add_text(occurrence.place);
            std::unordered_map<std::string, std::pair<std::string, std::string>> names;
            Params params;
            for (auto const& row : t.exec(sql::verify_row_names, params.add(account_id).add(places.take())))
                names[text(row, 0)] = {text(row, 1), text(row, 2)};
            auto named = occurrences;
            for (auto& occurrence : named)
                if (auto const found = names.find(occurrence.place); found != names.end())
                    std::tie(occurrence.image, occurrence.malicious_md5) = found->second;
            return named;
        });
    };
    std::string what = "naming occurrences";
    co_return co_await calls_.call<List>(std::move(what), std::move(work));
}

Task<Result<Repaired>> Verifier::repair(Leadership leader, std::string asked_by) {
    Work<Repaired> work = [leader = std::move(leader), asked_by = std::move(asked_by)](Session& session) {
        return session.transact([&](Transaction& t) {
            t.exec(std::string(sql::verify_snapshot));
            return repair_account(t, leader, asked_by);
        });
    };
    std::string what = "repairing";
    co_return co_await calls_.call<Repaired>(std::move(what), std::move(work), kScale);
}

Task<Status> Verifier::record(std::string account_id, std::uint64_t differences, std::string verified_by) {
    Work<void> work = [account_id = std::move(account_id), differences,
                       verified_by = std::move(verified_by)](Session& session) {
        return session.transact([&](Transaction& t) -> Status {
            Params params;
            params.add(account_id).add(static_cast<std::int64_t>(differences)).add(verified_by);
            t.exec(sql::verification_record, params);
            return {};
        });
    };
    std::string what = "recording the verification";
    co_return co_await calls_.call<void>(std::move(what), std::move(work));
}

Task<Result<std::chrono::milliseconds>> Verifier::due_in(std::string account_id) {
    using Span = std::chrono::milliseconds;
    Work<Span> work = [account_id = std::move(account_id)](Session& session) {
        return session.transact([&](Transaction& t) -> Result<Span> {
            return Span(number(t.exec(sql::verification_due, Params().add(account_id))[0], 0));
        });
    };
    std::string what = "looking when to verify";
    co_return co_await calls_.call<Span>(std::move(what), std::move(work));
}

}  // namespace sasyncd
