#pragma once

#include "control.hpp"
#include "http_message.hpp"
#include "key_ring.hpp"
#include "world.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace sasyncd::simulator {

// Sessions of roles: keys that end. Hands them out as STS, as the metadata service of a machine, and as a credentials
// URI do; the two latter in clear, beside the control API.
class Sessions {
public:
    explicit Sessions(World& world) : world_{world} {}

    // A new key of that account, good for so long, or as long as the tests say.
    AccessKey const& grant(std::string const& account, std::int64_t seconds);

    // {"AccessKeyId":…,"AccessKeySecret":…,"SecurityToken":…,"Expiration":…} without its braces.
    std::string members_of(AccessKey const& key) const;

    // Keys whose time is over answer so from now on.
    void expire();

    // The metadata service below /latest, and /credentials. Empty: not ours.
    bool is_ours(HttpRequest const& request) const;
    ControlReply answer(HttpRequest const& request);

    // POST /sessions {"seconds","metadata","role","account"}: how sessions are given from now on.
    ControlReply change(HttpRequest const& request);

private:
    using Time = std::chrono::system_clock::time_point;

    ControlReply metadata(HttpRequest const& request);
    ControlReply text(int status, std::string body);
    void log(HttpRequest const& request, int status);

    World& world_;
    std::map<std::string, Time> ends_;  // by key id
    std::uint64_t count_ = 0;
    std::int64_t seconds_ = 0;           // 0: as asked for
    std::string metadata_ = "optional";  // its token: optional | required | none (version 1 only) | off
    std::string role_ = "sasyncd-machine";
    std::string account_;  // of the machine and the URI; empty: the default one
    std::string token_;    // of the metadata service
};

}  // namespace sasyncd::simulator
