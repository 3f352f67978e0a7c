#include "key_ring.hpp"

#include <array>
#include <stdexcept>

namespace sasyncd::simulator {

void KeyRing::put(AccessKey key) {
    const std::string id = key.id;
    keys_.insert_or_assign(id, std::move(key));
}

AccessKey const* KeyRing::find(std::string const& id) const {
    auto const found = keys_.find(id);
    return found == keys_.end() ? nullptr : &found->second;
}

bool KeyRing::use_nonce(std::string const& nonce, Time now) {
    using std::chrono::minutes;
    if (now - swept_ > minutes{1} || now < swept_) {
        std::erase_if(nonces_, [now](auto const& entry) { return now - entry.second > minutes{15}; });
        swept_ = now;
    }
    return nonces_.emplace(nonce, now).second;
}

AccessKey KeyRing::parse(std::string_view text, std::string_view default_account) {
    std::array<std::string, 4> parts;
    std::size_t count = 0;
    for (bool more = true; more; ++count) {
        if (count == parts.size()) {
            throw std::invalid_argument{"--key: expected id:secret[:token[:account]]"};
        }
        const std::size_t colon = text.find(':');
        parts[count] = text.substr(0, colon);
        more = colon != std::string_view::npos;
        text = more ? text.substr(colon + 1) : std::string_view{};
    }
    if (parts[0].empty() || parts[1].empty()) {
        throw std::invalid_argument{"--key: expected id:secret[:token[:account]]"};
    }
    const std::string account = parts[3].empty() ? std::string{default_account} : parts[3];
    return {parts[0], parts[1], parts[2], account, "active"};
}

}  // namespace sasyncd::simulator
