#include "store/quarantine.hpp"

#include "store/arrays.hpp"
#include "store_sql.hpp"

#include <map>
#include <set>
#include <utility>

namespace sasyncd {

namespace {

constexpr std::size_t kLimit = QuarantinedRows::kMostPayloads;

using Id = std::pair<std::string, std::int64_t>;

Id id_of(QuarantinedRow const& row) {
    return {row.reason, static_cast<std::int64_t>(QuarantinedRows::digest_of(row))};
}

std::set<Id> read_current(Transaction& transaction, std::string const& account_id, std::int64_t source_id) {
    std::set<Id> current;
    for (auto const& row : transaction.exec(sql::quarantine_now, Params().add(account_id).add(source_id)))
        current.emplace(text(row, 0), number(row, 1));
    return current;
}

void mark_gone(Transaction& transaction, std::string const& account_id, std::int64_t source_id,
               std::set<Id> const& gone) {
    ArrayText reasons, digests;
    for (auto const& [reason, digest] : gone) {
        reasons.add_text(reason);
        digests.add(digest);
    }
    Params params;
    params.add(account_id).add(source_id).add(reasons.take()).add(digests.take());
    transaction.exec(sql::quarantine_gone, params);
}

void add(Transaction& transaction, std::string const& account_id, WalkEnd const& end,
         std::map<Id, QuarantinedRow const*> const& fresh, std::size_t room) {
    ArrayText reasons, digests, payloads;
    for (auto const& [id, row] : fresh) {
        if (reasons.size() == room)
            break;
        reasons.add_text(id.first);
        digests.add(id.second);
        payloads.add_text(row->payload.empty() ? std::string_view(" ") : std::string_view(row->payload));
    }
    Params params;
    params.add(account_id).add(end.source_id).add(end.walk_id);
    params.add(reasons.take()).add(digests.take()).add(payloads.take()).add(static_cast<std::int64_t>(room));
    transaction.exec(sql::quarantine_add, params);
}

}  // namespace

void update_quarantine(Transaction& transaction, std::string const& account_id, WalkEnd const& end) {
    auto const current = read_current(transaction, account_id, end.source_id);
    auto kept = current.size();
    std::set<Id> gone;
    for (auto const& id : current)
        if (!end.quarantined.contains(id.first, static_cast<std::uint64_t>(id.second)))
            gone.insert(id);
    std::map<Id, QuarantinedRow const*> fresh;
    for (auto const& row : end.quarantined.samples())
        if (auto id = id_of(row); !current.contains(id))
            fresh.emplace(std::move(id), &row);
    // A walk that did not read everything proves nothing gone.
    if (end.certificate.verdict == Verdict::whole && !gone.empty()) {
        mark_gone(transaction, account_id, end.source_id, gone);
        kept -= gone.size();
    }
    if (!fresh.empty() && kept < kLimit)
        add(transaction, account_id, end, fresh, kLimit - kept);
}

}  // namespace sasyncd
