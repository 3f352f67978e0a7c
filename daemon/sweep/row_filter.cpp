#include "sweep/row_filter.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

bool is_listed(std::string_view value, std::string_view comma_list) {
    while (!comma_list.empty()) {
        auto const comma = comma_list.find(',');
        if (comma_list.substr(0, comma) == value)
            return true;
        comma_list.remove_prefix(comma == std::string_view::npos ? comma_list.size() : comma + 1);
    }
    return false;
}

bool matches(Row const& row, std::string const& parameter, std::string const& wanted) {
    if (parameter == "Levels")
        return is_listed(row[Text::level], wanted);
    if (parameter == "Status")
        return !row.status || fmt::format("{}", *row.status) == wanted;
    if (parameter == "MaliciousMd5")
        return lower_case(row[Text::malicious_md5]) == lower_case(wanted);
    if (parameter == "RepoRegionId")
        return row[Text::repo_region_id] == wanted;
    return true;
}

}  // namespace

bool may_match(Row const& row, Parameters const& filter) {
    for (auto const& [parameter, wanted] : filter)
        if (!matches(row, parameter, wanted))
            return false;
    return true;
}

}  // namespace sasyncd
