#include "settings/quantities.hpp"
#include "settings/settings.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace sasyncd {

namespace {

/// YAML's double quotes: whatever is in the text comes back as it was.
std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = text[i];
        auto const byte = static_cast<unsigned char>(c);
        if (text.substr(i, 2) == "${")
            out += '$';  // else a reader would take it for a variable
        if (c == '"' || c == '\\')
            out += '\\';
        if (byte < 0x20 || byte == 0x7F)
            out += fmt::format("\\x{:02x}", byte);
        else
            out += c;
    }
    return out + "\"";
}

std::string in_quotes(Secret const& secret) {
    return secret.empty() ? "\"\"" : "\"***\"";
}

std::string one(std::chrono::milliseconds duration) {
    return format_duration(duration);
}

/// Without an exponent, which the reader does not take.
std::string one(double number) {
    std::array<char, 512> text{};
    auto const end =
        std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed).ptr;
    return {text.data(), end};
}

/// Lines of "key: value" at a depth.
class Writer {
public:
    void open(std::string_view key) {
        out_ += fmt::format("{}{}:\n", indent(), key);
        ++depth_;
    }
    void close() { --depth_; }
    void item() {
        out_ += fmt::format("{}- ", indent());
        is_after_dash_ = true;
        ++depth_;
    }
    void line(std::string_view key, std::string_view value) {
        out_ += fmt::format("{}{}: {}\n", is_after_dash_ ? "" : indent(), key, value);
        is_after_dash_ = false;
    }
    template <class Value>
    void add(std::string_view key, Value const& value) {
        if constexpr (std::is_same_v<Value, std::string> || std::is_same_v<Value, Secret>)
            line(key, in_quotes(value));
        else if constexpr (std::is_same_v<Value, double> ||
                           std::is_convertible_v<Value, std::chrono::milliseconds>)
            line(key, one(value));
        else
            line(key, fmt::format("{}", value));
    }
    [[nodiscard]] std::string take() { return std::move(out_); }

private:
    [[nodiscard]] std::string indent() const { return std::string(depth_ * 2, ' '); }

    std::string out_;
    std::size_t depth_ = 0;
    bool is_after_dash_ = false;
};

std::string joined(std::vector<std::string> const& words) {
    return fmt::format("[{}]", fmt::join(words, ", "));
}

std::string sites_of(ScopeOptions const& scope) {
    std::vector<std::string> names;
    for (auto const site : scope.sites)
        names.emplace_back(to_string(site));
    return scope.sites_auto ? "auto" : joined(names);
}

