#include "app/report.hpp"

#include "app/exit_code.hpp"

namespace sasyncd {

int report_failure(Log const& log, std::string const& where, Error const& error) {
    if (error.kind != ErrorKind::cancelled)
        log->error("event=failed {} kind={} {}", field("where", where), to_string(error.kind),
                   field("reason", error.line()));
    return exit_code::of(error.kind);
}

int report_not_ready(Log const& log, Error const& error) {
    log->error("event=database_not_ready {}", field("reason", error.line()));
    return error.kind == ErrorKind::retry_later ? exit_code::kUnavailable : exit_code::of(error.kind);
}

Task<Status> expect_current_schema(Migrator& migrator) {
    auto state = co_await migrator.state();
    if (!state.has_value())
        co_return state.error();
    if (state->kind != SchemaState::Kind::current)
        co_return Error(ErrorKind::rejected, std::move(state->detail));
    co_return Status();
}

}  // namespace sasyncd
