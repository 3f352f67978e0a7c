#include "aliyun/recording_head.hpp"

#include "aliyun/json_text.hpp"
#include "base/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <simdjson.h>

#include <algorithm>

namespace sasyncd {

namespace {

namespace dom = simdjson::dom;

constexpr std::int64_t kFormat = 1;

std::string json_of(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

std::string list(std::vector<std::string> const& texts) {
    std::vector<std::string> parts;
    for (auto const& text : texts)
        parts.push_back(json_of(text));
    return fmt::format("[{}]", fmt::join(parts, ","));
}

std::string account_json(ScopeOptions const& scope) {
    std::vector<std::string> sites, filters;
    for (auto const site : scope.sites)
        sites.emplace_back(to_string(site));
    for (auto const& [name, value] : scope.filters)
        filters.push_back(json_of(name) + ":" + json_of(value));
    return fmt::format(
        "{{\"label\":{},\"account_id\":{},\"sites\":{},\"sites_auto\":{},\"regions\":{},"
        "\"page_size\":{},\"filters\":{{{}}}}}",
        json_of(scope.label), json_of(scope.account_id), list(sites), scope.sites_auto, list(scope.regions),
        scope.page_size, fmt::join(filters, ","));
}

/// Calls `visit(name, member)` for each setting that steers a sweep.
template <class Sweep, class Visit>
void each_setting(Sweep& sweep, Visit visit) {
    visit("requests_per_second", sweep.quota.requests_per_second);
    visit("in_flight", sweep.quota.in_flight);
    visit("publish_every_ms", sweep.walk.publish_every);
    visit("publish_rows", sweep.walk.publish_rows);
    visit("attempts", sweep.walk.attempts);
    visit("ask_limit", sweep.ask.limit);
    visit("fuse_fraction", sweep.fuse.fraction);
    visit("fuse_minimum", sweep.fuse.minimum);
    visit("fuse_hold_ms", sweep.fuse.hold);
    visit("malware_names", sweep.enrich.malware_names);
    visit("malware_names_every_ms", sweep.enrich.every);
    visit("every_ms", sweep.schedule.every);
    visit("timeout_ms", sweep.schedule.timeout);
    visit("freshness_limit_ms", sweep.freshness.limit);
}

/// Likewise those that older recordings do not have: they keep their defaults.
template <class Sweep, class Visit>
void each_later_setting(Sweep& sweep, Visit visit) {
    visit("repositories", sweep.enrich.repositories);
    visit("containers", sweep.enrich.containers);
}

template <class T>
void append_setting(std::string& out, char const* name, T const& value) {
    out += fmt::format("{}\"{}\":", out.empty() ? "" : ",", name);
    if constexpr (std::is_same_v<T, Milliseconds>)
        out += fmt::format("{}", value.count());
    else
        out += fmt::format("{}", value);
}

/// The first thing that is wrong stays in `fault`.
class Reader {
public:
    explicit Reader(dom::element root) : root_(root) {}

    template <class T>
    void read(char const* name, T& into) {
        auto met = simdjson::SUCCESS;
        if constexpr (std::is_same_v<T, std::string>) {
            std::string_view text;
            met = root_[name].get(text);
            into = text;
        } else if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, double>) {
            met = root_[name].get(into);
        } else {
            std::uint64_t number = 0;
            met = root_[name].get(number);
            if constexpr (std::is_same_v<T, Milliseconds>)
                into = Milliseconds(static_cast<std::int64_t>(number));
            else
                into = static_cast<T>(number);
        }
        note(met, name);
    }
    template <class T>
    void read_if_there(char const* name, T& into) {
        dom::element found;
        if (root_[name].get(found) == simdjson::SUCCESS)
            read(name, into);
    }
    template <class Visit>
    void each(char const* name, Visit visit) {
        dom::array array;
        note(root_[name].get(array), name);
        if (fault.empty())
            for (auto const element : array)
                visit(element);
    }
    void note(simdjson::error_code error, char const* name) {
        if (error && fault.empty())
            fault = fmt::format("{}: {}", name, simdjson::error_message(error));
    }

    std::string fault;

private:
    dom::element root_;
};

/// Labels become names of files, so one from elsewhere must be as the settings would have it.
bool is_label(std::string_view label) {
    return !label.empty() && label.size() <= 40 && std::all_of(label.begin(), label.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

/// As PostgreSQL is to read it, so nothing else may be in it.
bool is_time(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789-:.TZ") == std::string_view::npos;
}

std::string read_text(dom::element const& element) {
    std::string_view text;
    return element.get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

std::string read_account(dom::element const& from, ScopeOptions& scope) {
    Reader reader(from);
    reader.read("label", scope.label);
    reader.read("account_id", scope.account_id);
    reader.read("sites_auto", scope.sites_auto);
    reader.read("page_size", scope.page_size);
    scope.sites.clear();
    reader.each("sites", [&](dom::element const& site) {
        for (auto const known : {Site::china, Site::international})
            if (to_string(known) == read_text(site))
                scope.sites.push_back(known);
    });
    reader.each("regions", [&](dom::element const& region) { scope.regions.push_back(read_text(region)); });
    dom::object filters;
    reader.note(from["filters"].get(filters), "filters");
    if (reader.fault.empty())
        for (auto const field : filters)
            scope.filters[std::string(field.key)] = read_text(field.value);
    if (reader.fault.empty() && !is_label(scope.label))
        reader.fault = "label: not a name of an account";
    return reader.fault;
}

Error none(std::string_view why) {
    return {ErrorKind::malformed, fmt::format("not the head of a recording ({})", why)};
}

}  // namespace

std::string to_json(RecordingHead const& head) {
    std::vector<std::string> accounts;
    for (auto const& account : head.accounts)
        accounts.push_back(account_json(account));
    std::string settings;
    auto const append = [&](char const* name, auto const& value) { append_setting(settings, name, value); };
    each_setting(head.sweep, append);
    each_later_setting(head.sweep, append);
    return fmt::format(
        "{{\"format\":{},\"version\":{},\"started_at\":{},\n\"accounts\":[{}],\n\"settings\":{{{}}}}}\n",
        kFormat, json_of(head.version), json_of(head.started_at), fmt::join(accounts, ",\n  "), settings);
}

Result<RecordingHead> parse_recording_head(std::string_view json) {
    dom::parser parser;
    dom::element root;
    if (auto const fault = parser.parse(json.data(), json.size()).get(root); fault)
        return none(simdjson::error_message(fault));
    Reader reader(root);
    RecordingHead head;
    std::int64_t format = 0;
    reader.read("format", format);
    if (reader.fault.empty() && format != kFormat)
        return Error(ErrorKind::rejected,
                     fmt::format("recorded in format {}, and this version reads {}", format, kFormat))
            .with_remedy("replay it with the version that recorded it");
    reader.read("version", head.version);
    reader.read("started_at", head.started_at);
    reader.each("accounts", [&](dom::element const& account) {
        ScopeOptions scope;
        if (auto fault = read_account(account, scope); !fault.empty())
            reader.fault = "accounts: " + fault;
        head.accounts.push_back(std::move(scope));
    });
    dom::element settings;
    reader.note(root["settings"].get(settings), "settings");
    if (reader.fault.empty() && !is_time(head.started_at))
        reader.fault = "started_at: no time";
    if (!reader.fault.empty())
        return none(reader.fault);
    Reader of_settings(settings);
    each_setting(head.sweep, [&](char const* name, auto& value) { of_settings.read(name, value); });
    each_later_setting(head.sweep,
                       [&](char const* name, auto& value) { of_settings.read_if_there(name, value); });
    if (!of_settings.fault.empty())
        return none("settings: " + of_settings.fault);
    return head;
}

std::string to_line(JournalEntry const& entry) {
    switch (entry.kind) {
        case JournalEntry::Kind::moment:
            return fmt::format("{{\"moment\":{},\"at\":{}}}", json_of(entry.what), json_of(entry.at));
        case JournalEntry::Kind::number:
            return fmt::format("{{\"number\":{},\"is\":{}}}", json_of(entry.what), entry.number);
        case JournalEntry::Kind::end: break;
    }
    return fmt::format("{{\"end\":\"exit\",\"is\":{}}}", entry.number);
}

Result<JournalEntry> parse_journal_entry(std::string_view line) {
    dom::parser parser;
    dom::element root;
    if (auto const fault = parser.parse(line.data(), line.size()).get(root); fault)
        return none(simdjson::error_message(fault));
    JournalEntry entry;
    std::string_view what, at;
    if (root["moment"].get(what) == simdjson::SUCCESS && root["at"].get(at) == simdjson::SUCCESS) {
        if (!is_time(at))
            return none("no time");
        entry.at = at;
    } else if (root["number"].get(what) == simdjson::SUCCESS) {
        entry.kind = JournalEntry::Kind::number;
    } else if (root["end"].get(what) == simdjson::SUCCESS) {
        entry.kind = JournalEntry::Kind::end;
    } else {
        return none("no moment, number or end");
    }
    entry.what = what;
    if (entry.kind != JournalEntry::Kind::moment && root["is"].get(entry.number) != simdjson::SUCCESS)
        return none("no number");
    return entry;
}

std::string recording_file(std::string_view label, Site site) {
    return fmt::format("{}-{}.ndjson.gz", label, to_string(site));
}

}  // namespace sasyncd
