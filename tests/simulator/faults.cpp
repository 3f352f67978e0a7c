#include "faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>

namespace sasyncd::simulator {
namespace {

constexpr std::array<std::string_view, 9> kDeliveries = {
    "stall", "truncated", "endless", "trickle", "reset", "close", "refuse", "delay", "connection_close"};

constexpr std::array<std::string_view, 33> kContents = {"none",
                                                        "error",
                                                        "html",
                                                        "wrong_page_echo",
                                                        "same_page",
                                                        "empty_page",
                                                        "total",
                                                        "no_page_info",
                                                        "no_array",
                                                        "wrapped",
                                                        "numbers_as_text",
                                                        "null_fields",
                                                        "duplicate_rows",
                                                        "unknown_fields",
                                                        "unknown_enums",
                                                        "invalid_utf8",
                                                        "nul_in_text",
                                                        "lone_surrogate",
                                                        "huge_number",
                                                        "absurd_times",
                                                        "deep_json",
                                                        "huge_path",
                                                        "no_md5",
                                                        "wrong_type",
                                                        "filter_ignored",
                                                        "header_flood",
                                                        "oversized",
                                                        "date_offset",
                                                        "gzip",
                                                        "cut_json",
                                                        "drop_rows",
                                                        "set_field",
                                                        "raw_body"};

template <typename List>
bool contains(List const& list, std::string_view value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

std::int64_t to_number(std::string_view name, std::string_view text) {
    std::int64_t value = 0;
    auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc{} || end != text.data() + text.size()) {
        throw std::invalid_argument{
            fmt::format("fault option {}: expected a whole number, not {}", name, text)};
    }
    return value;
}

Fault read_fault(Json object) {
    Fault fault;
    simdjson::dom::object members;
    if (object.get(members) != simdjson::SUCCESS) {
        throw std::invalid_argument{"fault: expected an object"};
    }
    for (auto const [key, value] : members) {
        fault.options.emplace(std::string{key}, to_text(value));
    }
    fault.kind = fault.text("kind", fault.has("code") || fault.has("http") ? "error" : "none");
    if (!is_delivery(fault.kind) && !contains(kContents, fault.kind)) {
        throw std::invalid_argument{fmt::format("unknown fault kind {}", fault.kind)};
    }
    return fault;
}

std::uint64_t count_or(Json object, std::string_view key, std::int64_t otherwise) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, number_or(object, key, otherwise)));
}

}  // namespace

std::string Fault::text(std::string_view name, std::string_view otherwise) const {
    auto const found = options.find(std::string{name});
    return found == options.end() ? std::string{otherwise} : found->second;
}

std::int64_t Fault::number(std::string_view name, std::int64_t otherwise) const {
    auto const found = options.find(std::string{name});
    return found == options.end() ? otherwise : to_number(name, found->second);
}

std::vector<std::int64_t> Fault::numbers(std::string_view name) const {
    std::vector<std::int64_t> out;
    std::string rest = text(name, "");
    while (!rest.empty()) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        out.push_back(to_number(name, std::string_view{rest}.substr(0, comma)));
        rest.erase(0, comma + 1);
    }
    return out;
}

bool is_delivery(std::string_view kind) {
    return contains(kDeliveries, kind);
}

void FaultScript::replace(Json rules) {
    rules_ = read(rules);
}

void FaultScript::append(Json rules) {
    for (Rule& rule : read(rules)) {
        rules_.push_back(std::move(rule));
    }
}

std::vector<FaultScript::Rule> FaultScript::read(Json rules) {
    if (auto const inner = rules.is_object() ? member(rules, "rules") : std::nullopt) {
        rules = *inner;
    }
    if (rules.is_object()) {
        return {read_rule(rules)};
    }
    simdjson::dom::array list;
    if (rules.get(list) != simdjson::SUCCESS) {
        throw std::invalid_argument{"faults: expected a list of rules"};
    }
    std::vector<Rule> out;
    for (const Json rule : list) {
        out.push_back(read_rule(rule));
    }
    return out;
}

