#include "sweep/neighbour_reading.hpp"

#include "sweep/not_told.hpp"
#include "sweep/page_cursor.hpp"
#include "sweep/steadiness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <set>

namespace sasyncd {

namespace {

constexpr std::uint32_t kLargestPage = 100;
/// Of one list; memory must end somewhere.
constexpr std::size_t kMostElements = 200'000;
/// In a row, whatever TotalCount promises.
constexpr std::uint32_t kPagesWithoutNews = 10;
/// In a row: what refused so many will refuse the others, and is tried again with the next sweep.
constexpr std::uint32_t kMostFailures = 3;

class NeighbourReading {
public:
    NeighbourReading(NeighbourParts const& parts, Source const& source, Leadership leader)
        : parts_(parts),
          source_(source),
          leader_(std::move(leader)),
          of_site_(parts.site_quota, parts.clock, kSideAttempts, parts.log),
          of_registry_(parts.registry_quota, parts.clock, kSideAttempts, parts.log) {
        for (auto* const steadiness : {&of_site_, &of_registry_}) {
            steadiness->set_deadline(parts.deadline);
            steadiness->set_patience(kSidePatience);
            steadiness->when_throttled([this] { parts_.observer.throttled(source_); });
        }
    }
    NeighbourReading(NeighbourReading const&) = delete;
    NeighbourReading& operator=(NeighbourReading const&) = delete;

    [[nodiscard]] Task<void> read_registries(std::vector<KnownRegistry> const& registries);
    [[nodiscard]] Task<void> read_clusters(std::string known_fault);

private:
    template <class T>
    using AskPage = std::function<Task<Result<ListPage<T>>>(PageCursor::Ask const&)>;

    template <class T>
    [[nodiscard]] Task<ReadList<T>> read_list(std::string_view action, Steadiness& steadiness,
                                              AskPage<T> const& ask_page);
    template <class T>
    void take(ListPage<T>& page, ReadList<T>& list, PageCursor::Facts& facts) const;
    void tell(std::string_view what, std::uint64_t listed, Result<std::uint64_t> const& written) const;

    NeighbourParts const& parts_;
    Source const& source_;
    Leadership leader_;
    Steadiness of_site_;
    Steadiness of_registry_;
};

Task<void> NeighbourReading::read_registries(std::vector<KnownRegistry> const& registries) {
    std::set<std::string> known_faults;
    for (auto const& known : registries)
        known_faults.insert(known.list.fault);
    std::set<std::string> told_faults = {""};
    std::uint32_t failures = 0;
    for (auto const& known : registries) {
        auto const& registry = known.registry;
        AskPage<ListedRepository> const ask = [&](PageCursor::Ask const& page) {
            return parts_.reader.repositories(registry, page.page, page.size);
        };
        auto const began = parts_.clock.steady_now();
        auto list = co_await read_list<ListedRepository>("ListRepository", of_registry_, ask);
        bool const is_away = parts_.clock.steady_now() - began > kSidePatience && list.pages == 0;
        failures = list.was_read_to_its_end() ? 0 : failures + 1;
        if (told_faults.insert(list.fault).second)  // once, however many registries say the same
            tell_not_told(parts_.log, source_, list.fault,
                          known_faults.contains(list.fault) ? list.fault : std::string());
        auto const listed = list.elements.size();
        auto const written = co_await parts_.ledger.record(leader_, source_, registry, std::move(list));
        tell(fmt::format("repositories of {}", registry.instance_id), listed, written);
        if (is_away || failures >= kMostFailures || !written.has_value())
            co_return;
    }
}

Task<void> NeighbourReading::read_clusters(std::string known_fault) {
    AskPage<ListedCluster> const ask = [&](PageCursor::Ask const& page) {
        return parts_.reader.clusters(page.page, page.size);
    };
    auto list = co_await read_list<ListedCluster>("DescribeGroupedContainerInstances", of_site_, ask);
    tell_not_told(parts_.log, source_, list.fault, known_fault);
    auto const listed = list.elements.size();
    auto const written = co_await parts_.ledger.record(leader_, source_, std::move(list));
    tell("clusters", listed, written);
}

template <class T>
Task<ReadList<T>> NeighbourReading::read_list(std::string_view action, Steadiness& steadiness,
                                              AskPage<T> const& ask_page) {
    ReadList<T> list;
    PageCursor cursor(std::min(parts_.page_size, kLargestPage), true);
    std::uint32_t without_news = 0;
    while (auto const ask = cursor.next()) {
        std::function<Task<Result<ListPage<T>>>()> const attempt = [&] { return ask_page(*ask); };
        auto page = co_await steadiness.call<ListPage<T>>(attempt);
        if (!page.has_value()) {
            list.fault = reason_not_told(action, page.error());
            parts_.log->debug("event=not_told source={} action={} {}", source_.name(), action,
                              field("reason", page.error().line()));
            co_return list;
        }
        PageCursor::Facts facts;
        take(*page, list, facts);
        cursor.answered(*ask, facts);
        without_news = facts.new_keys > 0 ? 0 : without_news + 1;
        if (without_news >= kPagesWithoutNews || list.elements.size() > kMostElements)
            break;
    }
    if (!cursor.is_whole())
        list.fault = fmt::format("{}: its list was not read to the end", action);
    co_return list;
}

/// What comes twice counts as it came last.
template <class T>
void NeighbourReading::take(ListPage<T>& page, ReadList<T>& list, PageCursor::Facts& facts) const {
    facts.rows = page.size();
    facts.total_count = page.total_count;
    facts.request_id = page.request_id;
    ++list.pages;
    list.unusable += page.unusable;
    list.total_count = page.total_count;
    list.request_id = page.request_id;
    for (auto& element : page.elements) {
        auto const id = id_of(element);
        facts.new_keys += list.elements.insert_or_assign(id, std::move(element)).second ? 1U : 0U;
    }
}

void NeighbourReading::tell(std::string_view what, std::uint64_t listed,
                            Result<std::uint64_t> const& written) const {
    if (written.has_value())
        parts_.log->info("event=neighbours_read source={} {} listed={} written={}", source_.name(),
                         field("what", what), listed, *written);
    else
        parts_.log->warn("event=neighbours_not_recorded source={} {} {}", source_.name(), field("what", what),
                         field("reason", written.error().line()));
}

}  // namespace

Task<void> read_neighbours(NeighbourParts const& parts, Source source, Leadership leader) {
    auto known = co_await parts.ledger.known(source.account_id, source.site, parts.options);
    if (!known.has_value()) {
        parts.log->warn("event=neighbours_not_read source={} {}", source.name(),
                        field("reason", known.error().line()));
        co_return;
    }
    NeighbourReading reading(parts, source, leader);
    if (parts.options.reads_repositories())
        co_await reading.read_registries(known->registries);
    if (parts.options.reads_containers() && known->clusters.is_due)
        co_await reading.read_clusters(known->clusters.fault);
    if (!known->has_old_faults)
        co_return;
    auto const forgotten = co_await parts.ledger.forget_old_faults(std::move(leader), source, parts.options);
    if (!forgotten.has_value())
        parts.log->warn("event=neighbours_not_recorded source={} {}", source.name(),
                        field("reason", forgotten.error().line()));
}

}  // namespace sasyncd
