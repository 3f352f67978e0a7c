#include "store/reader_book.hpp"

#include "store/arrays.hpp"
#include "store/session.hpp"
#include "store_sql.hpp"

#include <algorithm>

namespace sasyncd {

namespace {

ReaderState state_of(pqxx::row const& row) {
    ReaderState state;
    state.exists = flag(row, 0);
    state.may_login = flag(row, 1);
    state.inherits = flag(row, 2);
    state.may_grant_itself = flag(row, 3);
    state.sees_all = flag(row, 4);
    state.sees_all_through = text(row, 5);
    state.has_roles = flag(row, 6);
    state.may_grant = flag(row, 7);
    state.asker = text(row, 8);
    return state;
}

std::string array_of(std::vector<std::string> const& texts) {
    ArrayText array;
    for (auto const& text : texts)
        array.add_text(text);
    return array.take();
}

}  // namespace

bool ReaderState::is_account_reader() const {
    return std::any_of(accounts.begin(), accounts.end(),
                       [](SeenAccount const& account) { return account.is_granted; });
}

Task<Result<ReaderState>> ReaderBook::look(std::string reader) {
    DatabaseThread::Work<ReaderState> work = [reader = std::move(reader)](Session& session) {
        return session.transact([&](Transaction& t) -> Result<ReaderState> {
            auto state = state_of(t.exec(sql::reader_look, Params().add(reader))[0]);
            for (auto const& row : t.exec(sql::reader_accounts, Params().add(reader)))
                state.accounts.push_back({text(row, 0), text(row, 1), flag(row, 2), flag(row, 3)});
            return state;
        });
    };
    std::string what = "reading who may see which accounts";
    co_return co_await calls_.call<ReaderState>(std::move(what), std::move(work));
}

Task<Status> ReaderBook::write(std::string what, std::string statement, std::string reader,
                               std::vector<std::string> more) {
    DatabaseThread::Work<void> work = [statement = std::move(statement), reader = std::move(reader),
                                       more = std::move(more)](Session& session) {
        return session.transact([&](Transaction& t) -> Status {
            Params params;
            params.add(reader);
            for (auto const& value : more)
                params.add(value);
            t.exec(statement, params);
            return {};
        });
    };
    co_return co_await calls_.call<void>(std::move(what), std::move(work));
}

Task<Status> ReaderBook::grant(std::string reader, std::vector<std::string> account_ids,
                               std::string granted_by) {
    std::vector<std::string> more = {array_of(account_ids), std::move(granted_by)};
    return write("granting accounts", std::string(sql::reader_grant), std::move(reader), std::move(more));
}

Task<Status> ReaderBook::grant_all(std::string reader) {
    return write("granting all accounts", std::string(sql::reader_grant_all), std::move(reader), {});
}

Task<Status> ReaderBook::revoke(std::string reader, std::vector<std::string> account_ids) {
    std::vector<std::string> more = {array_of(account_ids)};
    return write("revoking accounts", std::string(sql::reader_revoke), std::move(reader), std::move(more));
}

Task<Status> ReaderBook::revoke_all(std::string reader) {
    return write("revoking all accounts", std::string(sql::reader_revoke_all), std::move(reader), {});
}

}  // namespace sasyncd