FaultScript::Rule FaultScript::read_rule(Json object) {
    Rule rule;
    rule.source = simulator::to_json(object);
    rule.site = text_or(object, "site", "*");
    rule.action = text_or(object, "action", "*");
    rule.account = text_or(object, "account", "*");
    if (rule.site != "*" && !site_of(rule.site)) {
        throw std::invalid_argument{fmt::format("fault rule: unknown site {}", rule.site)};
    }
    rule.skip = count_or(object, "skip", 0);
    rule.times = count_or(object, "times", 0);
    rule.probability = fraction_or(object, "probability", 1.0);
    rule.seed = count_or(object, "seed", 1);
    simdjson::dom::array list;
    if (auto const nth = member(object, "nth"); nth && nth->get(list) == simdjson::SUCCESS) {
        for (const Json number : list) {
            rule.nth.insert(static_cast<std::uint64_t>(to_number("nth", to_text(number))));
        }
    } else if (nth) {
        rule.nth.insert(count_or(object, "nth", 1));
    }
    if (auto const match = member(object, "match")) {
        read_match(*match, rule);
    }
    if (auto const fault = member(object, "fault")) {
        rule.faults.push_back(read_fault(*fault));
    }
    if (auto const faults = member(object, "faults"); faults && faults->get(list) == simdjson::SUCCESS) {
        for (const Json fault : list) {
            rule.faults.push_back(read_fault(fault));
        }
    }
    if (auto const mutate = member(object, "mutate")) {
        rule.mutations.push_back(simulator::to_json(*mutate));
    }
    if (rule.faults.empty() && rule.mutations.empty()) {
        throw std::invalid_argument{"fault rule: neither fault, faults nor mutate"};
    }
    return rule;
}

void FaultScript::read_match(Json object, Rule& rule) {
    simdjson::dom::object members;
    if (object.get(members) != simdjson::SUCCESS) {
        throw std::invalid_argument{"fault rule: match: expected an object"};
    }
    for (auto const [key, value] : members) {
        if (key == "page" && Json{value}.is_object()) {
            rule.page_from = number_or(value, "from", 1);
            rule.page_to = number_or(value, "to", INT64_MAX);
        } else if (key == "page") {
            rule.page_from = rule.page_to = to_number("page", to_text(value));
        } else {
            rule.wanted.emplace(std::string{key},
                                Json{value}.is_null() ? std::nullopt : std::optional{to_text(value)});
        }
    }
}

bool FaultScript::Rule::matches(Call const& call) const {
    if ((site != "*" && site != to_text(call.site)) || (action != "*" && action != call.action) ||
        (account != "*" && account != call.account)) {
        return false;
    }
    for (auto const& [name, value] : wanted) {
        auto const found = call.parameters.find(name);
        bool const is_given = found != call.parameters.end();
        if (is_given != value.has_value() || (value && *value != "*" && *value != found->second)) {
            return false;
        }
    }
    if (page_to == 0) {
        return true;
    }
    auto const page = call.parameters.find(call.action == "ListRepository" ? "PageNo" : "CurrentPage");
    const std::int64_t number = page == call.parameters.end() ? 0 : std::atoll(page->second.c_str());
    return number >= page_from && number <= page_to;
}

bool FaultScript::Rule::is_due() {
    ++matched;
    if (!nth.empty() && !nth.contains(matched)) {
        return false;
    }
    if (matched <= skip || (times != 0 && applied >= times)) {
        return false;
    }
    // Drawn by the number of the match, so that a run can be repeated.
    Random random{seed, matched};
    if (static_cast<double>(random.below(1'000'000)) >= probability * 1'000'000) {
        return false;
    }
    ++applied;
    return true;
}

Injection FaultScript::match(Call const& call) {
    Injection out;
    for (Rule& rule : rules_) {
        if (!rule.matches(call) || !rule.is_due()) {
            continue;
        }
        out.faults.insert(out.faults.end(), rule.faults.begin(), rule.faults.end());
        out.mutations.insert(out.mutations.end(), rule.mutations.begin(), rule.mutations.end());
        out.hit = rule.applied;
    }
    return out;
}

std::string FaultScript::to_json() const {
    std::string out = "[";
    for (Rule const& rule : rules_) {
        out += fmt::format("{}{{\"matched\":{},\"applied\":{},\"rule\":{}}}", out.size() > 1 ? "," : "",
                           rule.matched, rule.applied, rule.source);
    }
    return out + "]";
}

}  // namespace sasyncd::simulator
