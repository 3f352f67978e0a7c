#include "app/commands.hpp"
#include "app/io_run.hpp"
#include "app/names.hpp"
#include "app/reader_order.hpp"
#include "app/report.hpp"

#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include <cstdio>

namespace sasyncd {

namespace {

/// `grant` and `revoke`: look, refuse or do, and say what the reader may see now.
class ReaderCommand {
public:
    ReaderCommand(CommandLine const& line, Settings const& settings, Log log)
        : line_(line),
          log_(log),
          thread_(io_.get_executor(), "readers", settings.database, log),
          migrator_(thread_, settings.database),
          book_(thread_, clock_, nobody_, settings.database) {}

    int run() {
        int status = exit_code::kBug;
        auto task = [&]() -> Task<void> { status = co_await carry_out(); };
        run_to_end(io_, task());
        return status;
    }

private:
    Task<int> carry_out() {
        auto const ready = co_await expect_current_schema(migrator_);
        if (!ready.has_value())
            co_return report_not_ready(log_, ready.error());
        auto const before = co_await book_.look(line_.reader);
        if (!before.has_value())
            co_return report_failure(log_, line_.command, before.error());
        auto const refusal = is_grant() ? refuse_grant(line_, *before) : refuse_revocation(line_, *before);
        if (refusal.exit_status != 0) {
            fmt::print(stderr, "sasyncd: {}\n", refusal.why);
            co_return refusal.exit_status;
        }
        auto order = is_grant() ? grant(*before) : revoke(*before);
        auto const done = co_await std::move(order);
        if (!done.has_value())
            co_return report_failure(log_, line_.command, done.error());
        auto const after = co_await book_.look(line_.reader);
        if (!after.has_value())
            co_return report_failure(log_, line_.command, after.error());
        fmt::print("{}\n", in_words(line_.reader, *after));
        co_return exit_code::kDone;
    }

    Task<Status> grant(ReaderState const& reader) {
        if (line_.all)
            return book_.grant_all(line_.reader);
        return book_.grant(line_.reader, named_account_ids(line_, reader), operator_name());
    }

    Task<Status> revoke(ReaderState const& reader) {
        if (line_.accounts.empty())
            return book_.revoke_all(line_.reader);
        return book_.revoke(line_.reader, named_account_ids(line_, reader));
    }

    [[nodiscard]] bool is_grant() const { return line_.command == "grant"; }

    CommandLine const& line_;
    Log log_;
    boost::asio::io_context io_{1};
    RealClock clock_;
    Observer nobody_;
    DatabaseThread thread_;
    Migrator migrator_;
    ReaderBook book_;
};

}  // namespace

int run_grant(CommandLine const& line, Settings settings, Log log) {
    return ReaderCommand(line, settings, std::move(log)).run();
}

}  // namespace sasyncd
