#include "sweep/steadiness.hpp"

#include "sweep/retry_policy.hpp"

namespace sasyncd {

Steadiness::Steadiness(Quota& quota, Clock& clock, std::uint32_t attempts, Log log)
    : quota_(quota), clock_(clock), attempts_(attempts), log_(std::move(log)) {}

std::optional<Error> Steadiness::lateness() const {
    if (clock_.steady_now() < deadline_)
        return std::nullopt;
    Error late(ErrorKind::retry_later, "the sweep took longer than schedule.timeout");
    return std::move(late).with_remedy("raise schedule.timeout, or quota.requests_per_second");
}

std::optional<std::chrono::milliseconds> Steadiness::pause_after(Error const& error, std::uint32_t attempt,
                                                                 SteadyTime began) {
    note_throttling(error);
    auto const jitter = std::uniform_real_distribution<double>(0, 1)(dice_);
    auto const pause = pause_before_retry(error, attempt, attempts_, jitter);
    auto const now = clock_.steady_now();
    if (!pause || now + *pause >= deadline_)
        return std::nullopt;
    if (patience_ && (*pause > *patience_ || now - began > *patience_))
        return std::nullopt;
    log_->debug("event=retry attempt={} pause_ms={} {}", attempt, pause->count(),
                field("reason", error.line()));
    ++counts_.retries;
    return pause;
}

void Steadiness::note_id(std::string const& request_id) {
    ++counts_.requests;
    if (counts_.first_request_id.empty())
        counts_.first_request_id = request_id;
    if (!request_id.empty())
        counts_.last_request_id = request_id;
}

void Steadiness::note_throttling(Error const& error) {
    if (!error.retry_after && error.code.find("hrottling") == std::string::npos)
        return;
    quota_.throttled();
    if (tell_throttled_)
        tell_throttled_();
}

}  // namespace sasyncd
