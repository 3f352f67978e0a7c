#include "store/pulse.hpp"

#include "store/session.hpp"

#include <algorithm>

namespace sasyncd {

namespace {

// Together 2 × 5 + 2 × 5 s: noticed within 20 s.
constexpr std::chrono::milliseconds kLookEvery{5'000};
constexpr std::chrono::milliseconds kAnswersWithin{4'500};  ///< libpq gives up connecting after 5 s
constexpr int kFewestSilences = 2;
constexpr int kMostSilences = 64;

}  // namespace

Task<void> Pulse::keep() {
    int silences = 0;
    // A pooler that has no session to spare is as silent: what is slow must get through in the end.
    int enough = kFewestSilences;
    for (;;) {
        if (silences == 0)
            co_await clock_.sleep_for(kLookEvery);
        bool const asks = is_waited_for();
        bool is_silent = false;
        if (asks)
            is_silent = !co_await is_alive();
        silences = is_silent ? silences + 1 : 0;
        if (asks && !is_silent)
            enough = kFewestSilences;
        if (silences < enough)
            continue;
        give_up();
        silences = 0;
        enough = std::min(2 * enough, kMostSilences);
    }
}

void Pulse::give_up() {
    log_->error(
        "event=database_silent; it answers nobody, so what waits for it is given up and tried again: see "
        "whether the server hangs, and whether a pooler has a session to spare");
    for (auto* thread : watched_)
        thread->cut();
}

bool Pulse::is_waited_for() {
    bool lasts = false;
    for (std::size_t i = 0; i < watched_.size(); ++i) {
        auto const now = watched_[i]->call_under_way();
        lasts = lasts || (now != 0 && now == under_way_[i]);
        under_way_[i] = now;
    }
    return lasts;
}

Task<bool> Pulse::is_alive() {
    DatabaseThread::Work<void> work = [](Session& session) {
        auto answered = session.transact([](Transaction&) -> Status { return {}; });
        session.disconnect();  // none is kept for what is seldom needed
        return answered;
    };
    auto const since = clock_.steady_now();
    auto const answer = co_await probe_.call<void>(kAnswersWithin, std::move(work));
    co_return answer.has_value() || clock_.steady_now() - since < kAnswersWithin;
}

}  // namespace sasyncd
