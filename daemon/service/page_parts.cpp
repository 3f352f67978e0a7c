#include "service/page_parts.hpp"

#include "service/html.hpp"
#include "service/page_health.hpp"
#include "service/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace sasyncd {

namespace {

constexpr TextStyle kStyle{true, 80, 24};
// Sources named under one heading of what needs somebody; all stand in the table.
constexpr std::size_t kMostNamed = 12;

std::string number(std::uint64_t count) {
    return grouped(count, kStyle);
}

std::string plural(std::uint64_t count, std::string_view noun) {
    return fmt::format("{} {}{}", number(count), noun, count == 1 ? "" : "s");
}

template <class Predicate>
std::uint64_t count_if(std::vector<PageSource> const& sources, Predicate is_meant) {
    return static_cast<std::uint64_t>(std::count_if(sources.begin(), sources.end(), is_meant));
}

std::uint64_t count_of(std::vector<PageSource> const& sources, std::string_view health) {
    return count_if(sources, [&](auto const& source) { return kind_of(source).health == health; });
}

std::string tile(std::string_view tone, std::string const& value, std::string_view words) {
    return fmt::format(R"(<li class="{}"><b>{}</b> <span>{}</span></li>)", tone, value, words);
}

Headline headline_of_database(StatusPage const& page) {
    Headline headline{"bad", "✕", "The database does not answer", ""};
    headline.detail = page.known_for ? fmt::format("What stands below is what it last told, <b>{} ago</b>. ",
                                                   rough(*page.known_for))
                                     : std::string("It has told nothing since this process started. ");
    headline.detail += fmt::format(
        "See that PostgreSQL runs and can be reached; <code>sasyncd check</code> says what is missing. "
        "Sweeps wait and go on by themselves.</p><p class=\"why\">{}",
        isolated(page.database_trouble, 400));
    return headline;
}

std::string by_health(std::vector<PageSource> const& sources) {
    std::string text;
    for (auto const& kind : health_kinds()) {
        auto const count = count_of(sources, kind.health);
        if (count > 0)
            text += fmt::format("{}{} {}", text.empty() ? "" : ", ", number(count), kind.word);
    }
    return text;
}

std::string need_of(PageSource const& source) {
    auto const age =
        source.age ? "read whole " + rough(*source.age) + " ago" : std::string("never read whole");
    auto const held = source.held > 0 ? ", " + plural(source.held, "occurrence") + " held" : "";
    auto const command = command_for(source);
    // Where it only says what the command does, it is not said twice.
    bool const is_told = !command.empty() && source.reason.find("run sasyncd ") != std::string::npos;
    auto const reason = source.reason.empty() || is_told
                            ? ""
                            : fmt::format("<div class=\"why\">{}</div>", isolated(source.reason, 400));
    return fmt::format("<li><b>{}</b> <span class=\"quiet\">{}{}</span>{}{}</li>", isolated(source.name), age,
                       held, reason, command.empty() ? "" : fmt::format("<div>{}</div>", command));
}

std::string need_card(HealthKind const& kind, std::vector<PageSource const*> const& sources) {
    std::string list;
    for (std::size_t i = 0; i < std::min(sources.size(), kMostNamed); ++i)
        list += need_of(*sources[i]);
    if (sources.size() > kMostNamed)
        list += fmt::format("<li class=\"quiet\">and {} more, in the table below</li>",
                            number(sources.size() - kMostNamed));
    return fmt::format(R"(<article class="{}"><h3><i>{}</i>{} <span class="quiet">{}</span></h3>)"
                       R"(<p>{}</p><ul>{}</ul></article>)",
                       kind.tone, kind.sign, kind.heading, plural(sources.size(), "source"), kind.remedy,
                       list);
}

std::string differences_card(std::vector<PageDifferences> const& differences) {
    std::string list;
    for (auto const& found : differences)
        list += fmt::format("<li><b>{}</b> <span class=\"quiet\">{}, found {} ago</span></li>",
                            isolated(found.account), plural(found.count, "difference"), rough(found.age));
    return fmt::format(
        R"(<article class="bad"><h3><i>!</i>Tables that contradict each other</h3>)"
        R"(<p><code>sasyncd verify</code> names each row; <code>--repair</code> writes anew what follows )"
        R"(from the rest, while no daemon leads the account.</p><ul>{}</ul></article>)",
        list);
}

}  // namespace

Headline headline_of(StatusPage const& page) {
    if (!page.database_trouble.empty())
        return headline_of_database(page);
    auto const& sources = page.sources;
    auto const needy = count_if(sources, needs_somebody);
    auto const fresh = count_of(sources, "ok");
    auto const unread = count_of(sources, "new") + count_of(sources, "unknown");
    auto const detail = by_health(sources);
    if (needy > 0)
        return {"bad", "!",
                fmt::format("{} of {} {} somebody", number(needy), plural(sources.size(), "source"),
                            needy == 1 ? "needs" : "need"),
                detail};
    if (!page.differences.empty())
        return {"bad", "!", "Tables contradict each other", detail};
    if (sources.empty())
        return {"note", "…", "No source yet", "No account of the settings was swept so far."};
    if (fresh == 0 && unread > 0)
        return {"note", "…", "Not read yet",
                detail + ". The first sweep is on its way, or waits for its turn."};
    auto const what = fresh == 1 ? std::string("The one source is fresh")
                                 : fmt::format("All {} are fresh", plural(fresh, "source"));
    if (fresh == 0)
        return {"note", "–", "Nothing is read here", detail};
    return {"good", "✓",
            unread > 0 ? plural(fresh, "source") + (fresh == 1 ? " is fresh" : " are fresh") : what, detail};
}

std::string tiles(StatusPage const& page) {
    // Nought is a figure: nothing is told where nothing is known.
    if (!page.known_for)
        return "";
    auto const& sources = page.sources;
    std::string list;
    list += tile("good", number(count_of(sources, "ok")), "fresh");
    for (auto const* health : {"refused", "stale", "held"}) {
        auto const count = std::string_view(health) == "held"
                               ? count_if(sources, [](auto const& source) { return source.held > 0; })
                               : count_of(sources, health);
        auto const* tone = count == 0 ? "zero" : std::string_view(health) == "held" ? "warn" : "bad";
        list += tile(tone, number(count), health);
    }
    auto const open =
        std::accumulate(sources.begin(), sources.end(), std::uint64_t{0},
                        [](auto sum, auto const& source) { return sum + source.open_findings; });
    list += tile("plain", number(open), "findings open");
    if (!page.days.empty()) {
        auto const& today = page.days.back();
        list += tile("plain", fmt::format("+{} −{}", number(today.opened), number(today.closed)),
                     "opened, closed today (UTC)");
    }
    return "<ul class=\"tiles\">" + list + "</ul>";
}

std::string needs(StatusPage const& page) {
    std::string cards;
    for (auto const& kind : health_kinds()) {
        std::vector<PageSource const*> sources;
        for (auto const& source : page.sources) {
            bool const is_held_besides = kind.health == "held" && source.is_configured && source.held > 0;
            if (kind.needs_somebody && (&kind_of(source) == &kind || is_held_besides))
                sources.push_back(&source);
        }
        if (!sources.empty())
            cards += need_card(kind, sources);
    }
    if (!page.differences.empty())
        cards += differences_card(page.differences);
    return cards.empty() ? "" : "<section class=\"needs\"><h2>What to do</h2>" + cards + "</section>";
}

}  // namespace sasyncd
