#pragma once

#include "store/options.hpp"

#include <memory>
#include <string>
#include <vector>

namespace sasyncd::test {

/// A throw-away database on the server that libpq's environment names; gone with the object. Throws where
/// there is no server. Speaks to the server by a connection of its own, so that it sees what was committed
/// and nothing else.
class Database {
public:
    Database();
    ~Database();
    Database(Database const&) = delete;
    Database& operator=(Database const&) = delete;

    /// False where the environment names no server: such tests are skipped, not failed.
    [[nodiscard]] static bool is_available();

    /// Options that lead to it, with short time-outs and hardly any patience.
    [[nodiscard]] DatabaseOptions options() const;
    [[nodiscard]] std::string const& name() const { return name_; }

    void exec(std::string const& sql);
    /// The first field of the first row; "NULL" for NULL, "(none)" without a row.
    [[nodiscard]] std::string one(std::string const& sql);
    /// Rows as text, fields joined by "|", NULL as "NULL".
    [[nodiscard]] std::vector<std::string> rows(std::string const& sql);
    /// A session that stays in the transaction that it was told to begin.
    class OtherSession {
    public:
        explicit OtherSession(Database const& database);
        ~OtherSession();
        void exec(std::string const& sql);

    private:
        struct Impl;
        std::unique_ptr<Impl> impl_;
    };

private:
    struct Impl;
    std::string name_;
    std::unique_ptr<Impl> impl_;
};

}  // namespace sasyncd::test
