#include "store/migrator.hpp"

#include "findings/key.hpp"
#include "store/session.hpp"
#include "store_sql.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace sasyncd {

namespace {

template <class T>
using Work = DatabaseThread::Work<T>;

/// "V0001__tables.sql"
Migration migration_of(sql::EmbeddedFile const& file) {
    Migration migration;
    migration.file = file.name;
    auto const digits = file.name.substr(1, file.name.find('_') - 1);
    std::from_chars(digits.data(), digits.data() + digits.size(), migration.version);
    auto const begin = file.name.find("__") + 2;
    migration.name = file.name.substr(begin, file.name.rfind('.') - begin);
    for (auto const piece : file.pieces)
        migration.sql += piece;
    migration.checksum = fmt::format("{:016x}", digest64(migration.sql));
    return migration;
}

/// What the database has: the highest version, and the first migration that is not what we would have
/// applied.
struct Recorded {
    int highest = 0;
    Migration const* altered = nullptr;
    bool may_migrate = false;
    std::string role, database;
};

Recorded read_recorded(Transaction& transaction) {
    Recorded recorded;
    auto const row = transaction.exec(std::string(sql::schema_exists))[0];
    recorded.may_migrate = flag(row, 1);
    recorded.role = text(row, 2);
    recorded.database = text(row, 3);
    if (!flag(row, 0))
        return recorded;
    for (auto const& entry : transaction.exec(std::string(sql::schema_migrations))) {
        recorded.highest = static_cast<int>(number(entry, 0));
        auto const checksum = text(entry, 1);
        for (auto const& ours : Migrator::migrations())
            if (ours.version == recorded.highest && !checksum.empty() && checksum != ours.checksum &&
                recorded.altered == nullptr)
                recorded.altered = &ours;
    }
    return recorded;
}

SchemaState state_of(Recorded const& recorded) {
    SchemaState state;
    state.found = recorded.highest;
    state.expected = Migrator::migrations().back().version;
    state.may_migrate = recorded.may_migrate;
    if (state.found > state.expected) {
        state.kind = SchemaState::Kind::newer;
        state.detail = fmt::format(
            "the schema of database {} is version {}, newer than this sasyncd knows ({}): "
            "install the sasyncd that made it, or a later one",
            recorded.database, state.found, state.expected);
    } else if (recorded.altered != nullptr) {
        state.kind = SchemaState::Kind::altered;
        state.detail = fmt::format(
            "migration {} of database {} was applied from a file that is not this version's: "
            "compare it with sasyncd migrate --print",
            recorded.altered->file, recorded.database);
    } else if (state.found < state.expected) {
        state.kind = SchemaState::Kind::older;
        state.detail =
            fmt::format("the schema of database {} is version {}, and this sasyncd needs {}: {}",
                        recorded.database, state.found, state.expected,
                        recorded.may_migrate
                            ? "run sasyncd migrate"
                            : fmt::format("role {} may not change it; the owner of the schemas, or a role "
                                          "that may create them, is to run: sasyncd migrate (or psql with "
                                          "the output of sasyncd migrate --print)",
                                          recorded.role));
    }
    return state;
}

/// Applies the next one that is missing; false when none was. Reads again under the lock: somebody may have
/// been faster.
Result<bool> apply_next(Transaction& transaction) {
    transaction.exec(std::string(sql::schema_lock));
    auto const recorded = read_recorded(transaction);
    auto const state = state_of(recorded);
    if (state.kind == SchemaState::Kind::current)
        return false;
    if (state.kind != SchemaState::Kind::older)
        return Error(ErrorKind::rejected, state.detail);
    if (!recorded.may_migrate)
        return Error(ErrorKind::unauthorised, state.detail);
    auto const& all = Migrator::migrations();
    auto const next = std::find_if(all.begin(), all.end(),
                                   [&](Migration const& m) { return m.version > recorded.highest; });
    // A migration may take longer than an everyday statement.
    transaction.exec("SET LOCAL statement_timeout = 0");
    transaction.exec(next->sql);
    transaction.exec(sql::schema_checksum, Params().add(std::int64_t{next->version}).add(next->checksum));
    return true;
}

}  // namespace

Migrator::Migrator(DatabaseThread& thread, DatabaseOptions const& options)
    : thread_(thread), options_(options) {}

std::vector<Migration> const& Migrator::migrations() {
    static std::vector<Migration> const all = [] {
        std::vector<Migration> list;
        for (auto const& file : sql::migrations())
            list.push_back(migration_of(file));
        std::sort(list.begin(), list.end(),
                  [](auto const& a, auto const& b) { return a.version < b.version; });
        return list;
    }();
    return all;
}

std::string Migrator::print() {
    std::string script =
        "-- For psql; apply from the first one that sasync.schema_migration does not list.\n"
        "\\set ON_ERROR_STOP on\n";
    for (auto const& migration : migrations())
        script += fmt::format(
            "\n-- {}\nBEGIN;\n{}\nUPDATE sasync.schema_migration SET checksum = '{}' WHERE version "
            "= {};\nCOMMIT;\n",
            migration.file, migration.sql, migration.checksum, migration.version);
    return script;
}

std::chrono::milliseconds Migrator::deadline() const {
    return options_.statement_timeout * 60 + options_.lock_timeout + std::chrono::seconds(10);
}

Task<Result<SchemaState>> Migrator::state() {
    Work<SchemaState> work = [](Session& session) {
        return session.transact(
            [](Transaction& t) -> Result<SchemaState> { return state_of(read_recorded(t)); });
    };
    co_return co_await thread_.call<SchemaState>(deadline(), std::move(work));
}

Task<Result<int>> Migrator::apply() {
    for (int applied = 0;; ++applied) {
        Work<bool> work = [](Session& session) { return session.transact(apply_next); };
        auto const did_one = co_await thread_.call<bool>(deadline(), std::move(work));
        if (!did_one)
            co_return did_one.error();
        if (!*did_one)
            co_return applied;
    }
}

Task<Status> Migrator::ensure() {
    auto const now = co_await state();
    if (!now)
        co_return now.error();
    if (now->kind == SchemaState::Kind::current)
        co_return Status();
    if (now->kind != SchemaState::Kind::older || !now->may_migrate)
        co_return Error(ErrorKind::rejected, now->detail);
    if (!options_.migrate)
        co_return Error(ErrorKind::rejected, now->detail + " (database.migrate is false)");
    auto const applied = co_await apply();
    if (!applied)
        co_return applied.error();
    co_return Status();
}

}  // namespace sasyncd
