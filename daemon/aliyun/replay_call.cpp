#include "aliyun/replay_call.hpp"

#include "base/text.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

namespace sasyncd {

namespace asio = boost::asio;

namespace {

/// Only where a walk asks otherwise than the recorded one did an answer may wait for one that nobody asks for.
constexpr auto kLongestWait = std::chrono::seconds(10);

std::string describe(std::string const& action, Parameters const& params) {
    auto text = action;
    for (auto const& [name, value] : params)
        text += fmt::format(" {}={}", name, value);
    return printable(text);
}

}  // namespace

ReplayCall::ReplayCall(std::unique_ptr<GzipReader> file, asio::any_io_executor executor)
    : file_(std::move(file)), executor_(std::move(executor)) {}

Task<Result<HttpResponse>> ReplayCall::call(std::string action, Parameters params) {
    Request const request(std::move(action), std::move(params));
    auto found = find(request);
    if (!found) {
        if (missing_++ == 0)
            first_missing_ = describe(request.first, request.second);
        Error unknown(ErrorKind::unavailable, "the recording does not hold this call");
        co_return std::move(unknown).with_remedy("see what sasyncd replay says of the recording");
    }
    co_await await_turn(found->place);
    co_return found->call.outcome();
}

std::optional<ReplayCall::Recorded> ReplayCall::find(Request const& request) {
    for (;;) {
        if (auto const known = unasked_.find(request); known != unasked_.end()) {
            auto first = std::move(known->second.front());
            known->second.pop_front();
            if (known->second.empty())
                unasked_.erase(known);
            return first;
        }
        if (!read_on())
            return std::nullopt;
    }
}

/// False at the end.
bool ReplayCall::read_on() {
    if (!damage_.empty())
        return false;
    auto line = file_->next();
    if (!line) {
        damage_ = line.error().what;
        return false;
    }
    if (!line->has_value())
        return false;
    auto call = parse_call(**line);
    if (!call) {
        damage_ = fmt::format("{}: {}", file_->place(), call.error().what);
        return false;
    }
    Request request(call->action, call->params);
    unasked_[std::move(request)].push_back({read_++, std::move(*call)});
    return true;
}

Task<void> ReplayCall::await_turn(std::size_t place) {
    if (keeps_order_ && place > next_) {
        auto& timer = waiting_.try_emplace(place, executor_).first->second;
        while (keeps_order_ && place > next_) {
            timer.expires_after(kLongestWait);
            boost::system::error_code woken;
            co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, woken));
            if (!woken)
                keeps_order_ = false;
        }
        waiting_.erase(place);
    }
    // What never waited ends a turn of the loop later than what did (Asio posts the end of a coroutine that ran through):
    // the next one, woken below, would overtake it.
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    next_ = std::max(next_, place + 1);
    wake_next();
}

void ReplayCall::wake_next() {
    if (!waiting_.empty() && (!keeps_order_ || waiting_.begin()->first <= next_))
        waiting_.begin()->second.cancel();
}

std::vector<std::string> ReplayCall::deviations() {
    while (read_on()) {}
    std::vector<std::string> told;
    std::size_t left = 0;
    for (auto const& [request, calls] : unasked_)
        left += calls.size();
    if (!damage_.empty())
        told.push_back(damage_);
    else if (file_->was_cut())
        told.push_back(fmt::format("{}: the recording was cut short after this line", file_->place()));
    if (missing_ > 0)
        told.push_back(fmt::format("{} calls were asked for that it does not hold, the first: {}", missing_,
                                   first_missing_));
    if (left > 0)
        told.push_back(fmt::format("{} of {} recorded answers were not asked for", left, read_));
    return told;
}

}  // namespace sasyncd
