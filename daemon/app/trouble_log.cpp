#include "app/trouble_log.hpp"

namespace sasyncd {

namespace {

constexpr std::chrono::seconds kAgainAfter{30};

}  // namespace

void TroubleLog::database_failed(Error const& error) {
    auto text = error.line();
    auto const now = clock_.steady_now();
    if (text == told_ && now - told_at_ < kAgainAfter)
        return;
    log_->warn("event=database_failed {}; tried again", field("reason", text));
    told_ = std::move(text);
    told_at_ = now;
}

}  // namespace sasyncd
