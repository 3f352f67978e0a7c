#include "aliyun/session_keeper.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace sasyncd {

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr milliseconds kEarliest = 15min;
constexpr milliseconds kLatest = 5min;
constexpr milliseconds kFirstPause = 1s;
constexpr milliseconds kLongestPause = 1min;

/// What a failure to find keys means to those who only want to make a call: never that the call itself was refused.
Error for_callers(Error error) {
    error.is_denial = false;
    switch (error.kind) {
        case ErrorKind::cancelled:
        case ErrorKind::unavailable:
        case ErrorKind::retry_later:
        case ErrorKind::unauthorised: break;
        case ErrorKind::retry_now:
        case ErrorKind::malformed: error.kind = ErrorKind::retry_later; break;
        default: error.kind = ErrorKind::unauthorised; break;
    }
    return error;
}

bool is_passing(Error const& error) {
    return error.kind == ErrorKind::retry_later || error.kind == ErrorKind::unavailable;
}

}  // namespace

class SessionKeeper::Renewal {
public:
    Renewal(SessionKeeper& keeper, asio::any_io_executor executor) : keeper_(keeper) {
        keeper_.renewal_ = std::make_shared<asio::steady_timer>(std::move(executor));
        keeper_.renewal_->expires_at(asio::steady_timer::time_point::max());
    }
    ~Renewal() { std::exchange(keeper_.renewal_, nullptr)->cancel(); }
    Renewal(Renewal const&) = delete;
    Renewal& operator=(Renewal const&) = delete;

private:
    SessionKeeper& keeper_;
};

bool SessionKeeper::is_usable() const {
    return held_ && (!held_->ends_at || tools_.clock.steady_now() < *held_->ends_at);
}

bool SessionKeeper::is_due() const {
    return held_->renew_at && tools_.clock.steady_now() >= *held_->renew_at;
}

Task<Result<Credentials>> SessionKeeper::get() {
    bool const had_to_wait = renewal_ != nullptr && !is_usable();
    while (renewal_ != nullptr && !is_usable())
        co_await wait_for_renewal();
    if (is_usable() && (renewal_ != nullptr || !is_due()))
        co_return held_->credentials;
    bool const is_too_soon = had_to_wait || tools_.clock.steady_now() < try_again_at_;
    if (!is_usable() && failure_ && is_too_soon)
        co_return *failure_;
    auto renewed = co_await renew();
    co_return renewed;
}

Task<void> SessionKeeper::wait_for_renewal() {
    auto renewal = renewal_;
    boost::system::error_code woken;
    co_await renewal->async_wait(asio::redirect_error(asio::use_awaitable, woken));
}

Task<Result<Credentials>> SessionKeeper::renew() {
    auto executor = co_await asio::this_coro::executor;
    Renewal const renewal(*this, executor);
    auto grant = co_await source_->fetch();
    if (!grant.has_value())
        co_return without_new(for_callers(grant.error()));
    if (auto held = hold(std::move(*grant)); !held.has_value())
        co_return without_new(held.error());
    co_return held_->credentials;
}

Status SessionKeeper::hold(CredentialGrant grant) {
    auto const& where = grant.credentials.provider;
    if (grant.lifetime && *grant.lifetime <= 0ms)
        return Error(ErrorKind::retry_later, fmt::format("the session of {} is over already", where))
            .with_remedy("set the clocks (NTP)");
    auto const now = tools_.clock.steady_now();
    if (told_ != where)
        tools_.log->info("event=credentials_found account={} {}", tools_.label, field("where", where));
    told_ = where;
    held_.emplace();
    if (grant.lifetime) {
        auto const jitter = (kEarliest - kLatest).count() * tools_.dice();
        auto const early = std::min(kLatest + milliseconds(std::llround(jitter)), *grant.lifetime / 2);
        held_->ends_at = now + *grant.lifetime;
        held_->renew_at = *held_->ends_at - early;
    } else if (grant.look_again > 0ms) {
        held_->renew_at = now + grant.look_again;
    }
    held_->credentials = std::move(grant.credentials);
    failure_.reset();
    pause_ = 0ms;
    return {};
}

/// What is left after a renewal that failed: the old session while it lasts, else the error.
Result<Credentials> SessionKeeper::without_new(Error error) {
    if (error.kind == ErrorKind::cancelled) {
        failure_.reset();  // those who waited for it are not
        return error;
    }
    failure_ = error;
    auto const now = tools_.clock.steady_now();
    pause_ = std::clamp(pause_ * 2, kFirstPause, kLongestPause);
    auto const pause = std::max(pause_, error.retry_after.value_or(0ms));
    if (is_passing(error))
        try_again_at_ = now + pause;
    if (!is_usable())
        return error;
    held_->renew_at = now + std::max<milliseconds>(pause, 30s);
    tools_.log->warn("event=session_not_renewed account={} {}; the one at hand stays in use", tools_.label,
                     field("reason", error.line()));
    return held_->credentials;
}

void SessionKeeper::invalidate(std::string_view access_key_id) {
    if (held_ && held_->credentials.access_key_id == access_key_id)
        held_.reset();
}

}  // namespace sasyncd
