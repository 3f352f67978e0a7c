#include "sweep/steady_reader.hpp"

#include "sweep/retry_policy.hpp"

namespace sasyncd {

SteadyReader::SteadyReader(PageReader& plain, Quota& quota, Clock& clock, std::uint32_t attempts, Log log)
    : plain_(plain), quota_(quota), clock_(clock), attempts_(attempts), log_(std::move(log)) {}

Task<Result<Page>> SteadyReader::read(PageQuery query) {
    for (std::uint32_t attempt = 1;; ++attempt) {
        co_await quota_.acquire();
        if (clock_.steady_now() >= deadline_) {
            Error late(ErrorKind::retry_later, "the sweep took longer than schedule.timeout");
            co_return std::move(late).with_remedy("raise schedule.timeout, or quota.requests_per_second");
        }
        auto answer = co_await plain_.read(query);
        note(answer);
        if (answer.has_value())
            co_return answer;
        auto const jitter = std::uniform_real_distribution<double>(0, 1)(dice_);
        auto const pause = pause_before_retry(answer.error(), attempt, attempts_, jitter);
        if (!pause || clock_.steady_now() + *pause >= deadline_)
            co_return answer;
        log_->debug("event=retry attempt={} pause_ms={} {}", attempt, pause->count(),
                    field("reason", answer.error().line()));
        ++counts_.retries;
        if (pause->count() > 0)
            co_await clock_.sleep_for(*pause);
    }
}

void SteadyReader::note(Result<Page> const& answer) {
    ++counts_.requests;
    auto const& id = answer.has_value() ? answer->request_id : answer.error().request_id;
    if (counts_.first_request_id.empty())
        counts_.first_request_id = id;
    if (!id.empty())
        counts_.last_request_id = id;
    if (answer.has_value())
        return quota_.succeeded();
    if (!answer.error().retry_after && answer.error().code.find("hrottling") == std::string::npos)
        return;
    quota_.throttled();
    if (tell_throttled_)
        tell_throttled_();
}

}  // namespace sasyncd
