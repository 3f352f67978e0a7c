// Settings, whatever an operator or a template engine writes: nothing throws, every fault names its place in one
// printable line, no secret is shown, and what is printed means what was read.

#include "fuzz/property.hpp"
#include "fuzz/scratch_folder.hpp"
#include "settings/settings.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <string>

namespace sasyncd::fuzz {
namespace {

constexpr std::string_view kCanary = "c4n4ry-of-a-secret";

Settings with_canaries(Settings settings) {
    settings.database.url = Secret(kCanary);
    settings.transport.proxy = Secret(kCanary);
    for (auto& account : settings.accounts) {
        account.credentials.access_key_secret = Secret(kCanary);
        account.credentials.security_token = Secret(kCanary);
    }
    return settings;
}

void check_fault(SettingsFault const& fault, std::string const& file, std::string_view text) {
    auto const line = fault.to_line();
    expect(is_one_printable_line(line), "a fault is one printable line", line);
    expect(fault.file == file && !fault.what.empty(), "a fault names its file and says something", line);
    auto const lines = std::count(text.begin(), text.end(), '\n') + 1;
    bool const has_place = fault.line >= 1 && fault.line <= lines + 1 && fault.column >= 1;
    expect(has_place || fault.path.empty(), "a fault names its place", line);
    expect(line.find(kCanary) == std::string::npos, "a fault shows no secret", line);
    expect(line.size() < 8000, "a fault is bounded", line);
}

/// Printed and read again they are the same.
void check_printed(Settings settings, ScratchFolder const& scratch) {
    expect(print_settings(with_canaries(settings)).find(kCanary) == std::string::npos,
           "secrets are not printed");
    settings.transport.proxy = Secret();  // printed as *** it is no proxy
    auto const printed = print_settings(settings);
    auto const again = parse_settings(printed, scratch.settings_file(), scratch.environment());
    if (auto const* faults = std::get_if<SettingsFaults>(&again))
        expect(false, "what is printed can be read", faults->front().to_line() + "\n" + printed);
    else
        expect(print_settings(std::get<Settings>(again)) == printed, "what is printed means what was read",
               printed);
}

void check_settings(Settings const& settings, ScratchFolder const& scratch) {
    expect(!settings.accounts.empty(), "there is an account");
    std::set<std::string> labels;
    for (auto const& account : settings.accounts) {
        expect(!account.scope.label.empty() && labels.insert(account.scope.label).second,
               "accounts have names of their own");
        expect(account.scope.page_size >= 1 && account.scope.page_size <= 5000,
               "a page size is in its range");
        expect(account.scope.sites_auto || !account.scope.sites.empty(), "there is a site");
    }
    expect(settings.sweep.schedule.every >= std::chrono::seconds(1), "a period is in its range");
    expect(settings.sweep.schedule.jitter >= 0 && settings.sweep.schedule.jitter <= 1,
           "jitter is in its range");
    expect(settings.sweep.quota.requests_per_second >= 0.01, "a quota is in its range");
    check_printed(settings, scratch);
}

}  // namespace
}  // namespace sasyncd::fuzz

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    using namespace sasyncd;
    static fuzz::ScratchFolder const scratch(fuzz::kCanary);
    std::string const text(fuzz::text_of(data, size));
    if (!scratch.is_fit(text))
        return 0;
    auto const loaded = parse_settings(text, scratch.settings_file(), scratch.environment());
    if (auto const* faults = std::get_if<SettingsFaults>(&loaded)) {
        fuzz::expect(!faults->empty(), "refused settings have a fault");
        for (auto const& fault : *faults)
            fuzz::check_fault(fault, scratch.settings_file(), text);
    } else {
        fuzz::check_settings(std::get<Settings>(loaded), scratch);
    }
    return 0;
}
