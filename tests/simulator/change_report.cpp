#include "change_report.hpp"

#include <fmt/format.h>

namespace sasyncd::simulator {

void ChangeReport::changed(Row const& before, RowEdit const& after) {
    if (before.json() != after.json()) {
        note("changed", before.json(), after.json());
    }
}

void ChangeReport::note(std::string_view what, std::string_view before, std::string_view after) {
    ++counts_[std::string{what}];
    if (left_ == 0) {
        return;
    }
    --left_;
    rows_ += fmt::format("{}{{\"op\":\"{}\",\"what\":\"{}\"", rows_.empty() ? "" : ",", operation_, what);
    if (!before.empty()) {
        rows_ += fmt::format(",\"before\":{}", before);
    }
    if (!after.empty()) {
        rows_ += fmt::format(",\"after\":{}", after);
    }
    rows_ += "}";
}

std::string ChangeReport::to_json() const {
    std::string out = "{";
    for (auto const& [what, count] : counts_) {
        out += fmt::format("\"{}\":{},", what, count);
    }
    out += "\"kinds\":{";
    bool is_first = true;
    for (auto const& [name, count] : kinds_) {
        out += fmt::format("{}\"{}\":{}", is_first ? "" : ",", name, count);
        is_first = false;
    }
    return out + fmt::format("}},\"rows\":[{}]}}", rows_);
}

}  // namespace sasyncd::simulator
