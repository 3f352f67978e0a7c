#pragma once

#include "app/commands.hpp"
#include "app/petition.hpp"
#include "store/migrator.hpp"
#include "store/status_reader.hpp"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <optional>

namespace sasyncd {

/// What an operator may order about one source, in words.
struct OrderTexts {
    ActionKind kind;
    char const* verb;        ///< "release": what the leader is asked to do, and where messages come from
    char const* done;        ///< "released": "nothing was released"
    char const* question;    ///< "Release them?"
    char const* afterwards;  ///< what happens then; may be empty
    /// What it would do to this source, for whoever is asked to confirm it.
    std::function<std::string(SourceStatus const&)> consequence;
    /// Why there is nothing to do; empty where there is.
    std::function<std::string(SourceStatus const&)> needless;
};

/// An operator's order: confirmed at the terminal, carried out here where nobody leads the account, else by who does.
/// Needs the database only, so that no credentials have to be at hand.
class SourceOrder {
public:
    SourceOrder(OrderTexts texts, CommandLine const& line, Settings const& settings, Log log);

    /// The exit status.
    [[nodiscard]] int run();

private:
    [[nodiscard]] Task<int> give();
    [[nodiscard]] Task<int> give_for(SourceStatus source);
    [[nodiscard]] Task<int> carry_out(Leadership leader, Action action, std::string source);
    [[nodiscard]] int ask_consent(SourceStatus const& source) const;
    [[nodiscard]] int tell(std::string const& what, std::string const& source) const;

    OrderTexts texts_;
    CommandLine const& line_;
    Log log_;
    boost::asio::io_context io_{1};
    RealClock clock_;
    Observer nobody_;
    SteadyTime deadline_;
    DatabaseThread thread_;
    Migrator migrator_;
    StatusReader status_;
    ActionQueue actions_;
    LeaseKeeper leases_;
};

}  // namespace sasyncd
