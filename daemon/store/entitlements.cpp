#include "store/entitlements.hpp"

#include "store/lease_check.hpp"
#include "store/session.hpp"
#include "store/sources.hpp"
#include "store_sql.hpp"

namespace sasyncd {

namespace {

template <class T>
using Work = DatabaseThread::Work<T>;

}  // namespace

Task<Result<bool>> Entitlements::is_site_empty(std::string account_id, Site site) {
    Work<bool> work = [account_id = std::move(account_id), site](Session& session) {
        return session.transact([&](Transaction& t) -> Result<bool> {
            Params params;
            params.add(account_id).add(std::string(to_string(site)));
            return flag(t.exec(sql::site_is_empty, params)[0], 0);
        });
    };
    std::string what = "looking for findings of the site";
    co_return co_await calls_.call<bool>(std::move(what), std::move(work));
}

Task<Result<std::set<std::string>>> Entitlements::tried_today(std::string account_id) {
    using Names = std::set<std::string>;
    Work<Names> work = [account_id = std::move(account_id)](Session& session) {
        return session.transact([&](Transaction& t) -> Result<Names> {
            Names names;
            for (auto const& row : t.exec(sql::not_entitled_today, Params().add(account_id)))
                names.insert(text(row, 0));
            return names;
        });
    };
    std::string what = "looking for sites that the account does not use";
    co_return co_await calls_.call<Names>(std::move(what), std::move(work));
}

Task<Status> Entitlements::record(Leadership leader, Source source, bool is_not_entitled) {
    if (calls_.options().read_only)
        co_return Status();
    Work<void> work = [leader = std::move(leader), source = std::move(source),
                       is_not_entitled](Session& session) {
        return session.transact([&](Transaction& t) -> Status {
            if (auto status = check_lease(t, leader); !status)
                return status;
            Params params;
            params.add(leader.account_id).add(std::string(to_string(source.site))).add(source_suffix(source));
            t.exec(sql::set_not_entitled, params.add_flag(is_not_entitled));
            return {};
        });
    };
    std::string what = "recording which sites the account uses";
    co_return co_await calls_.call<void>(std::move(what), std::move(work));
}

}  // namespace sasyncd
