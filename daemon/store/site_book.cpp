#include "store/site_book.hpp"

#include "store/arrays.hpp"
#include "store/lease_check.hpp"
#include "store/session.hpp"
#include "store/sources.hpp"
#include "store_sql.hpp"

namespace sasyncd {

namespace {

template <class T>
using Work = DatabaseThread::Work<T>;

/// Of statement time-outs: names may be many.
constexpr int kLong = 5;

std::uint64_t count(pqxx::row const& row, int column) {
    return static_cast<std::uint64_t>(number(row, column));
}

std::uint64_t name_malware(Transaction& transaction, ListedFiles const& files) {
    if (files.size() == 0)
        return 0;
    ArrayText md5s, names, keys, levels;
    for (auto const& [md5, file] : files.files()) {
        md5s.add_text(md5);
        names.add_text(file.name);
        keys.add_text(file.key);
        levels.add_text(file.level);
    }
    Params params;
    for (auto* array : {&md5s, &names, &keys, &levels})
        params.add(array->take());
    return count(transaction.exec(sql::name_malware, params)[0], 0);
}

void witness_walk(Transaction& transaction, Source const& source, SiteNews const& news, Witness& witness) {
    ArrayText md5s, images;
    for (auto const& [md5, file] : news.files.files()) {
        md5s.add_text(md5);
        images.add(file.images);
    }
    Params params;
    params.add(source.account_id).add(std::string(to_string(source.site))).add(source_suffix(source));
    params.add(md5s.take()).add(images.take()).add_flag(news.is_comparable);
    for (auto const& row : transaction.exec(sql::witness_walk, params)) {
        witness.unseen_files = count(row, 0);
        witness.unseen_images = count(row, 1);
    }
}

void record_site(Transaction& transaction, Source const& source, SiteNews const& news) {
    Params params;
    params.add(source.account_id).add(std::string(to_string(source.site)));
    params.add_flag(news.names_were_asked).add_text(news.names_fault);
    params.add_flag(news.subscription_was_asked)
        .add_text(news.subscription_fault)
        .add_text(news.subscription.edition);
    params.add(news.subscription.image_scans_total).add(news.subscription.image_scans_left);
    transaction.exec(sql::record_site, params);
}

}  // namespace

Task<Result<SiteKnowledge>> SiteBook::known(std::string account_id, Site site, Milliseconds every) {
    Work<SiteKnowledge> work = [account_id = std::move(account_id), site, every](Session& session) {
        return session.transact([&](Transaction& t) -> Result<SiteKnowledge> {
            Params params;
            params.add(account_id).add(std::string(to_string(site))).add(std::int64_t{every.count()});
            SiteKnowledge known;
            for (auto const& row : t.exec(sql::site_known, params))
                known = {flag(row, 0), flag(row, 1), text(row, 2), text(row, 3)};
            return known;
        });
    };
    std::string what = "looking up when names were read";
    co_return co_await calls_.call<SiteKnowledge>(std::move(what), std::move(work));
}

Task<Result<Witness>> SiteBook::record(Leadership leader, Source source, SiteNews news) {
    if (calls_.options().read_only)
        co_return Witness();
    auto shared = std::make_shared<SiteNews const>(std::move(news));
    Work<Witness> work = [leader = std::move(leader), source = std::move(source), shared](Session& session) {
        return session.transact([&](Transaction& t) -> Result<Witness> {
            if (auto const status = check_lease(t, leader); !status)
                return status.error();
            Witness witness;
            witness.names_written = name_malware(t, shared->files);
            if (shared->names_were_asked && shared->names_fault.empty())
                witness_walk(t, source, *shared, witness);
            record_site(t, source, *shared);
            return witness;
        });
    };
    std::string what = "recording names";
    co_return co_await calls_.call<Witness>(std::move(what), std::move(work), kLong);
}

}  // namespace sasyncd
