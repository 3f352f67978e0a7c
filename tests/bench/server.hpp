#pragma once

#include <cstdint>
#include <memory>
#include <string>

struct pg_conn;

namespace sasyncd::bench {

/// A session on a database of the server that the environment names: what measures, beside what is measured.
/// Throws `std::runtime_error` with the server's words.
class ServerSession {
public:
    explicit ServerSession(std::string const& database);

    void exec(std::string const& sql);
    /// The first field of the first row.
    [[nodiscard]] std::string text(std::string const& sql);
    [[nodiscard]] std::int64_t number(std::string const& sql);

    /// Bytes of WAL written so far, by everybody.
    [[nodiscard]] std::int64_t wal();
    /// Returns when no other session of this database is left, so that all statistics are in.
    void wait_until_alone();

private:
    struct Close {
        void operator()(pg_conn* connection) const;
    };
    std::unique_ptr<pg_conn, Close> connection_;
};

/// An empty database of that name; one that was there is dropped.
void make_database(std::string const& name);
void drop_database(std::string const& name);

}  // namespace sasyncd::bench
