#pragma once

#include "base/clock.hpp"
#include "store/database_thread.hpp"
#include "store/migrator.hpp"
#include "sweep/observer.hpp"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <string>

namespace sasyncd {

/// What a command works with that puts its questions to the database and ends.
class DatabaseDesk {
public:
    /// `name` is that of its session, and of its failures in the log. The options must outlive it.
    DatabaseDesk(std::string name, DatabaseOptions const& options, Log log);

    /// Carries it out, to its end, where the schema is this build's; else says what to run. Returns the exit status.
    [[nodiscard]] int run(std::function<Task<int>()> const& carry_out);

    /// Logs the failure. Returns the exit status that it deserves.
    [[nodiscard]] int failed(Error const& error) const;

    /// A room of the store that works through this desk's session.
    template <class Book>
    Book open() {
        return Book(thread_, clock_, nobody_, options_);
    }

private:
    std::string name_;
    DatabaseOptions const& options_;
    Log log_;
    boost::asio::io_context io_{1};
    RealClock clock_;
    Observer nobody_;
    DatabaseThread thread_;
    Migrator migrator_;
};

}  // namespace sasyncd
