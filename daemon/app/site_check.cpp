#include "app/site_check.hpp"

#include "app/enrichment_check.hpp"
#include "app/neighbour_check.hpp"
#include "sweep/row_filter.hpp"
#include "sweep/slices.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sasyncd {

namespace {

std::string site_name(Source const& source) {
    return fmt::format("site {}", source.name());
}

std::string answer_text(Page const& page) {
    auto const unusable = page.quarantined.empty()
                              ? std::string()
                              : fmt::format(", {} of them unusable", page.quarantined.size());
    return fmt::format("answered with {} rows of about {}{} (request {})", page.elements(), page.total_count,
                       unusable, page.request_id);
}

std::string text_of_all(SourceMemory const& memory) {
    if (!memory.slice_by_status && !memory.slice_by_scan_range)
        return "means all: no Status and no ScanRange holds more";
    auto const* const which = !memory.slice_by_scan_range ? "Status"
                              : !memory.slice_by_status   ? "ScanRange"
                                                          : "Status and ScanRange";
    return fmt::format(
        "leaves out rows that are there under {}: each is read beside it, and what is in any of them "
        "does not close",
        which);
}

}  // namespace

Task<void> SiteCheck::run() {
    std::vector<SiteAnswer> answers;
    for (auto const& source : sources_of(client_.scope(), account_id_)) {
        auto answer = co_await ask(source);
        answers.push_back(std::move(answer));
    }
    bool const some_answered = std::any_of(answers.begin(), answers.end(),
                                           [](SiteAnswer const& answer) { return answer.page.has_value(); });
    for (auto& answer : answers)
        co_await tell(std::move(answer), some_answered);
}

Task<SiteCheck::SiteAnswer> SiteCheck::ask(Source source) {
    SiteAnswer answer{source, Page()};
    for (auto const& filter : source.pieces()) {
        PageQuery query(1, client_.scope().page_size, filter);
        answer.page = co_await client_.reader(source.site).read(std::move(query));
        if (!answer.page.has_value())
            break;
    }
    co_return answer;
}

Task<void> SiteCheck::tell(SiteAnswer answer, bool others_answered) {
    auto const& source = answer.source;
    auto const& page = answer.page;
    if (!page.has_value()) {
        bool const is_none = others_answered && co_await is_none_of_ours(source.site, page.error());
        if (is_none)
            report_.ok(site_name(source),
                       "not entitled: nothing of the account was ever seen here, and the site "
                       "refuses it; " +
                           page.error().line());
        else
            report_.fault(site_name(source), page.error());
        co_return;
    }
    report_.ok(site_name(source), answer_text(*page));
    co_await tell_what_all_means(source, source.pieces().back());
    if (!page->rows.empty())
        co_await tell_whether_md5s_can_be_asked_for(source,
                                                    std::string(page->rows.front()[Text::malicious_md5]));
    bool const is_nothing_found = page->elements() == 0 && page->total_count == 0 && !source.is_filtered();
    if (wiring_.settings.sweep.enrich.is_on())
        co_await check_enrichment(client_, source, is_nothing_found, wiring_.clock, wiring_.log, report_);
    co_await check_neighbours(client_, wiring_.neighbours, source, wiring_.settings.sweep.enrich,
                              wiring_.clock, wiring_.log, report_);
}

Task<void> SiteCheck::tell_what_all_means(Source source, Parameters filter) {
    SourceMemory memory;
    auto const what = fmt::format("\"all\" of {}", source.name());
    if (co_await compare_slices(client_.reader(source.site), std::move(filter), memory))
        report_.ok(what, text_of_all(memory));
    else
        report_.note(
            what,
            "could not be compared with its slices by Status and ScanRange: a call failed; run check again");
}

Task<void> SiteCheck::tell_whether_md5s_can_be_asked_for(Source source, std::string malicious_md5) {
    Parameters const filter{{"MaliciousMd5", std::move(malicious_md5)}};
    auto const what = fmt::format("questions to {}", source.name());
    PageQuery query(1, client_.scope().page_size, filter);
    auto const page = co_await client_.reader(source.site).read(std::move(query));
    if (!page.has_value()) {
        report_.fault(what, page.error());
        co_return;
    }
    bool const is_honoured =
        !page->rows.empty() && std::all_of(page->rows.begin(), page->rows.end(),
                                           [&](Row const& row) { return may_match(row, filter); });
    if (is_honoured)
        report_.ok(what, "asked for one MaliciousMd5, it answers with just that");
    else
        report_.note(
            what,
            "asked for one MaliciousMd5, it does not answer with just that: findings will close only "
            "after three whole walks in a row that saw neither them nor any movement");
}

Task<bool> SiteCheck::is_none_of_ours(Site site, Error error) {
    if (!client_.scope().sites_auto || !error.is_denial)
        co_return false;
    if (is_database_new_)
        co_return true;
    auto empty = co_await wiring_.entitlements.is_site_empty(account_id_, site);
    co_return empty.has_value() && *empty;
}

}  // namespace sasyncd
