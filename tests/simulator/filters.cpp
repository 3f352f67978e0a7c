#include "filters.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace sasyncd::simulator {
namespace {

struct FieldFilter {
    std::string_view parameter;
    std::string_view field;
    bool is_fuzzy;
};

// Namespace is not among them: as a parameter it is the Kubernetes namespace, as a field the registry's.
constexpr std::array kFieldFilters = {
    FieldFilter{"RepoInstanceId", "RepoInstanceId", false},
    FieldFilter{"RepoId", "RepoId", false},
    FieldFilter{"RepoName", "RepoName", true},
    FieldFilter{"RepoNamespace", "Namespace", true},
    FieldFilter{"ImageTag", "Tag", false},
    FieldFilter{"ImageDigest", "Digest", false},
    FieldFilter{"ImageLayer", "Layer", false},
    FieldFilter{"Image", "Image", false},
    FieldFilter{"ClusterId", "ClusterId", false},
    FieldFilter{"ClusterName", "ClusterName", false},
    FieldFilter{"Pod", "Pod", false},
    FieldFilter{"ContainerId", "ContainerId", false},
};

constexpr std::array<std::string_view, 12> kOtherParameters = {
    "CurrentPage",  "PageSize",  "Lang",       "MaliciousMd5", "Levels", "Status",
    "RepoRegionId", "Namespace", "GroupField", "InstanceId",   "PageNo", "RepoStatus"};

bool is_scan_range(std::string_view name) {
    constexpr std::string_view kPrefix = "ScanRange.";
    return name.substr(0, kPrefix.size()) == kPrefix;
}

template <typename List, typename Value>
bool contains(List const& list, Value const& value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

std::vector<Name> split_levels(std::string_view list) {
    std::vector<Name> out;
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        out.push_back(intern(list.substr(0, comma)));
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
    }
    return out;
}

bool matches_fuzzily(std::string const& text, std::string const& wanted) {
    return lower(text).find(lower(wanted)) != std::string::npos;
}

}  // namespace

std::string lower(std::string_view text) {
    std::string out{text};
    for (char& c : out) {
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return out;
}

bool is_known_parameter(std::string_view name) {
    auto const is_named = [name](FieldFilter const& filter) { return filter.parameter == name; };
    return is_scan_range(name) || contains(kOtherParameters, name) ||
           std::any_of(kFieldFilters.begin(), kFieldFilters.end(), is_named);
}

Filter::Filter(Parameters const& parameters, Settings const& settings) {
    auto const asked = [&](std::string_view name) -> std::optional<std::string> {
        const auto found = parameters.find(std::string{name});
        if (found == parameters.end() || found->second.empty() ||
            settings.ignored_filters.contains(found->first)) {
            return std::nullopt;
        }
        note(name, found->second);
        return found->second;
    };
    if (auto const md5 = asked("MaliciousMd5")) {
        md5_ = lower(*md5);
        md5_as_asked_ = *md5;
        md5_ignores_case_ = settings.md5_ignores_case;
    }
    if (auto const levels = asked("Levels")) {
        levels_ = split_levels(*levels);
    }
    if (auto const status = asked("Status")) {
        status_ = intern(*status);
    }
    if (auto const region = asked("RepoRegionId")) {
        region_ = intern(*region);
    }
    if (auto const name_space = asked("Namespace")) {
        k8s_namespace_ = intern(*name_space);
    }
    for (FieldFilter const& filter : kFieldFilters) {
        if (auto wanted = asked(filter.parameter)) {
            fields_.push_back({filter.field, std::move(*wanted), filter.is_fuzzy});
        }
    }
    for (auto const& [name, value] : parameters) {
        if (is_scan_range(name) && !settings.ignored_filters.contains("ScanRange")) {
            note(name, value);
            scan_range_.push_back(value);
        }
    }
    for (std::string const& status : settings.hidden_statuses) {
        note("hidden status", status);
        hidden_statuses_.push_back(intern(status));
    }
    for (std::string const& kind : settings.hidden_kinds) {
        note("hidden kind", kind);
        hidden_kinds_.push_back(kind);
    }
}

void Filter::note(std::string_view name, std::string_view value) {
    key_.append(percent_encode(name)).append("=").append(percent_encode(value)).append("&");
}

bool Filter::is_visible(Row const& row) const {
    if (!status_ && contains(hidden_statuses_, row.status())) {
        return false;
    }
    return !scan_range_.empty() || !contains(hidden_kinds_, to_text(row.kind()));
}

bool Filter::matches(Row const& row) const {
    if (!is_visible(row) || (status_ && row.status() != *status_) || (region_ && row.region() != *region_) ||
        (levels_ && !contains(*levels_, row.level())) ||
        (k8s_namespace_ && row.k8s_namespace() != *k8s_namespace_) ||
        (!scan_range_.empty() && !contains(scan_range_, to_text(row.kind())))) {
        return false;
    }
    if (md5_ && (md5_ignores_case_ ? lower(row.md5()) != *md5_ : row.md5() != md5_as_asked_)) {
        return false;
    }
    return std::all_of(fields_.begin(), fields_.end(), [&row](FieldTest const& test) {
        const std::string text = row.text(test.field);
        return test.is_fuzzy ? matches_fuzzily(text, test.wanted) : text == test.wanted;
    });
}

}  // namespace sasyncd::simulator
