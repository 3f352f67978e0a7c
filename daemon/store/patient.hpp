#pragma once

#include "base/clock.hpp"
#include "store/database_thread.hpp"
#include "sweep/observer.hpp"

namespace sasyncd {

/// Calls that outlast an absence of the database: what fails with `retry_later` or `unavailable` is repeated,
/// with growing pauses, until the patience of the options is spent, and is then `unavailable`. Each failure
/// is told to the observer. Work must therefore be such that doing it twice does no harm.
class Patient {
public:
    Patient(DatabaseThread& thread, Clock& clock, Observer& observer, DatabaseOptions const& options)
        : thread_(thread), clock_(clock), observer_(observer), options_(options) {}

    /// `scale`: how many times the statement timeout the call may take in all.
    template <class T>
    [[nodiscard]] Task<Result<T>> call(std::string what, DatabaseThread::Work<T> work, int scale = 1);

    [[nodiscard]] DatabaseOptions const& options() const { return options_; }

private:
    [[nodiscard]] std::chrono::milliseconds deadline(int scale) const;
    /// Empty: try again, after the pause that was slept. Else what to return.
    [[nodiscard]] Task<std::optional<Error>> after_failure(Error error, SteadyTime since, int attempt);

    DatabaseThread& thread_;
    Clock& clock_;
    Observer& observer_;
    DatabaseOptions options_;
};

template <class T>
Task<Result<T>> Patient::call(std::string what, DatabaseThread::Work<T> work, int scale) {
    auto const since = clock_.steady_now();
    for (int attempt = 1;; ++attempt) {
        auto again = work;
        auto result = co_await thread_.call<T>(deadline(scale), std::move(again));
        if (result)
            co_return result;
        auto error = std::move(result).error();
        auto verdict = co_await after_failure(std::move(error), since, attempt);
        if (verdict)
            co_return std::move(*verdict).within(what);
    }
}

}  // namespace sasyncd
