#include "service/status_page.hpp"

#include "service/html.hpp"
#include "service/page_health.hpp"
#include "service/page_parts.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace sasyncd {

namespace {

std::string head(Headline const& headline) {
    return fmt::format(R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{} {} · sasyncd</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="60">
<style>{}</style></head>
)",
                       headline.sign, html(headline.text), page_style());
}

std::string clock_of(SystemTime time) {
    return fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

std::string banner(StatusPage const& page, Headline const& headline) {
    auto const last_sweep = page.last_sweep.empty()
                                ? ""
                                : fmt::format("<p class=\"quiet\">{}</p>", isolated(page.last_sweep, 400));
    return fmt::format(R"(<header><p class="top"><span class="name">sasyncd</span> )"
                       R"(<span class="quiet">made {}, again each minute</span></p>)"
                       R"(<div class="banner {}"><i>{}</i><div><h1>{}</h1><p>{}</p>{}</div></div></header>)",
                       clock_of(page.made_at), headline.tone, headline.sign, html(headline.text),
                       headline.detail, last_sweep);
}

std::string footer(StatusPage const& page) {
    auto const leads = page.leads.empty() ? "" : fmt::format(" · {}", isolated(page.leads));
    return fmt::format(R"(<footer><p>sasyncd {} on {}, running for {}{}</p><p><a href="/status">/status</a> )"
                       R"(<a href="/metrics">/metrics</a> <a href="/readyz">/readyz</a> )"
                       R"(<a href="/livez">/livez</a></p></footer>)",
                       html(page.version), isolated(page.process), rough(page.running_for), leads);
}

}  // namespace

std::string status_page(StatusPage page) {
    sort_by_need(page.sources);
    auto const headline = headline_of(page);
    return head(headline) + "<body>" + banner(page, headline) + "<main>" + tiles(page) + needs(page) +
           "<div class=\"columns\">" + sources_section(page) + "<div class=\"aside\">" +
           openings_section(page) + days_section(page) + "</div></div></main>" + footer(page) +
           "</body></html>\n";
}

}  // namespace sasyncd
