#include "service/page_health.hpp"

#include "service/html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace sasyncd {

namespace {

constexpr std::string_view kLeftBehind = "left behind";

/// What is not configured any more and has findings is stale by the contract, and another matter for a person.
std::string_view health_of(PageSource const& source) {
    bool const is_left_behind = !source.is_configured && source.health == "stale";
    return is_left_behind ? kLeftBehind : std::string_view(source.health);
}

std::size_t rank(PageSource const& source) {
    return static_cast<std::size_t>(&kind_of(source) - health_kinds().data());
}

}  // namespace

std::vector<HealthKind> const& health_kinds() {
    static std::vector<HealthKind> const kinds = {
        {"refused", "refused", "✕", "bad", true, "Refused by the cloud",
         "Key, permission or licence was refused. Grant or mend what the reason names, then try it with "
         "<code>sasyncd check</code>; the next sweep goes on by itself."},
        {"stale", "stale", "!", "bad", true, "Not read whole in time",
         "The findings are older than they may be. The reason says what to mend; <code>sasyncd check</code> "
         "tries "
         "settings, credentials, network and database, and the log has each attempt."},
        {"held", "held", "⏸", "warn", true, "Closings are held",
         "More vanished at once than is plausible, so nothing of it is closed before somebody looked. Look "
         "at what is "
         "missing in the console. What turns up again leaves the set by itself. If it is really gone, "
         "release it:"},
        {kLeftBehind, "left behind", "?", "warn", true, "Open, but no longer in the settings",
         "Nothing is closed for that: it could be a slip. Put it back, or, once it has been out for a day, "
         "close it:"},
        {"unknown", "not known", "?", "warn", false, "", ""},
        {"new", "new", "…", "note", false, "", ""},
        {"ok", "ok", "✓", "good", false, "", ""},
        {"not_entitled", "not entitled", "–", "note", false, "", ""},
        {"retired", "retired", "–", "note", false, "", ""},
    };
    return kinds;
}

HealthKind const& kind_of(PageSource const& source) {
    auto const& kinds = health_kinds();
    auto const find = [&](std::string_view health) {
        return std::find_if(kinds.begin(), kinds.end(),
                            [&](auto const& kind) { return kind.health == health; });
    };
    auto const found = find(health_of(source));
    return found == kinds.end() ? *find("unknown") : *found;
}

std::string command_for(PageSource const& source) {
    if (source.held > 0 && source.is_configured)
        return fmt::format("<code>sasyncd release {} --reason \"…\"</code>", html(source.name));
    if (health_of(source) == kLeftBehind)
        return fmt::format("<code>sasyncd retire {} --reason \"…\"</code>", html(source.name));
    return "";
}

void sort_by_need(std::vector<PageSource>& sources) {
    std::sort(sources.begin(), sources.end(), [](auto const& a, auto const& b) {
        auto const of_a = rank(a), of_b = rank(b);
        bool const is_held_a = a.held > 0, is_held_b = b.held > 0;
        return std::tie(of_a, is_held_b, a.name) < std::tie(of_b, is_held_a, b.name);
    });
}

bool needs_somebody(PageSource const& source) {
    return kind_of(source).needs_somebody || (source.is_configured && source.held > 0);
}

}  // namespace sasyncd
