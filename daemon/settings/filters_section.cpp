#include "base/text.hpp"
#include "findings/level.hpp"
#include "settings/scalars.hpp"
#include "settings/sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sasyncd {

namespace {

struct Spelling {
    char const* key;
    char const* parameter;
};

/// The parameters that are one text each.
constexpr std::array<Spelling, 14> kTexts{{
    {"malicious_md5", "MaliciousMd5"},
    {"repo_instance_id", "RepoInstanceId"},
    {"repo_id", "RepoId"},
    {"repo_name", "RepoName"},
    {"repo_namespace", "RepoNamespace"},
    {"image_tag", "ImageTag"},
    {"image_digest", "ImageDigest"},
    {"image_layer", "ImageLayer"},
    {"image", "Image"},
    {"cluster_id", "ClusterId"},
    {"cluster_name", "ClusterName"},
    {"namespace", "Namespace"},
    {"pod", "Pod"},
    {"container_id", "ContainerId"},
}};

std::optional<std::string> md5_complaint(std::string_view text) {
    bool const is_hex = text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
    return text.empty() || (text.size() == 32 && is_hex) ? std::nullopt : std::optional("is no MD5");
}

void read_texts(MapReader& section, Parameters& filters) {
    for (auto const& [key, parameter] : kTexts) {
        std::string text;
        if (std::string_view(key) == "malicious_md5")
            read_checked(section, key, text, md5_complaint, "32 hexadecimal digits");
        else
            read_text(section, key, text);
        if (!text.empty())
            filters[parameter] = text;
    }
}

/// In the API's own order, so that another order in the file means the same source.
void read_levels(MapReader& section, Parameters& filters) {
    auto const expected = fmt::format("a list of {}", fmt::join(kLevels, ", "));
    auto const check = [](std::string_view text) -> std::optional<std::string> {
        if (std::find(std::begin(kLevels), std::end(kLevels), text) != std::end(kLevels))
            return std::nullopt;
        return "is no level";
    };
    auto const value = section.take("levels");
    auto const given = value ? read_list(*value, check, expected) : std::nullopt;
    if (!given || given->empty())
        return;
    std::string joined;
    for (auto const level : kLevels)
        if (std::find(given->begin(), given->end(), level) != given->end())
            joined += (joined.empty() ? "" : ",") + std::string(level);
    filters["Levels"] = joined;
}

void read_status(MapReader& section, Parameters& filters) {
    auto const check = [](std::string_view text) -> std::optional<std::string> {
        bool const is_known =
            std::find(std::begin(kStatuses), std::end(kStatuses), text) != std::end(kStatuses);
        return text.empty() || is_known ? std::nullopt : std::optional("is no status");
    };
    std::string status;
    read_checked(section, "status", status, check,
                 "0 (unhandled), 1 (handled), 2 (verifying), 3 (whitelisted), or \"\" for all");
    if (!status.empty())
        filters["Status"] = status;
}

/// Open, since the API no longer lists its values; sorted for the same reason as the levels.
void read_scan_range(MapReader& section, Parameters& filters) {
    auto const check = [](std::string_view text) -> std::optional<std::string> {
        constexpr std::string_view kGood = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
        bool const is_word = !text.empty() && text.find_first_not_of(kGood) == std::string_view::npos;
        return is_word ? std::nullopt : std::optional("is no word");
    };
    auto const value = section.take("scan_range");
    auto given = value ? read_list(*value, check, "a list of words such as container, image") : std::nullopt;
    if (!given)
        return;
    std::sort(given->begin(), given->end());
    for (std::size_t i = 0; i < given->size(); ++i)
        filters[fmt::format("ScanRange.{}", i + 1)] = (*given)[i];
}

}  // namespace

Parameters read_filters(MapReader section) {
    Parameters filters;
    read_levels(section, filters);
    read_status(section, filters);
    read_scan_range(section, filters);
    read_texts(section, filters);
    section.finish({{"repo_region_id", "accounts[].regions for that"},
                    {"page_size", "accounts[].page_size for that"},
                    {"current_page", "no page here: all of them are read"},
                    {"lang", "no language here: it is always en"}});
    return filters;
}

}  // namespace sasyncd
