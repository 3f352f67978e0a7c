#include "store/dictionary.hpp"

#include "store/session.hpp"
#include "store_sql.hpp"

namespace sasyncd {

namespace {

using Entries = std::vector<DictionaryEntry>;

/// A row a column; those of one entry follow each other.
void add(Entries& entries, pqxx::row const& row) {
    auto const title = text(row, 1);
    if (entries.empty() || entries.back().title != title || entries.back().is_function != flag(row, 0))
        entries.push_back({flag(row, 0), title, text(row, 2), text(row, 3), {}});
    if (auto name = text(row, 4); !name.empty())
        entries.back().columns.push_back({std::move(name), text(row, 5), text(row, 6)});
}

}  // namespace

Task<Result<Entries>> DictionaryReader::read() {
    DatabaseThread::Work<Entries> work = [](Session& session) {
        return session.transact([](Transaction& t) -> Result<Entries> {
            Entries entries;
            for (auto const& row : t.exec(std::string(sql::dictionary)))
                add(entries, row);
            return entries;
        });
    };
    std::string what = "reading the data dictionary";
    co_return co_await calls_.call<Entries>(std::move(what), std::move(work));
}

}  // namespace sasyncd
