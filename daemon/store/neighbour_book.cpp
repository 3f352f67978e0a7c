#include "store/neighbour_book.hpp"

#include "store/arrays.hpp"
#include "store/lease_check.hpp"
#include "store/session.hpp"
#include "store_sql.hpp"

#include <initializer_list>

namespace sasyncd {

namespace {

template <class T>
using Work = DatabaseThread::Work<T>;

/// Of statement time-outs: repositories may be many.
constexpr int kLong = 5;

std::vector<KnownRegistry> registries_due(Transaction& transaction, std::string const& account_id, Site site,
                                          Milliseconds every) {
    Params params;
    params.add(account_id).add(std::string(to_string(site))).add(std::int64_t{every.count()});
    std::vector<KnownRegistry> due;
    for (auto const& row : transaction.exec(sql::registries_due, params))
        due.push_back({{text(row, 0), text(row, 1)}, {true, text(row, 2)}});
    return due;
}

template <class T>
void record_listing(Transaction& transaction, Source const& source, char const* kind,
                    Registry const& registry, ReadList<T> const& list) {
    Params params;
    params.add(source.account_id).add(std::string(to_string(source.site))).add(std::string(kind));
    params.add(registry.instance_id).add_text(registry.region_id).add_text(list.fault);
    params.add(std::int64_t{list.pages}).add(static_cast<std::int64_t>(list.elements.size()));
    params.add(static_cast<std::int64_t>(list.unusable)).add(list.total_count).add_text(list.request_id);
    transaction.exec(sql::record_listing, params);
}

std::uint64_t written(Transaction& transaction, std::string_view statement, Params params,
                      std::initializer_list<ArrayText*> arrays) {
    for (auto* const array : arrays)
        params.add(array->take());
    return static_cast<std::uint64_t>(number(transaction.exec(statement, params)[0], 0));
}

std::uint64_t record_repositories(Transaction& transaction, Source const& source, Registry const& registry,
                                  ReadList<ListedRepository> const& list) {
    ArrayText ids, namespaces, names, types, statuses, build_types, summaries, fixed_tags, groups, created,
        modified;
    for (auto const& [id, repository] : list.elements) {
        ids.add_text(id);
        namespaces.add_text(repository.name_space);
        names.add_text(repository.name);
        types.add_text(repository.type);
        statuses.add_text(repository.status);
        build_types.add_text(repository.build_type);
        summaries.add_text(repository.summary);
        if (repository.has_fixed_tags)
            fixed_tags.add(*repository.has_fixed_tags);
        else
            fixed_tags.add_text({});
        groups.add_text(repository.resource_group_id);
        created.add(repository.created_ms);
        modified.add(repository.modified_ms);
    }
    Params params;
    params.add(source.account_id).add(registry.instance_id).add(registry.region_id);
    params.add_flag(list.is_complete());
    return written(transaction, sql::record_repositories, std::move(params),
                   {&ids, &namespaces, &names, &types, &statuses, &build_types, &summaries, &fixed_tags,
                    &groups, &created, &modified});
}

std::uint64_t record_clusters(Transaction& transaction, Source const& source,
                              ReadList<ListedCluster> const& list) {
    ArrayText ids, names, types, states, regions, instances, risky, vulnerabilities, alerts, levels, statuses,
        created;
    for (auto const& [id, cluster] : list.elements) {
        ids.add_text(id);
        names.add_text(cluster.name);
        types.add_text(cluster.type);
        states.add_text(cluster.state);
        regions.add_text(cluster.region_id);
        instances.add(cluster.instances);
        risky.add(cluster.risk_instances);
        vulnerabilities.add(cluster.vulnerabilities);
        alerts.add(cluster.alerts);
        levels.add_text(cluster.risk_level);
        statuses.add_text(cluster.risk_status);
        created.add(cluster.created_ms);
    }
    Params params;
    params.add(source.account_id).add(std::string(to_string(source.site))).add_flag(list.is_complete());
    return written(transaction, sql::record_clusters, std::move(params),
                   {&ids, &names, &types, &states, &regions, &instances, &risky, &vulnerabilities, &alerts,
                    &levels, &statuses, &created});
}

}  // namespace

Task<Result<NeighbourKnowledge>> NeighbourBook::known(std::string account_id, Site site,
                                                      EnrichOptions options) {
    Work<NeighbourKnowledge> work = [account_id = std::move(account_id), site, options](Session& session) {
        return session.transact([&](Transaction& t) -> Result<NeighbourKnowledge> {
            Params params;
            params.add(account_id).add(std::string(to_string(site))).add(std::int64_t{options.every.count()});
            params.add_flag(options.reads_repositories()).add_flag(options.reads_containers());
            auto const row = t.exec(sql::neighbours_known, params)[0];
            NeighbourKnowledge known;
            known.clusters = {flag(row, 0), text(row, 1)};
            known.has_old_faults = flag(row, 2);
            if (options.reads_repositories())
                known.registries = registries_due(t, account_id, site, options.every);
            return known;
        });
    };
    std::string what = "looking up when neighbours were read";
    co_return co_await calls_.call<NeighbourKnowledge>(std::move(what), std::move(work));
}

Task<Result<std::uint64_t>> NeighbourBook::record(Leadership leader, Source source, Registry registry,
                                                  ReadList<ListedRepository> list) {
    if (calls_.options().read_only)
        co_return std::uint64_t{0};
    auto shared = std::make_shared<ReadList<ListedRepository> const>(std::move(list));
    Work<std::uint64_t> work = [leader = std::move(leader), source = std::move(source),
                                registry = std::move(registry), shared](Session& session) {
        return session.transact([&](Transaction& t) -> Result<std::uint64_t> {
            if (auto const status = check_lease(t, leader); !status)
                return status.error();
            auto const count = record_repositories(t, source, registry, *shared);
            record_listing(t, source, "repositories", registry, *shared);
            return count;
        });
    };
    std::string what = "recording repositories";
    co_return co_await calls_.call<std::uint64_t>(std::move(what), std::move(work), kLong);
}

Task<Result<std::uint64_t>> NeighbourBook::record(Leadership leader, Source source,
                                                  ReadList<ListedCluster> list) {
    if (calls_.options().read_only)
        co_return std::uint64_t{0};
    auto shared = std::make_shared<ReadList<ListedCluster> const>(std::move(list));
    Work<std::uint64_t> work = [leader = std::move(leader), source = std::move(source),
                                shared](Session& session) {
        return session.transact([&](Transaction& t) -> Result<std::uint64_t> {
            if (auto const status = check_lease(t, leader); !status)
                return status.error();
            auto const count = record_clusters(t, source, *shared);
            record_listing(t, source, "clusters", Registry(), *shared);
            return count;
        });
    };
    std::string what = "recording clusters";
    co_return co_await calls_.call<std::uint64_t>(std::move(what), std::move(work), kLong);
}

Task<Status> NeighbourBook::forget_old_faults(Leadership leader, Source source, EnrichOptions options) {
    if (calls_.options().read_only)
        co_return Status();
    Work<void> work = [leader = std::move(leader), source = std::move(source), options](Session& session) {
        return session.transact([&](Transaction& t) -> Status {
            if (auto const status = check_lease(t, leader); !status)
                return status.error();
            Params params;
            params.add(source.account_id).add(std::string(to_string(source.site)));
            params.add_flag(options.reads_repositories()).add_flag(options.reads_containers());
            t.exec(sql::forget_list_faults, params);
            return {};
        });
    };
    std::string what = "recording what is not read any more";
    co_return co_await calls_.call<void>(std::move(what), std::move(work));
}

}  // namespace sasyncd
