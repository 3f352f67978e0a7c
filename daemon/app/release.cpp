#include "app/source_order.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

std::string consequence(SourceStatus const& source) {
    return fmt::format(
        "{} holds {} {} open that did not come any more, of {} open findings. A release lets the next sweep "
        "ask the API for each of them, and close those that are really gone.",
        source.name, source.held, source.held == 1 ? "occurrence" : "occurrences", source.open_findings);
}

std::string needless(SourceStatus const& source) {
    return source.held > 0 ? "" : source.name + " holds nothing; there is nothing to release.";
}

}  // namespace

int run_release(CommandLine const& line, Settings settings, Log log) {
    OrderTexts texts{
        ActionKind::release,
        "release",
        "released",
        "Release them?",
        " The next sweep asks the API for each of them, and closes those that are gone; sasyncd sync "
        "makes one now.",
        consequence,
        needless};
    return SourceOrder(std::move(texts), line, settings, std::move(log)).run();
}

}  // namespace sasyncd
