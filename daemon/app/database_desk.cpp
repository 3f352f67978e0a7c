#include "app/database_desk.hpp"

#include "app/exit_code.hpp"
#include "app/io_run.hpp"
#include "app/report.hpp"

namespace sasyncd {

DatabaseDesk::DatabaseDesk(std::string name, DatabaseOptions const& options, Log log)
    : name_(std::move(name)),
      options_(options),
      log_(std::move(log)),
      thread_(io_.get_executor(), name_, options, log_),
      migrator_(thread_, options) {}

int DatabaseDesk::run(std::function<Task<int>()> const& carry_out) {
    int status = exit_code::kBug;
    auto task = [&]() -> Task<void> {
        auto const ready = co_await expect_current_schema(migrator_);
        if (ready.has_value())
            status = co_await carry_out();
        else
            status = report_not_ready(log_, ready.error());
    };
    run_to_end(io_, task());
    return status;
}

int DatabaseDesk::failed(Error const& error) const {
    return report_failure(log_, name_, error);
}

}  // namespace sasyncd
