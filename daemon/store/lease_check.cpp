#include "store/lease_check.hpp"

#include "store_sql.hpp"

namespace sasyncd {

Status check_lease(Transaction& transaction, Leadership const& leader) {
    auto const rows = transaction.exec(sql::lease_check, Params().add(leader.account_id).add(leader.token));
    if (rows.empty())
        return Error(ErrorKind::lost_lease, "another process leads account " + leader.account_id + " now");
    return {};
}

}  // namespace sasyncd
