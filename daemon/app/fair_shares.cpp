#include "app/fair_shares.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace sasyncd {

namespace {

class Shares {
public:
    explicit Shares(FleetView const& view) : view_(view) {
        for (auto const& [daemon, accounts] : view.accounts_of) {
            loads_[daemon] = 0;
            for (auto const& account : accounts)
                candidates_[account].push_back(daemon);
        }
    }

    void keep_leaders() {
        for (auto const& [account, leader] : view_.leader_of) {
            auto const found = view_.accounts_of.find(leader);
            if (found != view_.accounts_of.end() && found->second.contains(account))
                give(account, leader);
            else
                candidates_.erase(account);
        }
    }

    /// Those that fewest could lead come first.
    void give_free_ones() {
        std::vector<std::string> free;
        for (auto const& [account, daemons] : candidates_)
            if (!owners_.contains(account))
                free.push_back(account);
        std::stable_sort(free.begin(), free.end(), [&](auto const& a, auto const& b) {
            return candidates_[a].size() < candidates_[b].size();
        });
        for (auto const& account : free)
            give(account, least_loaded(account));
    }

    void level_out() {
        while (auto const move = best_move()) {
            --loads_[owners_[move->account]];
            give(move->account, move->to);
        }
    }

    [[nodiscard]] std::map<std::string, std::string> take() { return std::move(owners_); }

private:
    struct Move {
        std::string account;
        std::string to;
        int gain;
    };

    void give(std::string const& account, std::string const& daemon) {
        owners_[account] = daemon;
        ++loads_[daemon];
    }

    [[nodiscard]] std::string least_loaded(std::string const& account) {
        auto const& daemons = candidates_[account];
        return *std::min_element(daemons.begin(), daemons.end(),
                                 [&](auto const& a, auto const& b) { return loads_[a] < loads_[b]; });
    }

    [[nodiscard]] std::optional<Move> best_move() {
        std::optional<Move> best;
        for (auto const& [account, owner] : owners_) {
            auto const to = least_loaded(account);
            int const gain = loads_[owner] - loads_[to];
            if (gain >= 2 && (!best || gain > best->gain))
                best = Move{account, to, gain};
        }
        return best;
    }

    FleetView const& view_;
    std::map<std::string, std::vector<std::string>> candidates_;  ///< by account
    std::map<std::string, std::string> owners_;                   ///< by account
    std::map<std::string, int> loads_;                            ///< by daemon
};

}  // namespace

std::map<std::string, std::string> fair_shares(FleetView const& view) {
    Shares shares(view);
    shares.keep_leaders();
    shares.give_free_ones();
    shares.level_out();
    return shares.take();
}

}  // namespace sasyncd
