#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "sweep/quota.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <string_view>

namespace sasyncd {

/// Keeps calls to the quota of their site and repeats what may be repeated, until the deadline of the sweep. Whatever
/// they ask for: `T` has a `request_id`.
class Steadiness {
public:
    struct Counts {
        std::uint64_t requests = 0;
        std::uint64_t retries = 0;
        std::string first_request_id;
        std::string last_request_id;
    };

    Steadiness(Quota& quota, Clock& clock, std::uint32_t attempts, Log log);

    template <class T>
    [[nodiscard]] Task<Result<T>> call(std::function<Task<Result<T>>()> attempt);

    void set_deadline(SteadyTime deadline) { deadline_ = deadline; }
    /// What took longer is not tried again, and no pause may take longer.
    void set_patience(std::chrono::milliseconds patience) { patience_ = patience; }
    /// Called at each answer that throttles; null: nobody is told.
    void when_throttled(std::function<void()> tell) { tell_throttled_ = std::move(tell); }
    /// Since the last call of `reset_counts`.
    [[nodiscard]] Counts const& counts() const { return counts_; }
    void reset_counts() { counts_ = {}; }

private:
    [[nodiscard]] std::optional<Error> lateness() const;
    void note_id(std::string const& request_id);
    void note_throttling(Error const& error);
    /// How long to wait before the next attempt; empty: there is none.
    [[nodiscard]] std::optional<std::chrono::milliseconds> pause_after(Error const& error,
                                                                       std::uint32_t attempt,
                                                                       SteadyTime began);

    Quota& quota_;
    Clock& clock_;
    std::uint32_t attempts_;
    Log log_;
    SteadyTime deadline_ = SteadyTime::max();
    std::optional<std::chrono::milliseconds> patience_;
    std::function<void()> tell_throttled_;
    Counts counts_;
    std::minstd_rand dice_{std::random_device{}()};
};

template <class T>
Task<Result<T>> Steadiness::call(std::function<Task<Result<T>>()> attempt) {
    for (std::uint32_t number = 1;; ++number) {
        co_await quota_.acquire();
        if (auto late = lateness())
            co_return std::move(*late);
        auto const began = clock_.steady_now();
        auto answer = co_await attempt();
        if (answer.has_value()) {
            note_id(answer->request_id);
            quota_.succeeded();
            co_return answer;
        }
        auto const failure = answer.error();
        note_id(failure.request_id);
        auto const pause = pause_after(failure, number, began);
        if (!pause)
            co_return answer;
        if (pause->count() > 0)
            co_await clock_.sleep_for(*pause);
    }
}

}  // namespace sasyncd
