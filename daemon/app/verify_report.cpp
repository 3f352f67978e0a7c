#include "app/verify_report.hpp"

#include "base/text.hpp"
#include "service/terminal.hpp"

#include <fmt/format.h>
#include <unistd.h>

namespace sasyncd {

namespace {

constexpr std::size_t kLongestValue = 200;

std::string value(std::string const& text) {
    return text.empty() ? "nothing" : printable(text, kLongestValue);
}

std::string subject(Discrepancy const& difference) {
    auto text = difference.thing;
    if (!difference.image.empty())
        text += fmt::format(" {} {}", printable(difference.image, kLongestValue),
                            printable(difference.malicious_md5, kLongestValue));
    else if (!difference.finding_key.empty())
        text += " " + difference.finding_key;
    if (!difference.place.empty())
        text += fmt::format(" ({})", printable(difference.place, kLongestValue));
    return text;
}

std::string in_numbers(std::uint64_t count, char const* one, char const* many) {
    return fmt::format("{} {}", grouped(count, style_of(STDOUT_FILENO)), count == 1 ? one : many);
}

}  // namespace

std::string difference_line(Discrepancy const& difference) {
    return fmt::format("{}: {} is {}, expected {}", subject(difference), printable(difference.field),
                       value(difference.stored), value(difference.expected));
}

void print_differences(std::string const& account, CheckOutcome const& check) {
    for (auto const& difference : check.shown)
        fmt::print("{}: {}\n", account, difference_line(difference));
    if (auto const others = check.differences - check.shown.size(); others > 0)
        fmt::print("{}: {}: and {} more\n", account, check.name, grouped(others, style_of(STDOUT_FILENO)));
}

void print_verification(std::string const& account, Verification const& verification) {
    for (auto const& check : verification.checks)
        print_differences(account, check);
    auto const differences = verification.differences();
    fmt::print("{}: verified {}, {}, {}, {}, {}: {}\n", account,
               in_numbers(verification.occurrences, "occurrence", "occurrences"),
               in_numbers(verification.findings, "finding", "findings"),
               in_numbers(verification.episodes, "episode", "episodes"),
               in_numbers(verification.events, "event", "events"),
               in_numbers(verification.walks, "walk", "walks"),
               differences == 0 ? "no difference" : in_numbers(differences, "difference", "differences"));
}

}  // namespace sasyncd
