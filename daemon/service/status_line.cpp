#include "service/status_line.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

std::string time_of_day(SystemTime time) {
    std::chrono::hh_mm_ss const clock(
        std::chrono::floor<std::chrono::seconds>(time - std::chrono::floor<std::chrono::days>(time)));
    return fmt::format("{:02}:{:02}:{:02} UTC", clock.hours().count(), clock.minutes().count(),
                       clock.seconds().count());
}

}  // namespace

std::string status_line(std::vector<SourceResult> const& results, SystemTime ended) {
    std::uint64_t whole = 0;
    std::uint64_t held = 0;
    PartOutcome sums;
    std::string trouble;
    std::size_t sources = 0;
    for (auto const& [source, certificate, duration, is_not_entitled] : results) {
        if (is_not_entitled)
            continue;
        ++sources;
        whole += certificate.verdict == Verdict::whole ? 1 : 0;
        held += certificate.held;
        sums.opened += certificate.outcome.opened + certificate.outcome.reopened;
        sums.changed += certificate.outcome.changed;
        sums.closed += certificate.outcome.closed;
        if (certificate.verdict != Verdict::whole && trouble.empty())
            trouble = fmt::format("; {} {}: {}", source, to_string(certificate.verdict),
                                  printable(certificate.reason, 160));
    }
    if (results.empty())
        return fmt::format("Last sweep {}: no source was walked", time_of_day(ended));
    return fmt::format("Last sweep {}: {} of {} source{} whole; {} opened, {} changed, {} closed{}{}",
                       time_of_day(ended), whole, sources, sources == 1 ? "" : "s", sums.opened, sums.changed,
                       sums.closed, held > 0 ? fmt::format(", {} held", held) : "", trouble);
}

}  // namespace sasyncd
