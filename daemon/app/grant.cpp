#include "app/commands.hpp"
#include "app/database_desk.hpp"
#include "app/names.hpp"
#include "app/reader_order.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace sasyncd {

namespace {

/// `grant` and `revoke`: look, refuse or do, and say what the reader may see now.
class ReaderCommand {
public:
    ReaderCommand(CommandLine const& line, Settings const& settings, Log log)
        : line_(line),
          desk_(line.command, settings.database, std::move(log)),
          book_(desk_.open<ReaderBook>()) {}

    int run() {
        return desk_.run([this] { return carry_out(); });
    }

private:
    Task<int> carry_out() {
        auto const before = co_await book_.look(line_.reader);
        if (!before.has_value())
            co_return desk_.failed(before.error());
        auto const refusal = is_grant() ? refuse_grant(line_, *before) : refuse_revocation(line_, *before);
        if (refusal.exit_status != 0) {
            fmt::print(stderr, "sasyncd: {}\n", refusal.why);
            co_return refusal.exit_status;
        }
        auto order = is_grant() ? grant(*before) : revoke(*before);
        auto const done = co_await std::move(order);
        if (!done.has_value())
            co_return desk_.failed(done.error());
        auto const after = co_await book_.look(line_.reader);
        if (!after.has_value())
            co_return desk_.failed(after.error());
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
    DatabaseDesk desk_;
    ReaderBook book_;
};

}  // namespace

int run_grant(CommandLine const& line, Settings settings, Log log) {
    return ReaderCommand(line, settings, std::move(log)).run();
}

}  // namespace sasyncd
