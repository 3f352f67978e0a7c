#include "store/status_reader.hpp"

#include "store/session.hpp"
#include "store_sql.hpp"

namespace sasyncd {

namespace {

template <class T>
using Work = DatabaseThread::Work<T>;

std::optional<std::chrono::milliseconds> span(pqxx::row const& row, int column) {
    auto const value = optional_number(row, column);
    return value ? std::optional(std::chrono::milliseconds(*value)) : std::nullopt;
}

std::optional<SystemTime> time(pqxx::row const& row, int column) {
    auto const value = span(row, column);
    return value ? std::optional(SystemTime(*value)) : std::nullopt;
}

std::uint64_t count(pqxx::row const& row, int column) {
    return static_cast<std::uint64_t>(number(row, column));
}

SourceStatus source_of(pqxx::row const& row) {
    SourceStatus source;
    source.account = text(row, 0);
    source.account_id = text(row, 1);
    source.site = text(row, 2);
    source.name = text(row, 3);
    source.source_id = number(row, 4);
    source.is_configured = flag(row, 5);
    source.health = text(row, 6);
    source.is_fresh = flag(row, 7);
    source.age = span(row, 8);
    source.read_at = time(row, 9);
    source.proven_at = time(row, 10);
    source.not_entitled_age = span(row, 11);
    source.last_verdict = text(row, 12);
    source.last_walk_id = optional_number(row, 13).value_or(0);
    source.last_walk_ended_at = time(row, 14);
    source.open_findings = count(row, 15);
    source.held = count(row, 16);
    source.reason = text(row, 17);
    source.subscription = {text(row, 18), optional_number(row, 19), optional_number(row, 20)};
    source.names_at = time(row, 21);
    source.not_told = text(row, 22);
    source.freshness_limit = std::chrono::seconds(number(row, 23));
    return source;
}

FindingCount finding_count_of(pqxx::row const& row) {
    return {text(row, 0), flag(row, 1), text(row, 2), text(row, 3), count(row, 4)};
}

QuarantineCount quarantine_count_of(pqxx::row const& row) {
    return {text(row, 0), count(row, 1)};
}

VerificationStatus verification_of(pqxx::row const& row) {
    return {text(row, 0), text(row, 1), SystemTime(std::chrono::milliseconds(number(row, 2))),
            std::chrono::milliseconds(number(row, 3)), count(row, 4)};
}

DayCount day_count_of(pqxx::row const& row) {
    return {std::chrono::sys_days(std::chrono::days(number(row, 0))), count(row, 1), count(row, 2)};
}

Opening opening_of(pqxx::row const& row) {
    return {std::chrono::milliseconds(number(row, 0)),
            text(row, 1),
            text(row, 2),
            text(row, 3),
            text(row, 4),
            flag(row, 5),
            flag(row, 6)};
}

/// All rows of a statement without parameters, each made into a T.
template <class T>
Work<std::vector<T>> reading(std::string_view statement, T (*make)(pqxx::row const&)) {
    return [statement = std::string(statement), make](Session& session) {
        return session.transact([&](Transaction& t) -> Result<std::vector<T>> {
            std::vector<T> list;
            for (auto const& row : t.exec(statement))
                list.push_back(make(row));
            return list;
        });
    };
}

}  // namespace

Task<Result<std::vector<SourceStatus>>> StatusReader::sources() {
    auto work = reading(sql::status_sources, source_of);
    std::string what = "reading the sources";
    co_return co_await calls_.call<std::vector<SourceStatus>>(std::move(what), std::move(work));
}

Task<Result<std::vector<FindingCount>>> StatusReader::findings() {
    auto work = reading(sql::status_findings, finding_count_of);
    std::string what = "counting findings";
    co_return co_await calls_.call<std::vector<FindingCount>>(std::move(what), std::move(work));
}

Task<Result<std::vector<QuarantineCount>>> StatusReader::quarantined() {
    auto work = reading(sql::status_quarantine, quarantine_count_of);
    std::string what = "counting the quarantine";
    co_return co_await calls_.call<std::vector<QuarantineCount>>(std::move(what), std::move(work));
}

Task<Result<std::vector<VerificationStatus>>> StatusReader::verifications() {
    auto work = reading(sql::status_verifications, verification_of);
    std::string what = "reading the verifications";
    co_return co_await calls_.call<std::vector<VerificationStatus>>(std::move(what), std::move(work));
}

Task<Result<std::vector<DayCount>>> StatusReader::days() {
    auto work = reading(sql::status_days, day_count_of);
    std::string what = "counting by day";
    co_return co_await calls_.call<std::vector<DayCount>>(std::move(what), std::move(work));
}

Task<Result<std::vector<Opening>>> StatusReader::openings() {
    auto work = reading(sql::status_openings, opening_of);
    std::string what = "reading the newest openings";
    co_return co_await calls_.call<std::vector<Opening>>(std::move(what), std::move(work));
}

}  // namespace sasyncd
