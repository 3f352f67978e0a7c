#include "sweep/publisher.hpp"

namespace sasyncd {

namespace {

/// Of rows in full that wait. As many are being published meanwhile, so this much counts twice in the memory.
constexpr std::size_t kPartBytes = 11'000'000;

}  // namespace

Publisher::Publisher(WalkParts const& parts, Source const& source, Leadership leader, Difference& difference,
                     boost::asio::any_io_executor executor)
    : parts_(parts),
      source_(source),
      leader_(std::move(leader)),
      difference_(difference),
      under_way_(std::move(executor)),
      last_publish_(parts.clock.steady_now()) {}

Task<Status> Publisher::publish_if_due() {
    auto const& walk = parts_.options.walk;
    bool const is_enough =
        difference_.waiting() >= walk.publish_rows || difference_.waiting_bytes() >= kPartBytes;
    bool const is_old = parts_.clock.steady_now() - last_publish_ >= walk.publish_every;
    if (difference_.waiting() == 0 || (!is_enough && !is_old))
        co_return Status();
    auto previous = co_await await_previous();
    if (previous.has_value())
        begin();
    co_return previous;
}

Task<Status> Publisher::finish() {
    auto previous = co_await await_previous();
    if (!previous.has_value() || difference_.waiting() == 0)
        co_return previous;
    begin();
    auto last = co_await await_previous();
    co_return last;
}

Task<void> Publisher::drain() {
    while (under_way_.pending() > 0)
        (void)co_await under_way_.next();
}

void Publisher::begin() {
    last_publish_ = parts_.clock.steady_now();
    under_way_.start(publish(difference_.take_part()));
}

Task<Publisher::Arrival> Publisher::publish(Part part) {
    auto outcome = co_await parts_.ledger.publish(leader_, source_.site, std::move(part));
    co_return Arrival(std::move(outcome));
}

Task<Status> Publisher::await_previous() {
    if (under_way_.pending() == 0)
        co_return Status();
    auto arrival = co_await under_way_.next();
    if (!arrival->has_value())
        co_return Status(arrival->error());
    auto const& outcome = arrival->value();
    total_.opened += outcome.opened;
    total_.reopened += outcome.reopened;
    total_.closed += outcome.closed;
    total_.changed += outcome.changed;
    total_.rescanned += outcome.rescanned;
    total_.rows_written += outcome.rows_written;
    parts_.observer.published(source_, outcome);
    co_return Status();
}

}  // namespace sasyncd
