#pragma once

#include "store/accounts.hpp"
#include "store/action_queue.hpp"
#include "store/database_thread.hpp"
#include "store/lease.hpp"
#include "store/migrator.hpp"
#include "store/pg_ledger.hpp"
#include "store/retention.hpp"
#include "store/status_reader.hpp"
#include "support/database.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sasyncd::test {

/// Remembers what went wrong with the database.
class CountingObserver : public Observer {
public:
    void database_failed(Error const& error) override { failures.push_back(error.line()); }
    std::vector<std::string> failures;
};

/// Runs a coroutine to its end on an io_context.
template <class T>
T run_on(boost::asio::io_context& io, Task<T> task) {
    std::optional<T> result;
    std::exception_ptr failure;
    boost::asio::co_spawn(io, std::move(task), [&](std::exception_ptr error, T value) {
        failure = error;
        if (!error)
            result.emplace(std::move(value));
    });
    io.restart();
    io.run();
    if (failure)
        std::rethrow_exception(failure);
    return std::move(result).value();
}

/// A row of the API with what most tests do not care about filled in.
struct RowMaker {
    std::string image = "image-1";
    std::string md5 = "0123456789abcdef0123456789abcdef";
    std::string path = "/bin/evil";
    std::string level = "serious";
    std::optional<std::int32_t> status = 0;
    std::int64_t scanned = 1'700'000'000'000;  ///< epoch milliseconds
    std::string repository = "shop";
    std::string pod;
    Site site = Site::china;

    [[nodiscard]] Row row() const;
    [[nodiscard]] OccurrenceRecord record(std::string const& account_id = "1001") const;
    [[nodiscard]] Key key() const { return record().row_key; }
};

/// A migrated throw-away database, a ledger over it, and a lease on account 1001.
class StoreTest : public ::testing::Test {
protected:
    void SetUp() override;

    template <class T>
    T run(Task<T> task) {
        return run_on(io, std::move(task));
    }

    /// Begins a walk of the account's only source.
    WalkStart begin() { return begin(make_source()); }
    WalkStart begin(Source source);
    [[nodiscard]] Part part_of(WalkStart const& start, std::int32_t number = 1) const;
    PartOutcome publish(Part part);
    /// Begins a walk, publishes these as new, and ends it whole.
    WalkStart load(std::vector<RowMaker> const& rows);
    void end(WalkStart const& start, Verdict verdict = Verdict::whole);
    [[nodiscard]] static Source make_source(Site site = Site::china);
    [[nodiscard]] static Gone gone(Key const& key);
    /// Bytes of WAL written so far.
    [[nodiscard]] std::int64_t wal();

    boost::asio::io_context io;
    RealClock clock;
    CountingObserver observer;
    std::unique_ptr<Database> database;
    std::unique_ptr<DatabaseThread> writer;
    std::unique_ptr<PgLedger> ledger;
    std::unique_ptr<Lease> lease;
    Leadership leader;
};

}  // namespace sasyncd::test
