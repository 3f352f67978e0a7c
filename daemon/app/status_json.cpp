#include "app/status_json.hpp"

#include "app/names.hpp"
#include "base/text.hpp"
#include "sweep/source.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace sasyncd {

namespace {

std::string json_number(std::optional<std::int64_t> const& number) {
    return number ? fmt::format("{}", *number) : "null";
}

std::string as_json(SourceStatus const& source) {
    return fmt::format(
        R"({{"account":{},"account_id":{},"site":{},"source":{},"configured":{},"health":{},"fresh":{},"age_seconds":{},)"
        R"("read_at":{},"proven_at":{},"last_verdict":{},"open_findings":{},"held":{},"reason":{},"edition":{},)"
        R"("image_scans_total":{},"image_scans_left":{},"names_at":{},"not_told":{}}})",
        json_text(source.account), json_text(source.account_id), json_text(source.site),
        json_text(source.name), source.is_configured, json_text(source.health), source.is_fresh,
        source.age ? fmt::format("{:.3f}", static_cast<double>(source.age->count()) / 1000) : "null",
        json_time(source.read_at), json_time(source.proven_at), json_text(source.last_verdict),
        source.open_findings, source.held, json_text(source.reason), json_text(source.subscription.edition),
        json_number(source.subscription.image_scans_total), json_number(source.subscription.image_scans_left),
        json_time(source.names_at), json_text(source.not_told));
}

std::string as_json(VerificationStatus const& verification) {
    return fmt::format(R"({{"account":{},"account_id":{},"verified_at":{},"differences":{}}})",
                       json_text(verification.account), json_text(verification.account_id),
                       json_time(verification.verified_at), verification.differences);
}

template <class T>
std::string list_of(std::vector<T> const& values) {
    std::string json;
    for (auto const& value : values)
        json += (json.empty() ? "" : ",") + as_json(value);
    return json;
}

}  // namespace

std::string json_text(std::string_view text, std::size_t limit) {
    std::string out = "\"";
    for (char const c : printable(text, limit)) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + "\"";
}

std::string json_time(std::optional<SystemTime> const& time) {
    if (!time)
        return "null";
    return fmt::format("\"{:%Y-%m-%dT%H:%M:%SZ}\"", fmt::gmtime(std::chrono::system_clock::to_time_t(*time)));
}

std::string status_json(std::vector<SourceStatus> const& sources,
                        std::vector<VerificationStatus> const& verifications) {
    return fmt::format("{{\"sources\":[{}],\"verifications\":[{}]}}", list_of(sources),
                       list_of(verifications));
}

std::vector<SourceStatus> unknown_sources(Settings const& settings, std::vector<SourceStatus> const& known) {
    std::vector<SourceStatus> unknown;
    for (auto const& account : settings.accounts) {
        for (auto const& source : sources_of(account.scope, {})) {
            if (find_source(known, source.name()) != nullptr)
                continue;
            auto& status = unknown.emplace_back();
            status.account = source.label;
            status.site = to_string(source.site);
            status.name = source.name();
            status.is_configured = true;
            status.health = "new";
            status.reason =
                "no sweep has put it on record yet: sasyncd sync makes one now, sasyncd run on schedule";
        }
    }
    return unknown;
}

}  // namespace sasyncd
