#include "options.hpp"

#include "json_text.hpp"

#include <fmt/format.h>

#include <charconv>
#include <functional>
#include <limits>
#include <map>
#include <stdexcept>

namespace sasyncd::simulator {

char const* const kUsage =
    R"(sas_simulator: Alibaba Cloud Security Center, as far as sasyncd calls it, on 127.0.0.1

  sas_simulator --state DIR [options]                   serve until SIGTERM
  sas_simulator control DIR METHOD PATH [JSON|@FILE|-]  ask or tell a running one; prints the answer
  sas_simulator wait DIR [SECONDS]                      until it listens (default 10)

  --state DIR               writes ca.pem, port.china, port.international, port.sts, port.control, env, settings.yaml
  --port N                  china on N, international N+1, sts N+2, control N+3; default 0: any free ports
  --rows N                  generated rows at the china site of each account (200)
  --rows-international N    and at the international one (a quarter of --rows)
  --seed S                  of the generator (1)
  --key ID:SECRET[:TOKEN[:ACCOUNT]]   again for more (test-access-key-id:test-access-key-secret)
  --account-id ID           of keys that name none (1234567890123456)
  --latency-ms N  --quota N  --page-cap N  --certificate KIND   as the settings of these names, for all sites
  --settings JSON           any settings, for all sites
  --faults FILE             a fault script to begin with
  --tls VERSION             the highest that is offered: 1.3, 1.2, 1.1
  --until-stdin-closes      ends when its standard input does
  --quiet                   no line on standard output
)";

namespace {

std::uint64_t to_number(std::string const& name, std::string const& text, std::uint64_t highest) {
    std::uint64_t value = 0;
    auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc{} || end != text.data() + text.size() || value > highest) {
        throw std::invalid_argument{
            fmt::format("{}: expected a number up to {}, not {}", name, highest, text)};
    }
    return value;
}

}  // namespace

Options parse_options(std::vector<std::string> const& arguments) {
    constexpr std::uint64_t kAny = std::numeric_limits<std::uint64_t>::max();
    Options out;
    std::string set;  // settings given one by one
    auto const setting = [&set](std::string_view name, std::string const& value) {
        set += fmt::format("{}\"{}\":{}", set.empty() ? "" : ",", name, value);
    };
    using Take = std::function<void(std::string const& name, std::string const& value)>;
    const std::map<std::string, Take> with_value = {
        {"--state", [&](auto&, auto& v) { out.state = v; }},
        {"--port", [&](auto& n, auto& v) { out.port = static_cast<std::uint16_t>(to_number(n, v, 65532)); }},
        {"--rows", [&](auto& n, auto& v) { out.rows = to_number(n, v, 4'000'000); }},
        {"--rows-international",
         [&](auto& n, auto& v) { out.rows_international = to_number(n, v, 4'000'000); }},
        {"--seed", [&](auto& n, auto& v) { out.seed = to_number(n, v, kAny); }},
        {"--key", [&](auto&, auto& v) { out.keys.push_back(v); }},
        {"--account-id", [&](auto&, auto& v) { out.account_id = v; }},
        {"--latency-ms",
         [&](auto& n, auto& v) { setting("latency_ms", std::to_string(to_number(n, v, 1'000'000))); }},
        {"--quota", [&](auto&, auto& v) { setting("quota", v); }},
        {"--page-cap",
         [&](auto& n, auto& v) { setting("page_cap", std::to_string(to_number(n, v, 1'000'000))); }},
        {"--certificate", [&](auto&, auto& v) { setting("certificate", json_string(v)); }},
        {"--settings", [&](auto&, auto& v) { out.settings = v; }},
        {"--faults", [&](auto&, auto& v) { out.faults_file = v; }},
        {"--tls", [&](auto&, auto& v) { out.tls = v; }},
    };
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        std::string const& name = arguments[i];
        if (name == "--until-stdin-closes") {
            out.until_stdin_closes = true;
        } else if (name == "--quiet") {
            out.quiet = true;
        } else if (name == "--help") {
            out.help = true;
        } else if (auto const found = with_value.find(name); found == with_value.end()) {
            throw std::invalid_argument{fmt::format("unknown option {}", name)};
        } else if (i + 1 == arguments.size()) {
            throw std::invalid_argument{fmt::format("{}: value missing", name)};
        } else {
            found->second(name, arguments[++i]);
        }
    }
    if (!set.empty()) {
        const std::size_t brace = out.settings.find('{');
        bool const is_empty = out.settings.find('"') == std::string::npos;
        out.settings.insert(brace == std::string::npos ? 0 : brace + 1, set + (is_empty ? "" : ","));
    }
    return out;
}

}  // namespace sasyncd::simulator
