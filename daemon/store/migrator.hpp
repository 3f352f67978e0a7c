#pragma once

#include "store/database_thread.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sasyncd {

struct Migration {
    int version = 0;
    std::string name;  ///< "tables" of V0001__tables.sql
    std::string file;
    std::string sql;
    std::string checksum;  ///< 16 hexadecimal digits
};

/// How the schema of the database relates to this build's.
struct SchemaState {
    enum class Kind { current, older, newer, altered };
    Kind kind = Kind::current;
    int found = 0;             ///< highest migration there; 0: none
    int expected = 0;          ///< of this build
    bool may_migrate = false;  ///< this role owns both schemas, or may create them
    std::string detail;        ///< for an operator: what is the matter and what to run; empty where current
};

/// Brings the schema up to date: one transaction a migration, under a lock, recorded with a checksum.
class Migrator {
public:
    Migrator(DatabaseThread& thread, DatabaseOptions const& options);

    [[nodiscard]] static std::vector<Migration> const& migrations();
    /// All migrations as a script for psql, each in a transaction of its own.
    [[nodiscard]] static std::string print();

    [[nodiscard]] Task<Result<SchemaState>> state();
    /// Applies what is missing, and returns how many. `rejected` for a newer or altered schema,
    /// `unauthorised` where the role may not; with the remedy.
    [[nodiscard]] Task<Result<int>> apply();
    /// For start-up: migrates when `database.migrate` allows it and something is missing. An error means that
    /// this build must not touch the database (exit 78 unless `unavailable` or `retry_later`).
    [[nodiscard]] Task<Status> ensure();

private:
    [[nodiscard]] std::chrono::milliseconds deadline() const;

    DatabaseThread& thread_;
    DatabaseOptions options_;
};

}  // namespace sasyncd
