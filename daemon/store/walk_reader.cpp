#include "store/walk_reader.hpp"

#include "store/session.hpp"
#include "store_sql.hpp"

namespace sasyncd {

namespace {

template <class T>
using Work = DatabaseThread::Work<T>;

Verdict verdict_of(std::string const& name) {
    for (auto const verdict : {Verdict::whole, Verdict::partial, Verdict::refused})
        if (to_string(verdict) == name)
            return verdict;
    return Verdict::interrupted;
}

EndedWalk walk_of(pqxx::row const& row) {
    auto const count = [&row](int column) { return static_cast<std::uint64_t>(number(row, column)); };
    EndedWalk walk;
    walk.source = text(row, 0);
    auto& certificate = walk.certificate;
    certificate.verdict = verdict_of(text(row, 1));
    certificate.reason = text(row, 2);
    certificate.pages = count(3);
    certificate.rows = count(4);
    certificate.suspects = count(5);
    certificate.held = count(6);
    certificate.left_open = count(7);
    certificate.outcome.opened = count(8);
    certificate.outcome.reopened = count(9);
    certificate.outcome.changed = count(10);
    certificate.outcome.rescanned = count(11);
    certificate.outcome.closed = count(12);
    walk.duration = std::chrono::milliseconds(number(row, 13));
    walk.is_not_entitled = flag(row, 14);
    return walk;
}

}  // namespace

Task<Result<std::vector<EndedWalk>>> WalkReader::of_sweep(std::string account_id, std::int64_t sweep_id) {
    using Walks = std::vector<EndedWalk>;
    Work<Walks> work = [account_id = std::move(account_id), sweep_id](Session& session) {
        return session.transact([&](Transaction& t) -> Result<Walks> {
            Walks walks;
            for (auto const& row : t.exec(sql::walks_of_sweep, Params().add(account_id).add(sweep_id)))
                walks.push_back(walk_of(row));
            return walks;
        });
    };
    std::string what = "reading the walks of a sweep";
    co_return co_await calls_.call<Walks>(std::move(what), std::move(work));
}

}  // namespace sasyncd
