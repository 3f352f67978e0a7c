#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

namespace sasyncd::simulator {

struct AccessKey {
    std::string id;
    std::string secret;
    std::string token;             // empty: a permanent key
    std::string account;           // the account id
    std::string state = "active";  // active | inactive | disabled | expired (its token)
};

// The keys that are known, and the nonces that were used.
class KeyRing {
public:
    using Time = std::chrono::system_clock::time_point;

    void put(AccessKey key);
    bool remove(std::string const& id) { return keys_.erase(id) > 0; }
    AccessKey const* find(std::string const& id) const;
    std::map<std::string, AccessKey> const& all() const { return keys_; }

    // False where the nonce came already in the last 15 minutes.
    bool use_nonce(std::string const& nonce, Time now);

    // "id:secret[:token[:account]]"; throws std::invalid_argument.
    static AccessKey parse(std::string_view text, std::string_view default_account);

private:
    std::map<std::string, AccessKey> keys_;
    std::unordered_map<std::string, Time> nonces_;
    Time swept_{};
};

}  // namespace sasyncd::simulator
