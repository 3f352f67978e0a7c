#include "row_edit.hpp"

#include "json_text.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace sasyncd::simulator {
namespace {

constexpr std::array<std::string_view, 9> kOptional = {"Tag",        "RepoName",    "Namespace",
                                                       "Pod",        "ClusterName", "InstanceName",
                                                       "InternetIp", "IntranetIp",  "TargetName"};

}  // namespace

void RowEdit::set(std::string_view field, std::optional<std::string_view> value) {
    if (field == "_Namespace") {
        k8s_namespace_ = value && *value != "null" ? intern(json_text(*value)) : Name{0};
        return;
    }
    set_member(json_, field, value);
}

void RowEdit::set_text(std::string_view field, std::string_view value) {
    set_member(json_, field, json_string(value));
}

void RowEdit::move_time(std::string_view field, std::int64_t by_ms) {
    auto const found = find_member(json_, field);
    const std::int64_t now = found ? std::atoll(json_text(*found).c_str()) : 0;
    if (by_ms != 0) {
        set_member(json_, field, std::to_string(now + by_ms));
    }
}

void RowEdit::make_noise(Random& random) {
    for (const std::string_view field : kOptional) {
        auto const value = find_member(json_, field);
        if (!value || *value == "null" || *value == "\"\"") {
            const std::uint64_t form = random.below(3);
            set_member(json_, field,
                       form == 0   ? std::optional<std::string_view>{}
                       : form == 1 ? std::optional<std::string_view>{"null"}
                                   : std::optional<std::string_view>{"\"\""});
        }
    }
    if (auto const value = find_member(json_, "HighLight"); value && value->starts_with("\"{")) {
        std::string text = json_text(*value);
        const std::size_t colon = text.find(':');
        text.insert(colon == std::string::npos ? text.size() : colon + 1, 1, ' ');
        set_text("HighLight", text);
    }
    if (random.chance(10)) {
        set_member(json_, "Id", std::nullopt);
    }
    std::vector<Member> list = members(json_);
    std::rotate(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(random.below(list.size())),
                list.end());
    json_ = make_object(list);
}

Row RowEdit::finish() && {
    if (k8s_namespace_ != 0) {
        set_member(json_, "_Namespace", json_string(to_text(k8s_namespace_)));
    }
    return Row{std::move(json_)};
}

}  // namespace sasyncd::simulator
