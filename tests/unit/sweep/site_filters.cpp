#include "base/text.hpp"
#include "unit/sweep/scripted_site.hpp"

namespace sasyncd {

namespace {

struct FieldFilter {
    std::string_view parameter;
    Text field;
    bool is_fuzzy;
};

// Namespace is not among them: as a parameter it is the Kubernetes namespace, which no row tells.
constexpr FieldFilter kFieldFilters[] = {
    {"RepoRegionId", Text::repo_region_id, false},
    {"RepoInstanceId", Text::repo_instance_id, false},
    {"RepoId", Text::repo_id, false},
    {"RepoName", Text::repo_name, true},
    {"RepoNamespace", Text::repo_namespace, true},
    {"ImageTag", Text::tag, false},
    {"ImageDigest", Text::digest, false},
    {"ImageLayer", Text::layer, false},
    {"Image", Text::image, false},
    {"ClusterId", Text::cluster_id, false},
    {"ClusterName", Text::cluster_name, false},
    {"Pod", Text::pod, false},
    {"ContainerId", Text::container_id, false},
};

constexpr std::string_view kScanRange = "ScanRange";

/// `container` shows rows with a ContainerId, `image` those of registry images and ECS targets.
bool is_in_range(Row const& row, std::string_view range) {
    return (range == "container") == !row[Text::container_id].empty();
}

bool is_in_list(std::string_view list, std::string_view value) {
    for (;;) {
        auto const comma = list.find(',');
        if (list.substr(0, comma) == value)
            return true;
        if (comma == std::string_view::npos)
            return false;
        list.remove_prefix(comma + 1);
    }
}

bool passes(Row const& row, std::string const& parameter, std::string const& value) {
    if (parameter == "MaliciousMd5")
        return lower_case(row[Text::malicious_md5]) == lower_case(value);
    if (parameter == "Levels")
        return is_in_list(value, row[Text::level]);
    if (parameter == "Status")
        return row.status && std::to_string(*row.status) == value;
    for (auto const& filter : kFieldFilters) {
        if (filter.parameter != parameter)
            continue;
        auto const text = row[filter.field];
        return filter.is_fuzzy ? lower_case(text).find(lower_case(value)) != std::string::npos
                               : text == value;
    }
    return true;
}

}  // namespace

bool site_shows(Row const& row, Parameters const& filter, SiteOptions const& options) {
    bool has_range = false, is_in_some_range = false, has_status = false, has_region = false;
    for (auto const& [parameter, value] : filter) {
        bool const is_range = parameter.rfind(kScanRange, 0) == 0;
        auto const name = is_range ? std::string(kScanRange) : parameter;
        if (value.empty() || options.ignored_filters.contains(name))
            continue;
        if (is_range) {
            has_range = true;
            is_in_some_range = is_in_some_range || is_in_range(row, value);
            continue;
        }
        has_status = has_status || parameter == "Status";
        has_region = has_region || parameter == "RepoRegionId";
        if (!passes(row, parameter, value))
            return false;
    }
    if (has_range && !is_in_some_range)
        return false;
    if (!has_status && row.status && options.hidden_statuses.contains(*row.status))
        return false;
    if (!has_region && options.hidden_regions.contains(std::string(row[Text::repo_region_id])))
        return false;
    if (options.hides && options.hides(row, filter))
        return false;
    return has_range || !options.hidden_kinds.contains(kind_of(row));
}

}  // namespace sasyncd
