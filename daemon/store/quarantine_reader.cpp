#include "store/quarantine_reader.hpp"

#include "store/session.hpp"
#include "store_sql.hpp"

namespace sasyncd {

namespace {

using Entries = std::vector<QuarantineEntry>;

constexpr std::int64_t kBegin = 200;  // characters of a payload that a list shows, at most

QuarantineEntry entry_of(pqxx::row const& row) {
    auto const time = [&row](int column) -> std::optional<SystemTime> {
        auto const value = optional_number(row, column);
        return value ? std::optional(SystemTime(std::chrono::milliseconds(*value))) : std::nullopt;
    };
    QuarantineEntry entry;
    entry.id = text(row, 0);
    entry.source = text(row, 1);
    entry.reason = text(row, 2);
    entry.first_at = time(3).value_or(SystemTime());
    entry.gone_at = time(4);
    entry.payload = text(row, 5);
    entry.size = static_cast<std::uint64_t>(number(row, 6));
    return entry;
}

DatabaseThread::Work<Entries> reading(std::string_view statement, Params params) {
    return [statement = std::string(statement), params = std::move(params)](Session& session) {
        return session.transact([&](Transaction& t) -> Result<Entries> {
            Entries entries;
            for (auto const& row : t.exec(statement, params))
                entries.push_back(entry_of(row));
            return entries;
        });
    };
}

constexpr char const* kWhat = "reading the quarantine";

}  // namespace

Task<Result<Entries>> QuarantineReader::list(std::string source, bool with_gone) {
    Params params;
    params.add_text(source).add_flag(with_gone).add(kBegin);
    auto work = reading(sql::quarantine_list, std::move(params));
    std::string what = kWhat;
    co_return co_await calls_.call<Entries>(std::move(what), std::move(work));
}

Task<Result<Entries>> QuarantineReader::find(std::string id) {
    Params params;
    params.add(std::move(id));
    auto work = reading(sql::quarantine_show, std::move(params));
    std::string what = kWhat;
    co_return co_await calls_.call<Entries>(std::move(what), std::move(work));
}

}  // namespace sasyncd
