#pragma once

#include "base/error.hpp"
#include "sweep/certificate.hpp"
#include "sweep/source.hpp"

#include <chrono>
#include <map>
#include <string>
#include <string_view>

namespace sasyncd {

/// Facts, in the past tense, for metrics, progress and STATUS. Called on the io thread only; must not block.
class Observer {
public:
    virtual ~Observer() = default;

    struct Request {
        std::string_view account;
        Site site;
        std::string_view action;
        std::string_view code;  ///< "ok", or the error's code
        std::chrono::milliseconds duration;
    };
    virtual void request_done(Request const&) {}

    virtual void walk_began(Source const&) {}
    /// `rows` so far of about `expected` (0: not known); once a page.
    virtual void page_read(Source const&, std::uint64_t /*pages*/, std::uint64_t /*rows*/,
                           std::uint64_t /*expected*/) {}
    virtual void questions_began(Source const&, std::uint64_t /*suspects*/) {}
    virtual void question_answered(Source const&, std::string_view /*answer*/, std::uint64_t /*done*/,
                                   std::uint64_t /*of*/) {}
    virtual void published(Source const&, PartOutcome const&) {}
    virtual void walk_ended(Source const&, Certificate const&, std::chrono::milliseconds /*duration*/) {}
    virtual void throttled(Source const&) {}
    /// Once a walk: names of fields and values that this version does not know, and how often they came.
    virtual void unknown_met(Source const&, std::map<std::string, std::uint64_t> const& /*names*/) {}
    /// How far the site's clock is ahead of ours.
    virtual void clock_skew_learned(Site, std::chrono::seconds /*skew*/) {}
    virtual void database_failed(Error const&) {}
    virtual void lease_changed(std::string_view /*account_id*/, bool /*is_held*/) {}
    virtual void reloaded(bool /*is_in_force*/) {}
};

}  // namespace sasyncd
