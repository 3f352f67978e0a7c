#include "app/source_order.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

std::string consequence(SourceStatus const& source) {
    return fmt::format(
        "{} has {} open {}. Retiring it closes them with reason source_retired, which counts as no "
        "remediation; nothing is asked of the API.",
        source.name, source.open_findings, source.open_findings == 1 ? "finding" : "findings");
}

std::string needless(SourceStatus const& source) {
    return source.health == "retired" ? source.name + " is retired already." : "";
}

}  // namespace

int run_retire(CommandLine const& line, Settings settings, Log log) {
    OrderTexts texts{ActionKind::retire, "retire", "retired", "Retire it?", "", consequence, needless};
    return SourceOrder(std::move(texts), line, settings, std::move(log)).run();
}

}  // namespace sasyncd
