#pragma once

#include "app/wiring.hpp"

namespace sasyncd {

/// One sweep over all accounts, several side by side, the sites of each side by side.
class Sweeper {
public:
    /// `kind`: "run" or "sync".
    Sweeper(Wiring& wiring, std::string kind) : wiring_(wiring), kind_(std::move(kind)) {}

    /// Never throws for what the API or the database does; each failure is logged here. Returns the exit status that
    /// the gravest of the outcomes deserves.
    [[nodiscard]] Task<int> sweep();

private:
    struct Identified {
        AccountClient* client = nullptr;
        std::string account_id;
    };

    [[nodiscard]] std::vector<std::string> labels() const;
    [[nodiscard]] Task<Result<Identified>> identify(AccountClient& client);
    [[nodiscard]] Task<int> sweep_account(AccountClient& client, std::int64_t sweep_id);
    [[nodiscard]] Task<int> walk_source(AccountClient& client, Source source, Leadership leader,
                                        std::int64_t sweep_id);
    int report(std::string const& where, Error const& error);

    Wiring& wiring_;
    std::string kind_;
    std::map<std::string, std::string> label_of_account_;  ///< of this sweep: two labels with one account are refused
};

}  // namespace sasyncd
