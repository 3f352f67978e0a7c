#include "data_set.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <numeric>
#include <unordered_set>

namespace sasyncd::simulator {
namespace {

constexpr std::size_t kRemovedKept = 200'000;
constexpr std::size_t kCachedIds = 8'000'000;

std::uint64_t hash_md5(std::string_view md5) {
    return std::hash<std::string>{}(lower(md5));
}

}  // namespace

DataSet::Selection DataSet::select(Filter const& filter) const {
    Selection selection;
    selection.all_ = &rows_;
    if (!filter.is_empty()) {
        selection.ids_ = cached(filter).ids;
    }
    return selection;
}

std::size_t DataSet::count_images(Filter const& filter) const {
    Cached& entry = cached(filter);
    if (!entry.images) {
        std::unordered_set<std::string> images;
        for (const std::uint32_t id : *entry.ids) {
            images.insert(rows_[id].image_key());
        }
        entry.images = images.size();
    }
    return *entry.images;
}

DataSet::Cached& DataSet::cached(Filter const& filter) const {
    if (auto const found = cache_.find(filter.key()); found != cache_.end()) {
        return found->second;
    }
    if (cached_ids_ > kCachedIds) {
        cache_.clear();
        cached_ids_ = 0;
    }
    Cached& entry = cache_[filter.key()];
    entry.ids = std::make_shared<const std::vector<std::uint32_t>>(find(filter));
    cached_ids_ += entry.ids->size() + 16;
    return entry;
}

std::vector<std::uint32_t> DataSet::find(Filter const& filter) const {
    std::vector<std::uint32_t> out;
    if (filter.md5()) {
        prepare();
        const std::pair key{hash_md5(*filter.md5()), std::uint32_t{0}};
        for (auto at = std::lower_bound(by_md5_.begin(), by_md5_.end(), key);
             at != by_md5_.end() && at->first == key.first; ++at) {
            if (filter.matches(rows_[at->second])) {
                out.push_back(at->second);
            }
        }
        return out;
    }
    for (std::uint32_t i = 0; i < rows_.size(); ++i) {
        if (filter.matches(rows_[i])) {
            out.push_back(i);
        }
    }
    return out;
}

void DataSet::prepare() const {
    if (is_indexed_) {
        return;
    }
    by_md5_.clear();
    by_md5_.reserve(rows_.size());
    for (std::uint32_t i = 0; i < rows_.size(); ++i) {
        by_md5_.emplace_back(hash_md5(rows_[i].md5()), i);
    }
    std::sort(by_md5_.begin(), by_md5_.end());
    is_indexed_ = true;
}

void DataSet::touch(bool rows_moved) {
    ++version_;
    cache_.clear();
    cached_ids_ = 0;
    is_indexed_ = is_indexed_ && !rows_moved;
}

void DataSet::add(std::vector<Row> rows, std::size_t at) {
    auto const position = rows_.begin() + static_cast<std::ptrdiff_t>(std::min(at, rows_.size()));
    rows_.insert(position, std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    touch(true);
}

void DataSet::replace(std::size_t index, Row row) {
    bool const same_md5 = rows_[index].md5() == row.md5();
    rows_[index] = std::move(row);
    touch(!same_md5);
}

void DataSet::remove(std::vector<std::uint32_t> const& indexes) {
    const std::size_t first_kept = indexes.size() - std::min(indexes.size(), kRemovedKept);
    for (std::size_t i = 0; i < indexes.size(); ++i) {
        Row& row = rows_[indexes[i]];
        if (!row.is_gone() && i >= first_kept) {
            removed_.push_back(row);
        }
        row.set_gone(true);
    }
    std::erase_if(rows_, [](Row const& row) { return row.is_gone(); });
    if (removed_.size() > kRemovedKept) {
        removed_.erase(removed_.begin(), removed_.end() - static_cast<std::ptrdiff_t>(kRemovedKept));
    }
    touch(true);
}

void DataSet::clear() {
    std::vector<std::uint32_t> all(rows_.size());
    std::iota(all.begin(), all.end(), 0U);
    remove(all);
}

void DataSet::reorder(std::vector<std::uint32_t> const& order) {
    std::vector<Row> rows;
    rows.reserve(order.size());
    for (const std::uint32_t index : order) {
        rows.push_back(std::move(rows_[index]));
    }
    rows_ = std::move(rows);
    touch(true);
}

std::vector<Row> DataSet::take_removed(std::size_t at_most) {
    const std::size_t count = std::min(at_most, removed_.size());
    auto const first = removed_.end() - static_cast<std::ptrdiff_t>(count);
    std::vector<Row> out{std::make_move_iterator(first), std::make_move_iterator(removed_.end())};
    removed_.erase(first, removed_.end());
    return out;
}

}  // namespace sasyncd::simulator
