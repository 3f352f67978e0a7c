#include "app/action_desk.hpp"

#include "app/petition.hpp"

#include <fmt/format.h>

namespace sasyncd {

Task<void> ActionDesk::watch() {
    for (;;) {
        co_await wiring_.clock.sleep_for(wiring_.leases.period());
        co_await look();
        if (book_.has(ActionKind::sync) || book_.has(ActionKind::release))
            doorbell_.ring();
    }
}

Task<void> ActionDesk::look() {
    auto const accounts = wiring_.leases.accounts();
    book_.keep_accounts(accounts);
    for (auto const& account_id : accounts) {
        auto pending = co_await wiring_.action_watch.pending(account_id, kActionLapse);
        if (pending.has_value())
            book_.note(account_id, std::move(*pending));
        else  // whoever renews the lease at the same time says it louder
            wiring_.log->debug("event=actions_not_read account_id={} {}", account_id,
                               field("reason", pending.error().line()));
    }
}

Task<void> ActionDesk::carry_out_releases() {
    auto releases = book_.take(ActionKind::release);
    for (auto& release : releases)
        co_await carry_out(std::move(release));
}

Task<void> ActionDesk::carry_out(Action release) {
    auto const& request = release.request;
    auto leader = wiring_.leases.held(request.account_id);
    if (!leader) {
        book_.give_back(release);
        co_return;
    }
    auto released = co_await wiring_.actions.release(std::move(*leader), release);
    if (released.has_value()) {
        wiring_.log->info("event=released account_id={} source_id={} occurrences={} {} {}",
                          request.account_id, request.source_id.value_or(0), *released,
                          field("asked_by", request.asked_by), field("reason", request.reason));
        co_return;
    }
    book_.give_back(release);
    wiring_.log->warn("event=not_released account_id={} {}; tried again", request.account_id,
                      field("reason", released.error().line()));
}

Task<void> ActionDesk::answer(std::vector<Action> syncs, AnswerOf answer_of) {
    for (auto& sync : syncs) {
        auto const& account_id = sync.request.account_id;
        if (!wiring_.leases.held(account_id)) {
            book_.give_back(sync);
            continue;
        }
        auto result = to_text(answer_of(account_id));
        std::vector<std::int64_t> ids = {sync.action_id};
        auto told = co_await wiring_.actions.done(account_id, std::move(ids), std::move(result));
        if (!told.has_value())
            wiring_.log->warn("event=sync_not_answered account_id={} {} {}", account_id,
                              field("asked_by", sync.request.asked_by), field("reason", told.error().line()));
    }
}

}  // namespace sasyncd