/// "RepoInstanceId" → "repo_instance_id".
std::string key_of(std::string_view parameter) {
    std::string key;
    for (char const c : parameter) {
        bool const is_upper = c >= 'A' && c <= 'Z';
        if (is_upper && !key.empty())
            key += '_';
        key += is_upper ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return key;
}

void print_filters(Writer& out, Parameters const& filters) {
    if (filters.empty())
        return out.line("filters", "{}");
    out.open("filters");
    std::vector<std::string> ranges;
    for (auto const& [parameter, value] : filters) {
        if (parameter.rfind("ScanRange.", 0) == 0)
            ranges.push_back(value);
        else if (parameter == "Levels")
            out.line("levels", "[" + value + "]");
        else
            out.add(key_of(parameter), value);
    }
    if (!ranges.empty())
        out.line("scan_range", joined(ranges));
    out.close();
}

void print_credentials(Writer& out, std::string_view key, CredentialsOptions const& options) {
    constexpr std::array kKinds = {"chain", "access_key", "ram_role_arn", "ecs_ram_role",
                                   "oidc",  "profile",    "uri"};
    out.open(key);
    out.line("kind", kKinds[static_cast<std::size_t>(options.kind)]);
    out.add("access_key_id", options.access_key_id);
    out.add("access_key_secret", options.access_key_secret);
    out.add("security_token", options.security_token);
    out.add("role_arn", options.role_arn);
    out.add("role_session_name", options.role_session_name);
    out.add("external_id", options.external_id);
    out.add("duration", options.duration);
    if (options.source)
        print_credentials(out, "source", *options.source);
    else
        out.line("source", "{kind: chain}");
    out.add("role_name", options.role_name);
    out.add("provider_arn", options.provider_arn);
    out.add("token_file", options.token_file);
    out.add("profile", options.profile);
    out.add("file", options.file);
    out.add("uri", options.uri);
    out.close();
}

void print_account(Writer& out, AccountSettings const& account) {
    auto const& scope = account.scope;
    out.item();
    out.line("name", in_quotes(scope.label));
    out.add("account_id", scope.account_id);
    out.line("sites", sites_of(scope));
    out.line("regions", scope.regions.empty() ? "all" : joined(scope.regions));
    out.add("page_size", scope.page_size);
    print_credentials(out, "credentials", account.credentials);
    print_filters(out, scope.filters);
    out.close();
}

void print_sweep(Writer& out, SweepOptions const& sweep, TransportOptions const& transport) {
    out.open("schedule");
    out.add("every", sweep.schedule.every);
    out.add("jitter", sweep.schedule.jitter);
    out.add("timeout", sweep.schedule.timeout);
    out.add("accounts_at_once", sweep.schedule.accounts_at_once);
    out.close();
    out.open("quota");
    out.add("requests_per_second", sweep.quota.requests_per_second);
    out.add("in_flight", sweep.quota.in_flight);
    out.close();
    out.open("walk");
    out.add("publish_every", sweep.walk.publish_every);
    out.add("publish_rows", sweep.walk.publish_rows);
    out.add("request_timeout", transport.request_timeout);
    out.add("attempts", sweep.walk.attempts);
    out.line("max_body", format_size(transport.max_body));
    out.close();
    out.line("ask", fmt::format("{{limit: {}}}", sweep.ask.limit));
    out.open("fuse");
    out.add("fraction", sweep.fuse.fraction);
    out.add("minimum", sweep.fuse.minimum);
    out.add("hold", sweep.fuse.hold);
    out.close();
    out.line("freshness", fmt::format("{{limit: {}}}", one(sweep.freshness.limit)));
}

void print_database(Writer& out, Settings const& settings) {
    out.open("database");
    out.add("url", settings.database.url);
    out.add("statement_timeout", settings.database.statement_timeout);
    out.add("lock_timeout", settings.database.lock_timeout);
    out.add("migrate", settings.database.migrate);
    out.close();
    out.line("lease", fmt::format("{{ttl: {}}}", one(settings.lease.ttl)));
    out.open("retention");
    out.add("events", settings.retention.events);
    out.add("rescans", settings.retention.rescans);
    out.add("walks", settings.retention.walks);
    out.close();
}

void print_rest(Writer& out, Settings const& settings) {
    out.open("enrich");
    out.add("malware_names", settings.sweep.enrich.malware_names);
    out.add("repositories", settings.sweep.enrich.repositories);
    out.add("containers", settings.sweep.enrich.containers);
    out.add("every", settings.sweep.enrich.every);
    out.close();
    out.open("endpoints");
    out.add("china", settings.endpoints.china);
    out.add("international", settings.endpoints.international);
    out.add("sts", settings.endpoints.sts);
    out.add("metadata", settings.endpoints.metadata);
    out.add("cr", settings.endpoints.cr);
    out.add("vpc", settings.endpoints.vpc);
    out.close();
    out.line("tls", fmt::format("{{ca_file: {}}}", in_quotes(settings.transport.ca_file)));
    out.add("proxy", settings.transport.proxy);
    out.line("admin", fmt::format("{{listen: {}}}", in_quotes(settings.admin.listen)));
    constexpr std::array kFormats = {"auto", "text", "json"};
    out.line("log", fmt::format("{{level: {}, format: {}}}", settings.log.level,
                                kFormats[static_cast<std::size_t>(settings.log.format)]));
}

}  // namespace

std::string print_settings(Settings const& settings) {
    Writer out;
    print_database(out, settings);
    out.open("accounts");
    for (auto const& account : settings.accounts)
        print_account(out, account);
    out.close();
    print_sweep(out, settings.sweep, settings.transport);
    print_rest(out, settings);
    return out.take();
}

}  // namespace sasyncd
