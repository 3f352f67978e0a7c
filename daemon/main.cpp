#include "app/command_line.hpp"
#include "app/commands.hpp"
#include "base/log.hpp"
#include "base/standard_streams.hpp"

#include <cstdio>
#include <exception>

int main(int argc, char** argv) {
    using namespace sasyncd;
    fill_standard_streams();
    int status = exit_code::kBug;
    try {
        auto const parsed = parse_command_line({argv + 1, argv + argc});
        status = parsed.is_usable() ? run_command(parsed) : complain(parsed);
    } catch (std::exception const& error) {
        std::fprintf(stderr, "sasyncd: internal error: %s; please report it\n", error.what());
    }
    flush_log();
    return status;
}
