#include "app/action_desk.hpp"

#include "app/exit_code.hpp"
#include "app/petition.hpp"

#include <fmt/format.h>

namespace sasyncd {

Task<void> ActionDesk::watch() {
    for (;;) {
        co_await wiring_.clock.sleep_for(wiring_.leases.period());
        co_await look();
        if (book_.has(ActionKind::sync) || book_.has(ActionKind::release) || book_.has(ActionKind::retire))
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

Task<void> ActionDesk::carry_out_orders() {
    for (auto const kind : {ActionKind::release, ActionKind::retire}) {
        auto orders = book_.take(kind);
        for (auto& order : orders)
            co_await carry_out(std::move(order));
    }
}

Task<void> ActionDesk::carry_out(Action order) {
    auto const& request = order.request;
    auto leader = wiring_.leases.held(request.account_id);
    if (!leader) {
        book_.give_back(order);
        co_return;
    }
    auto done = co_await wiring_.actions.carry_out(std::move(*leader), order);
    if (done.has_value()) {
        wiring_.log->info("event={}d account_id={} source_id={} {} {} {}", to_string(request.kind),
                          request.account_id, request.source_id.value_or(0), field("result", *done),
                          field("asked_by", request.asked_by), field("reason", request.reason));
    } else if (done.error().kind == ErrorKind::rejected) {
        auto answer = to_text({exit_code::of(done.error().kind), 0, done.error().line()});
        co_await tell(std::move(order), std::move(answer));
    } else {
        book_.give_back(order);
        wiring_.log->warn("event=not_{}d account_id={} {}; tried again", to_string(request.kind),
                          request.account_id, field("reason", done.error().line()));
    }
}

Task<void> ActionDesk::tell(Action action, std::string answer) {
    std::vector<std::int64_t> ids = {action.action_id};
    auto told = co_await wiring_.actions.done(action.request.account_id, std::move(ids), std::move(answer));
    if (!told.has_value())
        wiring_.log->warn("event=not_answered action={} account_id={} {} {}", to_string(action.request.kind),
                          action.request.account_id, field("asked_by", action.request.asked_by),
                          field("reason", told.error().line()));
}

Task<void> ActionDesk::answer(std::vector<Action> syncs, AnswerOf answer_of) {
    for (auto& sync : syncs) {
        auto const& account_id = sync.request.account_id;
        if (!wiring_.leases.held(account_id)) {
            book_.give_back(sync);
            continue;
        }
        auto answer = to_text(answer_of(account_id));
        co_await tell(std::move(sync), std::move(answer));
    }
}

}  // namespace sasyncd
