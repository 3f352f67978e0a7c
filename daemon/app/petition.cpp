#include "app/petition.hpp"

namespace sasyncd {

namespace {

constexpr std::chrono::milliseconds kLookEvery = std::chrono::seconds(1);

bool may_pass(Error const& error) {
    return error.kind == ErrorKind::unavailable || error.kind == ErrorKind::retry_later;
}

}  // namespace

Task<Result<PetitionOutcome>> Petition::ask(ActionRequest request, SteadyTime deadline) {
    auto const account_id = request.account_id;
    auto const asked = co_await actions_.ask(std::move(request));
    if (!asked.has_value())
        co_return asked.error();
    while (clock_.steady_now() < deadline) {
        co_await clock_.sleep_for(kLookEvery);
        auto seen = co_await look(account_id, *asked);
        if (seen.has_value() && *seen)
            co_return std::move(**seen);
        if (!seen.has_value() && !may_pass(seen.error()))
            co_return seen.error();
    }
    std::vector<std::int64_t> ids = {*asked};
    (void)co_await actions_.done(account_id, std::move(ids), "withdrawn: its asker waited long enough");
    co_return PetitionOutcome();
}

Task<Result<std::optional<PetitionOutcome>>> Petition::look(std::string account_id, std::int64_t action_id) {
    PetitionOutcome outcome;
    auto free = co_await leases_.hold(account_id);
    if (!free.has_value())
        co_return free.error();
    outcome.leader = std::move(*free);
    // After the lease: whoever held it may have answered just before it went.
    auto answered = co_await actions_.touch(account_id, action_id);
    if (!answered.has_value())
        co_return answered.error();
    if (*answered) {
        outcome.answer = parse_answer(**answered);
        co_return std::optional(std::move(outcome));
    }
    if (!outcome.leader)
        co_return std::optional<PetitionOutcome>();
    std::vector<std::int64_t> ids = {action_id};
    auto noted =
        co_await actions_.done(account_id, std::move(ids), "carried out by its asker, who leads now");
    if (!noted.has_value())
        co_return noted.error();
    co_return std::optional(std::move(outcome));
}

}  // namespace sasyncd
