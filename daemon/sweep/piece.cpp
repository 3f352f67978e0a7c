#include "sweep/piece.hpp"

#include "sweep/row_filter.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sasyncd {

namespace {

constexpr std::size_t kMaxUnknownNames = 200;

struct Arrival {
    PageCursor::Ask ask;
    std::optional<Result<Page>> answer;
};

Task<Arrival> read_page(SteadyReader& reader, PageCursor::Ask ask, Parameters filter) {
    PageQuery query(ask.page, ask.size, std::move(filter));
    Arrival arrival;
    arrival.ask = ask;
    arrival.answer = co_await reader.read(std::move(query));
    co_return arrival;
}

/// A source of several pieces promises the sum of theirs; movement is told within a piece.
void note_total(Certificate& certificate, std::optional<std::int64_t>& of_piece, std::int64_t total) {
    if (!of_piece)
        certificate.total_first = certificate.total_first.value_or(0) + total;
    else if (*of_piece != total)
        ++certificate.total_changes;
    certificate.total_last = certificate.total_last.value_or(0) + total - of_piece.value_or(0);
    of_piece = total;
}

/// No page will do better now: the site would not answer, or what fails the first page fails them all.
bool is_final(Error const& error, std::uint32_t page) {
    switch (error.kind) {
        case ErrorKind::unauthorised:
        case ErrorKind::unlicensed:
        case ErrorKind::unavailable:
        case ErrorKind::cancelled:
        case ErrorKind::bug: return true;
        default: return page == 1;
    }
}

/// Why a page is missing, and what is to be done, where the failure itself does not tell.
std::string reason_of(Error const& error, std::uint32_t page) {
    auto text = fmt::format("page {}: {}", page, error.line());
    if (!error.remedy.empty())
        return text;
    return text + (error.kind == ErrorKind::rejected
                       ? "; check page_size, filters and endpoints in the settings"
                       : "; the next sweep tries it again");
}

/// Pages that are too deep fail by the dozen; the first of a walk tells it all.
void tell_failed_page(PieceContext& context, std::string_view reason) {
    auto const level = context.failed_pages++ == 0 ? spdlog::level::warn : spdlog::level::debug;
    context.parts.log->log(level, "event=page_failed {} {}", field("source", context.source.name()),
                           field("reason", reason));
}

bool all_may_match(Page const& page, Parameters const& filter) {
    return filter.empty() || std::all_of(page.rows.begin(), page.rows.end(),
                                         [&](Row const& row) { return may_match(row, filter); });
}

void take_page(PieceContext& context, PageCursor& cursor, PageCursor::Ask const& ask, Page& page,
               std::optional<std::int64_t>& total_of_piece) {
    auto& certificate = context.certificate;
    ++certificate.pages;
    if (context.meeting == Meeting::on_page)
        note_total(certificate, total_of_piece, page.total_count);
    PageCursor::Facts facts;
    facts.rows = page.elements();
    facts.total_count = page.total_count;
    facts.request_id = page.request_id;
    facts.new_keys = apply_rows(context, page);
    cursor.answered(ask, facts);
}

/// Strangers choose the names, so there may be no end of them.
void count_unknown(PieceContext& context, Page const& page) {
    for (auto const& [name, count] : page.unknown) {
        bool const has_room = context.unknown.size() < kMaxUnknownNames || context.unknown.contains(name);
        context.unknown[has_room ? name : "…"] += count;
    }
}

}  // namespace

std::uint64_t apply_rows(PieceContext& context, Page& page) {
    auto const elements = static_cast<std::uint32_t>(page.elements());
    context.certificate.page_size_served = std::max(context.certificate.page_size_served, elements);
    context.largest_answer = std::max(context.largest_answer, elements);
    std::uint64_t new_keys = 0;
    for (auto const& row : page.rows) {
        auto const met = context.difference.add(row, context.meeting);
        new_keys += met.is_first_in_piece ? 1U : 0U;
        if (!met.is_first)
            continue;
        context.spellings.note(row[Text::malicious_md5]);
        context.control_rows.offer(met.row_key, row);
        ++context.seen_by_region[std::string(row[Text::repo_region_id])];
    }
    count_unknown(context, page);
    for (auto& bad : page.quarantined)
        context.quarantined.add(std::move(bad));
    return new_keys;
}

Task<Result<PieceOutcome>> read_piece(PieceContext& context, Parameters filter, std::uint32_t page_size,
                                      bool size_works) {
    auto executor = co_await boost::asio::this_coro::executor;
    context.difference.begin_piece();
    PageCursor cursor(page_size, size_works);
    Gather<Arrival> in_flight(executor);
    Status published;
    PieceOutcome outcome;
    std::uint64_t rows = 0;
    std::optional<std::int64_t> total_of_piece;
    auto const most_in_flight = context.parts.options.quota.in_flight;
    for (;;) {
        while (published.has_value() && in_flight.pending() < most_in_flight) {
            auto const ask = cursor.next();
            if (!ask)
                break;
            in_flight.start(read_page(context.parts.reader, *ask, filter));
        }
        if (in_flight.pending() == 0)
            break;
        auto arrival = co_await in_flight.next();
        if (!published.has_value())
            continue;  // only to await what was asked for
        if (!arrival.answer->has_value()) {
            auto const& error = arrival.answer->error();
            bool const is_last_word = is_final(error, arrival.ask.page);
            if (is_last_word)
                outcome.stopped_by = error;
            auto reason = reason_of(error, arrival.ask.page);
            tell_failed_page(context, reason);
            cursor.failed(arrival.ask, is_last_word, std::move(reason));
            continue;
        }
        auto& page = arrival.answer->value();
        rows += page.elements();
        outcome.total_count = page.total_count;
        outcome.is_honoured = outcome.is_honoured && all_may_match(page, filter);
        take_page(context, cursor, arrival.ask, page, total_of_piece);
        context.parts.observer.page_read(
            context.source, context.certificate.pages, rows,
            static_cast<std::uint64_t>(std::max<std::int64_t>(page.total_count, 0)));
        published = co_await context.publisher.publish_if_due();
    }
    if (!published.has_value())
        co_return published.error();
    context.has_contradicted_itself = context.has_contradicted_itself || cursor.has_contradiction();
    outcome.is_whole = cursor.is_whole();
    outcome.is_out_of_reach = cursor.is_out_of_reach();
    outcome.reason = cursor.reason();
    outcome.working_size = cursor.working_size();
    co_return outcome;
}

}  // namespace sasyncd
