#include "store/report_reader.hpp"

#include "store/session.hpp"
#include "store_sql.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

namespace sasyncd {

namespace {

constexpr std::int64_t kMostPlaces = 20;
constexpr std::int64_t kMostClosings = 50;
/// Statement time-outs that all of it may take.
constexpr int kScale = 10;

std::uint64_t count(pqxx::row const& row, int column) {
    return static_cast<std::uint64_t>(number(row, column));
}

std::chrono::milliseconds span(pqxx::row const& row, int column) {
    return std::chrono::milliseconds(number(row, column));
}

KnownSpan known_span(pqxx::row const& row, int column) {
    auto const value = optional_number(row, column);
    return value ? KnownSpan(std::chrono::milliseconds(*value)) : std::nullopt;
}

std::chrono::sys_days day(pqxx::row const& row, int column) {
    return std::chrono::sys_days(std::chrono::days(number(row, column)));
}

std::string iso_day(std::chrono::sys_days day) {
    return fmt::format("{:%F}", fmt::gmtime(std::chrono::system_clock::to_time_t(day)));
}

ReportedSource source_of(pqxx::row const& row) {
    return {text(row, 0),       text(row, 1), text(row, 2),  flag(row, 3),  known_span(row, 4),
            known_span(row, 5), span(row, 6), count(row, 7), count(row, 8), text(row, 9)};
}

/// What should never be negative is nought where tables that contradict each other make it so.
ReportedLevel level_of(pqxx::row const& row) {
    auto const at_begin = std::max<std::int64_t>(0, number(row, 2));
    return {text(row, 0), count(row, 1), static_cast<std::uint64_t>(at_begin), count(row, 3), count(row, 4)};
}

ReportedDay day_of(pqxx::row const& row) {
    auto const at_end = std::max<std::int64_t>(0, number(row, 6));
    return {day(row, 0),
            count(row, 1),
            count(row, 2),
            count(row, 3),
            count(row, 4),
            count(row, 5),
            static_cast<std::uint64_t>(at_end)};
}

ReportedPlace place_of(pqxx::row const& row) {
    return {text(row, 0), text(row, 1), count(row, 2), count(row, 3), count(row, 4), known_span(row, 5)};
}

ReportedFinding finding_of(pqxx::row const& row) {
    return {text(row, 0), text(row, 1), text(row, 2),       text(row, 3),
            text(row, 4), span(row, 5), known_span(row, 6), flag(row, 7)};
}

ReportedEnding ending_of(pqxx::row const& row) {
    return {text(row, 0),  count(row, 1), count(row, 2), count(row, 3),
            count(row, 4), span(row, 5),  span(row, 6)};
}

ReportedClosing closing_of(pqxx::row const& row) {
    return {SystemTime(span(row, 0)),
            text(row, 1),
            text(row, 2),
            text(row, 3),
            text(row, 4),
            text(row, 5),
            text(row, 6),
            text(row, 7)};
}

ReportedBlindSpot blind_spot_of(pqxx::row const& row) {
    return {text(row, 0), text(row, 1), text(row, 2), count(row, 3), known_span(row, 4)};
}

template <class T>
std::vector<T> all_of(Transaction& transaction, std::string_view statement, Params const& params,
                      T (*make)(pqxx::row const&)) {
    std::vector<T> list;
    for (auto const& row : transaction.exec(statement, params))
        list.push_back(make(row));
    return list;
}

/// Of a statement whose last column says how many rows there would be without its limit.
template <class T>
Beginning<T> beginning_of(Transaction& transaction, std::string_view statement, T (*make)(pqxx::row const&)) {
    Params params;
    params.add(kMostPlaces);
    Beginning<T> beginning;
    for (auto const& row : transaction.exec(statement, params)) {
        beginning.items.push_back(make(row));
        beginning.all = count(row, static_cast<int>(row.size()) - 1);
    }
    return beginning;
}

void read_period(Transaction& transaction, ReportPeriod const& period, Report& report) {
    Params params;
    params.add_text(period.day ? iso_day(*period.day) : "");
    params.add(static_cast<std::int64_t>(period.span.count()));
    auto const row = transaction.exec(sql::report_period, params)[0];
    report.made_at = SystemTime(span(row, 0));
    report.since = std::min(day(row, 1), day(row, 2));
}

void read_now(Transaction& transaction, Report& report) {
    report.sources = all_of(transaction, sql::report_sources, Params(), source_of);
    report.images = beginning_of(transaction, sql::report_images, place_of);
    report.repositories = beginning_of(transaction, sql::report_repositories, place_of);
    Params most;
    most.add(kMostPlaces);
    report.oldest.items = all_of(transaction, sql::report_oldest, most, finding_of);
    report.blind_spots = beginning_of(transaction, sql::report_blind_spots, blind_spot_of);
}

void read_since(Transaction& transaction, Report& report) {
    Params since;
    since.add(iso_day(report.since));
    report.levels = all_of(transaction, sql::report_levels, since, level_of);
    report.days = all_of(transaction, sql::report_days, since, day_of);
    report.endings = all_of(transaction, sql::report_endings, since, ending_of);
    Params newest = since;
    newest.add(kMostClosings);
    report.closings.items = all_of(transaction, sql::report_closings, newest, closing_of);
    for (auto const& ending : report.endings)
        report.closings.all += ending.count;
    for (auto const& level : report.levels)
        report.oldest.all += level.open;
}

}  // namespace

Task<Result<Report>> ReportReader::read(ReportPeriod period) {
    DatabaseThread::Work<Report> work = [period](Session& session) {
        return session.transact([&](Transaction& t) -> Result<Report> {
            t.exec("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            Report report;
            read_period(t, period, report);
            read_now(t, report);
            read_since(t, report);
            return report;
        });
    };
    std::string what = "reading the report";
    co_return co_await calls_.call<Report>(std::move(what), std::move(work), kScale);
}

}  // namespace sasyncd
