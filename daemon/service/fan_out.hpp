#pragma once

#include "sweep/observer.hpp"

#include <vector>

namespace sasyncd {

/// Passes every fact on to several observers, in their order. Owns none of them.
class FanOut final : public Observer {
public:
    explicit FanOut(std::vector<Observer*> observers) : observers_(std::move(observers)) {}

    void request_done(Request const& request) override;
    void walk_began(Source const& source) override;
    void page_read(Source const& source, std::uint64_t pages, std::uint64_t rows,
                   std::uint64_t expected) override;
    void questions_began(Source const& source, std::uint64_t suspects) override;
    void question_answered(Source const& source, std::string_view answer, std::uint64_t done,
                           std::uint64_t of) override;
    void published(Source const& source, PartOutcome const& outcome) override;
    void walk_ended(Source const& source, Certificate const& certificate,
                    std::chrono::milliseconds duration) override;
    void throttled(Source const& source) override;
    void unknown_met(Source const& source, std::map<std::string, std::uint64_t> const& names) override;
    void clock_skew_learned(Site site, std::chrono::seconds skew) override;
    void database_failed(Error const& error) override;
    void lease_changed(std::string_view account_id, bool is_held) override;
    void reloaded(bool is_in_force) override;

private:
    std::vector<Observer*> observers_;
};

}  // namespace sasyncd
