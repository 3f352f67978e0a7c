#include "json_text.hpp"
#include "page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>

// What faults do to the rows and the numbers of a page.
namespace sasyncd::simulator {
namespace {

struct Distortion {
    Page& page;
    Fault const& fault;
    std::uint64_t hit;

    // The row that the fault names ("row", counted from 0), or the first; none on an empty page.
    std::string* row() const {
        auto const at = static_cast<std::size_t>(fault.number("row", 0));
        return page.rows.empty() ? nullptr : &page.rows[std::min(at, page.rows.size() - 1)];
    }

    void set(std::string_view field, std::optional<std::string_view> value) const {
        if (fault.flag("all_rows")) {
            for (std::string& one : page.rows) {
                set_member(one, field, value);
            }
        } else if (std::string* one = row()) {
            set_member(*one, field, value);
        }
    }
};

void set_total(Distortion const& d) {
    auto const values = d.fault.numbers(d.fault.has("values") ? "values" : "value");
    if (!values.empty()) {
        d.page.total = values[(d.hit - 1) % values.size()];
    }
    d.page.total += d.fault.number("add", 0);
}

void empty_page(Distortion const& d) {
    d.page.rows.clear();
    d.page.total = d.fault.number("total", d.page.total);
}

void numbers_as_text(Distortion const& d) {
    d.page.has_numbers_as_text = true;
    for (std::string& row : d.page.rows) {
        std::string changed = row;
        for (auto const& [name, value] : members(row)) {
            if (!value.empty() && (value.front() == '-' || (value.front() >= '0' && value.front() <= '9'))) {
                set_member(changed, name, fmt::format("\"{}\"", value));
            }
        }
        row = std::move(changed);
    }
}

void null_fields(Distortion const& d) {
    const std::string field = d.fault.text("field", "");
    for (const std::string_view name :
         {"Tag", "RepoName", "Namespace", "Pod", "ClusterName", "InstanceName", "InternetIp", "IntranetIp",
          "TargetName", "HighLight", "LatestVerifyTimestamp"}) {
        if (field.empty()) {
            d.set(name, "null");
        }
    }
    if (!field.empty()) {
        d.set(field, "null");
    }
}

void duplicate_rows(Distortion const& d) {
    auto const count = std::min(static_cast<std::size_t>(d.fault.number("count", 1)), d.page.rows.size());
    for (std::size_t i = 0; i < count; ++i) {
        const std::string copy = d.page.rows[i];
        d.page.rows.push_back(copy);
    }
}

void drop_rows(Distortion const& d) {
    auto const count = std::min(static_cast<std::size_t>(d.fault.number("count", 1)), d.page.rows.size());
    d.page.rows.resize(d.page.rows.size() - count);
}

void unknown_fields(Distortion const& d) {
    d.set("MaliciousSource", "\"agentless\"");
    d.set("NewObject", R"({"a":[1,2,{"Status":9}],"b":null})");
    d.set("NewFlag", "true");
}

void unknown_enums(Distortion const& d) {
    d.set("Level", "\"catastrophic\"");
    d.set("Status", "7");
    d.set("TargetType", "\"ECS_DISK\"");
}

void absurd_times(Distortion const& d) {
    d.set("FirstScanTimestamp", "-62135596800000");
    d.set("LatestScanTimestamp", "99999999999999999");
    d.set("LatestVerifyTimestamp", "0");
}

void deep_json(Distortion const& d) {
    auto const depth = static_cast<std::size_t>(d.fault.number("depth", 5000));
    d.set("NewObject", std::string(depth, '[') + std::string(depth, ']'));
}

void huge_path(Distortion const& d) {
    d.set(
        "FilePath",
        fmt::format("\"/{}\"", std::string(static_cast<std::size_t>(d.fault.number("bytes", 100'000)), 'a')));
}

void wrong_type(Distortion const& d) {
    d.set(d.fault.text("field", "MaliciousMd5"), d.fault.text("value", R"({"a":1})"));
}

void set_field(Distortion const& d) {
    d.set(d.fault.text("field", "FilePath"), d.fault.text("value", "null"));
}

using Apply = std::function<void(Distortion const&)>;

std::map<std::string_view, Apply> const& appliers() {
    static const std::map<std::string_view, Apply> table = {
        {"wrong_page_echo",
         [](Distortion const& d) { d.page.current_page = d.fault.number("echo", d.page.current_page + 1); }},
        {"empty_page", empty_page},
        {"total", set_total},
        {"no_page_info", [](Distortion const& d) { d.page.has_page_info = false; }},
        {"no_array", [](Distortion const& d) { d.page.has_array = false; }},
        {"wrapped", [](Distortion const& d) { d.page.is_wrapped = true; }},
        {"numbers_as_text", numbers_as_text},
        {"null_fields", null_fields},
        {"duplicate_rows", duplicate_rows},
        {"drop_rows", drop_rows},
        {"unknown_fields", unknown_fields},
        {"unknown_enums", unknown_enums},
        {"invalid_utf8",
         [](Distortion const& d) { d.set(d.fault.text("field", "FilePath"), "\"/tmp/\xff\xfe\xc3(\""); }},
        {"nul_in_text",
         [](Distortion const& d) { d.set(d.fault.text("field", "FilePath"), R"("/tmp/a\u0000b")"); }},
        {"lone_surrogate",
         [](Distortion const& d) { d.set(d.fault.text("field", "FilePath"), R"("/tmp/\ud800x")"); }},
        {"huge_number",
         [](Distortion const& d) { d.set(d.fault.text("field", "Id"), "18446744073709551616"); }},
        {"absurd_times", absurd_times},
        {"deep_json", deep_json},
        {"huge_path", huge_path},
        {"no_md5", [](Distortion const& d) { d.set("MaliciousMd5", std::nullopt); }},
        {"wrong_type", wrong_type},
        {"set_field", set_field},
    };
    return table;
}

}  // namespace

void distort(Page& page, std::vector<Fault> const& faults, std::uint64_t hit) {
    for (Fault const& fault : faults) {
        if (auto const found = appliers().find(fault.kind); found != appliers().end()) {
            found->second(Distortion{page, fault, std::max<std::uint64_t>(hit, 1)});
        }
    }
}

}  // namespace sasyncd::simulator
