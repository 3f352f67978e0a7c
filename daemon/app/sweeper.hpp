#pragma once

#include "app/account_sweep.hpp"
#include "app/slots.hpp"

#include <functional>

namespace sasyncd {

/// What came of a sweep.
struct SweepOutcome {
    int status = 0;                         ///< the exit status that the gravest of the outcomes deserves
    std::int64_t sweep_id = 0;              ///< 0 where it could not begin
    std::map<std::string, int> by_account;  ///< the status of each account that was led, by its id
    std::set<std::string> identified;       ///< the ids of all accounts whose credentials work, led or not
    std::vector<std::string> not_entitled;  ///< names of sources
};

/// One sweep over all accounts, several side by side.
class Sweeper {
public:
    enum class Kind { run, sync, dry_run };

    /// What to do about an account that another process leads: come back with the lease, or with the status that the
    /// account ends with here.
    struct Elsewhere {
        std::optional<Leadership> leader;
        int status = 0;
    };
    using WhenLedElsewhere = std::function<Task<Elsewhere>(std::string label, std::string account_id)>;

    Sweeper(Wiring& wiring, Kind kind, WhenLedElsewhere when_led_elsewhere);

    /// Never throws for what the API or the database does; each failure is logged here. `tries_all`: sites that an
    /// account turned out not to use are tried too.
    [[nodiscard]] Task<SweepOutcome> sweep(bool tries_all);
    /// Accounts that are not taken, though nobody leads them: another process is to take them.
    void leave_to_others(std::function<bool(std::string const& account_id)> is_left) {
        is_left_ = std::move(is_left);
    }

private:
    struct Lead {
        std::string account_id;  ///< empty where it is not known; `status` says what it deserves
        std::optional<Leadership> leader;
        int status = 0;
    };

    [[nodiscard]] Task<Result<std::int64_t>> begin();
    [[nodiscard]] std::vector<std::string> labels() const;
    [[nodiscard]] Task<int> sweep_accounts(bool tries_all);
    [[nodiscard]] Task<int> sweep_account(AccountClient& client, bool tries_all);
    [[nodiscard]] Task<int> sweep_led(AccountClient& client, Leadership leader, bool tries_all);
    [[nodiscard]] Task<Lead> lead(AccountClient& client);
    [[nodiscard]] Task<Result<std::string>> identify(AccountClient& client);
    [[nodiscard]] Task<void> show_as_refused(std::string label, std::string reason);
    [[nodiscard]] Task<Result<std::string>> id_of(AccountClient& client, std::string key_digest);

    Wiring& wiring_;
    Kind kind_;
    WhenLedElsewhere when_led_elsewhere_;
    std::function<bool(std::string const&)> is_left_;
    Slots slots_;
    SweepOutcome outcome_;  ///< of the sweep under way
    std::map<std::string, std::string>
        label_of_account_;  ///< likewise: two labels with one account are refused
};

}  // namespace sasyncd
