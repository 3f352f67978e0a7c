#include "unit/sweep/scripted_site.hpp"

#include "base/text.hpp"
#include "unit/sweep/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace sasyncd {

std::string ScriptedSite::Call::asked_for(std::string const& parameter) const {
    auto const found = query.filter.find(parameter);
    return found == query.filter.end() ? std::string() : found->second;
}

Task<Result<Page>> ScriptedSite::read(PageQuery query) {
    if (delay)
        co_await yield_turns(delay());
    auto const nth = ++asked_;
    if (before_answer)
        before_answer(query);
    ++moment_;
    Call call{query, fmt::format("r{}", nth),       std::nullopt, std::nullopt,
              {},    matching(query.filter).size(), moment_};
    auto injected = fail ? fail(query, nth) : std::nullopt;
    auto result = injected ? Result<Page>(std::move(*injected)) : answer(query);
    if (result.has_error()) {
        auto error = result.error();
        if (error.request_id.empty())
            error.request_id = call.request_id;
        call.error = error;
        result = std::move(error);
    } else {
        result->request_id = call.request_id;
        for (auto const& row : result->rows)
            call.keys.insert(key_of(row));
        if (options.is_bad) {
            auto const bad = std::erase_if(result->rows, options.is_bad);
            result->quarantined.resize(bad, {"FilePath is not text", "{}"});
        }
        call.page = *result;
    }
    calls_.push_back(std::move(call));
    if (delay)
        co_await yield_turns(delay());
    co_return result;
}

/// Each MaliciousMd5 once, spelled as its first row spells it.
Result<Page> ScriptedSite::list_files(PageQuery const& query) const {
    if (options.refuses_listing)
        return Error(ErrorKind::unauthorised, "NoPermission");
    std::map<std::string, ListedFile> files;
    for (auto const& row : rows_) {
        auto& file = files[lower_case(row[Text::malicious_md5])];
        if (file.images++ > 0)
            continue;
        file.malicious_md5 = row[Text::malicious_md5];
        file.name = options.name_of_files + file.malicious_md5;
        file.level = row[Text::level];
    }
    Page page;
    page.number = query.page;
    page.size = query.size;
    page.total_count = static_cast<std::int64_t>(files.size());
    std::uint64_t at = 0;
    for (auto const& [md5, file] : files)
        if (auto const on_page = at++ / query.size; on_page + 1 == query.page)
            page.files.push_back(file);
    return page;
}

Result<Page> ScriptedSite::answer(PageQuery const& query) {
    if (query.listing == Listing::malicious_files)
        return list_files(query);
    auto const asked_region = query.filter.find("RepoRegionId");
    auto const region = asked_region == query.filter.end() ? std::string() : asked_region->second;
    if (options.refused_regions.contains(region))
        return Error(ErrorKind::rejected, "InvalidParameter: the RepoRegionId is not valid");
    auto const size = options.page_cap > 0 ? std::min(query.size, options.page_cap) : query.size;
    auto const step = options.offsets_by_asked_size ? query.size : size;
    auto const offset = (query.page - std::uint64_t{1}) * step;
    bool const is_too_deep = options.reach > 0 && offset >= options.reach;
    if (is_too_deep && !options.deep_pages_are_empty)
        return Error(ErrorKind::rejected, "InvalidParameter: the page is too deep");
    auto const rows = matching(query.filter);
    Page page;
    page.number = query.page;
    page.size = size;
    page.total_count = total_of(rows, region);
    if (!is_too_deep)
        for (auto at = offset; at < rows.size() && at < offset + size; ++at)
            page.rows.push_back(*rows[at]);
    return page;
}

std::vector<Row const*> ScriptedSite::matching(Parameters const& filter) const {
    std::vector<Row const*> rows;
    for (auto const& row : rows_)
        if (site_shows(row, filter, options))
            rows.push_back(&row);
    return rows;
}

std::int64_t ScriptedSite::total_of(std::vector<Row const*> const& rows, std::string const& region) const {
    auto const surplus = options.region_surplus.find(region);
    auto const honest = static_cast<std::int64_t>(rows.size()) +
                        (surplus == options.region_surplus.end() ? 0 : surplus->second);
    switch (options.totals) {
        case SiteOptions::Totals::rows: return honest;
        case SiteOptions::Totals::constant: return options.constant_total;
        case SiteOptions::Totals::alternating: return asked_ % 2 == 0 ? options.constant_total : honest;
        case SiteOptions::Totals::images: break;
    }
    std::set<std::string> images;
    for (auto const* row : rows)
        images.insert(image_key_of(*row).value_or(ImageKey{}).text);
    return static_cast<std::int64_t>(images.size());
}

void ScriptedSite::add(Row row) {
    insert(rows_.size(), std::move(row));
}

void ScriptedSite::insert(std::size_t at, Row row) {
    born(row);
    rows_.insert(rows_.begin() + static_cast<std::ptrdiff_t>(at), std::move(row));
}

void ScriptedSite::remove(std::size_t at) {
    died(rows_.at(at));
    rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(at));
}

bool ScriptedSite::remove_key(Key const& key) {
    auto const before = rows_.size();
    for (std::size_t at = rows_.size(); at > 0; --at)
        if (key_of(rows_[at - 1]) == key)
            remove(at - 1);
    return rows_.size() < before;
}

void ScriptedSite::change(std::size_t at, std::function<void(Row&)> const& edit) {
    auto changed = rows_.at(at);
    edit(changed);
    born(changed);  // first, so that a key that stays lives on
    died(rows_[at]);
    rows_[at] = std::move(changed);
}

void ScriptedSite::clear() {
    while (!rows_.empty())
        remove(rows_.size() - 1);
}

void ScriptedSite::reorder(std::function<bool(Row const&, Row const&)> const& is_less) {
    ++moment_;
    std::stable_sort(rows_.begin(), rows_.end(), is_less);
}

std::optional<std::uint64_t> ScriptedSite::lives_since(Key const& key) const {
    auto const found = lives_.find(key);
    return found == lives_.end() ? std::nullopt : std::optional(found->second.since);
}

std::optional<std::uint64_t> ScriptedSite::lives_in_scope_since(Key const& key) const {
    auto const found = lives_in_scope_.find(key);
    return found == lives_in_scope_.end() ? std::nullopt : std::optional(found->second.since);
}

ScriptedSite::Call const* ScriptedSite::find_call(std::string_view request_id) const {
    std::size_t nth = 0;
    auto const end = request_id.data() + request_id.size();
    if (request_id.empty() || std::from_chars(request_id.data() + 1, end, nth).ptr != end)
        return nullptr;
    return nth >= 1 && nth <= calls_.size() ? &calls_[nth - 1] : nullptr;
}

Key ScriptedSite::key_of(Row const& row) const {
    return row_key(site_, image_key_of(row).value_or(ImageKey{}), row);
}

void ScriptedSite::born(Row const& row) {
    ++moment_;
    auto const count = [&](Lives& lives) {
        auto& life = lives[key_of(row)];
        if (life.rows++ == 0)
            life.since = moment_;
    };
    count(lives_);
    if (site_shows(row, scope, {}))
        count(lives_in_scope_);
}

void ScriptedSite::died(Row const& row) {
    ++moment_;
    auto const count = [&](Lives& lives) {
        auto const life = lives.find(key_of(row));
        if (--life->second.rows == 0)
            lives.erase(life);
    };
    count(lives_);
    if (site_shows(row, scope, {}))
        count(lives_in_scope_);
}

}  // namespace sasyncd
