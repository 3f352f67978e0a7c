#include "store/summaries.hpp"

#include "store_sql.hpp"

namespace sasyncd {

void let_summaries_wait(Transaction& transaction, std::string const& account_id) {
    transaction.exec(sql::summaries_wait, Params().add(account_id));
}

bool summaries_are_waiting(Transaction& transaction, std::string const& account_id) {
    return flag(transaction.exec(sql::summaries_waiting, Params().add(account_id))[0], 0);
}

std::uint64_t summarise(Transaction& transaction, std::string const& account_id) {
    // Over all of an account it may take longer than an everyday statement. Of a first load the planner knows
    // nothing: it would sort findings by seven texts where hashing takes half the time, and fetch them in an
    // index's order instead of their own.
    transaction.exec(
        "SET LOCAL statement_timeout = 0; SET LOCAL work_mem = '64MB'; SET LOCAL enable_sort = off; "
        "SET LOCAL enable_incremental_sort = off; SET LOCAL enable_mergejoin = off; SET LOCAL "
        "enable_indexscan = off");
    auto const ask = [&](std::string_view statement) {
        return transaction.exec(statement, Params().add(account_id));
    };
    auto const write = [&](std::string_view statement) {
        return static_cast<std::uint64_t>(number(ask(statement)[0], 0));
    };
    auto const written = flag(ask(sql::summaries_are_empty)[0], 0)
                             ? write(sql::fill_open_counts) + write(sql::fill_standings)
                             : write(sql::summarise_open_counts) + write(sql::summarise_standings);
    transaction.exec(sql::summaries_done, Params().add(account_id));
    return written;
}

}  // namespace sasyncd
