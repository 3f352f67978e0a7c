#include "settings.hpp"

#include "json_text.hpp"

#include <fmt/format.h>

#include <functional>
#include <map>
#include <stdexcept>

namespace sasyncd::simulator {
namespace {

using simdjson::dom::element;

[[noreturn]] void refuse(std::string_view key, std::string_view wanted) {
    throw std::invalid_argument{fmt::format("setting {}: expected {}", key, wanted)};
}

void read(std::string_view key, element value, bool& out) {
    if (value.get(out) != simdjson::SUCCESS) {
        refuse(key, "true or false");
    }
}

void read(std::string_view key, element value, std::int64_t& out) {
    if (value.get(out) != simdjson::SUCCESS) {
        refuse(key, "a whole number");
    }
}

void read(std::string_view key, element value, double& out) {
    if (value.get(out) != simdjson::SUCCESS) {
        refuse(key, "a number");
    }
}

void read(std::string_view key, element value, std::string& out) {
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) {
        refuse(key, "a text");
    }
    out = text;
}

void read(std::string_view key, element value, std::set<std::string>& out) {
    simdjson::dom::array list;
    if (value.get(list) != simdjson::SUCCESS) {
        refuse(key, "a list of texts");
    }
    out.clear();
    for (const element item : list) {
        out.insert(json_text(simdjson::to_string(item)));
    }
}

void read(std::string_view key, element value, std::vector<std::int64_t>& out) {
    simdjson::dom::array list;
    if (value.get(list) != simdjson::SUCCESS) {
        refuse(key, "a list of whole numbers");
    }
    out.clear();
    for (const element item : list) {
        read(key, item, out.emplace_back());
    }
}

std::string show(bool value) {
    return value ? "true" : "false";
}
std::string show(std::int64_t value) {
    return std::to_string(value);
}
std::string show(double value) {
    return fmt::format("{}", value);
}
std::string show(std::string const& value) {
    return json_string(value);
}

template <typename List>
std::string show(List const& list) {
    std::string out = "[";
    for (auto const& item : list) {
        out += fmt::format("{}{}", out.size() > 1 ? "," : "", show(item));
    }
    return out + "]";
}

// The one list of keys: visit(name, member) for each.
template <typename Self, typename Visit>
void for_each_key(Self& self, Visit visit) {
    visit("page_cap", self.page_cap);
    visit("over_cap", self.over_cap);
    visit("offset_by_asked", self.offset_by_asked);
    visit("echo_asked_size", self.echo_asked_size);
    visit("total", self.total);
    visit("total_factor", self.total_factor);
    visit("total_values", self.total_values);
    visit("ignored_filters", self.ignored_filters);
    visit("md5_ignores_case", self.md5_ignores_case);
    visit("hidden_statuses", self.hidden_statuses);
    visit("hidden_kinds", self.hidden_kinds);
    visit("deep_rows", self.deep_rows);
    visit("deep_answer", self.deep_answer);
    visit("deep_code", self.deep_code);
    visit("wrapped", self.wrapped);
    visit("latency_ms", self.latency_ms);
    visit("quota", self.quota);
    visit("quota_burst", self.quota_burst);
    visit("retry_after", self.retry_after);
    visit("clock_offset_s", self.clock_offset_s);
    visit("check_signature", self.check_signature);
    visit("certificate", self.certificate);
}

void check_one_of(std::string_view key, std::string const& value,
                  std::initializer_list<std::string_view> allowed) {
    for (const std::string_view one : allowed) {
        if (value == one) {
            return;
        }
    }
    refuse(key, fmt::format("one of {}", fmt::join(allowed, ", ")));
}

}  // namespace

std::string Settings::to_json() const {
    std::string out = "{";
    for_each_key(*this, [&out](std::string_view key, auto const& value) {
        out += fmt::format("{}\"{}\":{}", out.size() > 1 ? "," : "", key, show(value));
    });
    return out + "}";
}

void Settings::apply(simdjson::dom::object changes) {
    Settings changed = *this;
    for (auto const [key, value] : changes) {
        bool is_known = false;
        for_each_key(changed, [&, key = key, value = value](std::string_view name, auto& member) {
            if (name == key) {
                read(name, value, member);
                is_known = true;
            }
        });
        if (!is_known) {
            throw std::invalid_argument{fmt::format("unknown setting {}", key)};
        }
    }
    check_one_of("over_cap", changed.over_cap, {"serve", "default", "error"});
    check_one_of("total", changed.total, {"rows", "images", "scaled", "forced", "alternating"});
    check_one_of("deep_answer", changed.deep_answer, {"error", "empty"});
    check_one_of("certificate", changed.certificate, {"good", "wrong-name", "expired", "self-signed"});
    *this = std::move(changed);
}

}  // namespace sasyncd::simulator
