#pragma once

#include "filters.hpp"
#include "row.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sasyncd::simulator {

// The rows that one account has at one site, in the order in which the API lists them.
class DataSet {
public:
    // The rows that a filter chooses; valid until the data set changes.
    class Selection {
    public:
        std::size_t size() const { return ids_ ? ids_->size() : all_->size(); }
        Row const& operator[](std::size_t at) const { return (*all_)[ids_ ? (*ids_)[at] : at]; }

    private:
        friend class DataSet;
        std::vector<Row> const* all_ = nullptr;
        std::shared_ptr<const std::vector<std::uint32_t>> ids_;  // none: all rows
    };

    std::vector<Row> const& rows() const { return rows_; }

    // Moves with every change.
    std::uint64_t version() const { return version_; }

    Selection select(Filter const& filter) const;

    // How many different images the filter's rows belong to.
    std::size_t count_images(Filter const& filter) const;

    void add(std::vector<Row> rows, std::size_t at);
    void replace(std::size_t index, Row row);
    void remove(std::vector<std::uint32_t> const& indexes);
    void clear();
    void reorder(std::vector<std::uint32_t> const& order);

    // Rows that were removed, for `reopen`; the oldest are forgotten.
    std::vector<Row> take_removed(std::size_t at_most);
    std::size_t removed_count() const { return removed_.size(); }

    // Builds what questions by MaliciousMd5 need, so that no later call pays for it.
    void prepare() const;

    // Rows generated so far, so that the generator goes on where it stopped.
    std::uint64_t generated = 0;

private:
    struct Cached {
        std::shared_ptr<const std::vector<std::uint32_t>> ids;
        std::optional<std::size_t> images;
    };

    Cached& cached(Filter const& filter) const;
    std::vector<std::uint32_t> find(Filter const& filter) const;
    void touch(bool rows_moved);

    std::vector<Row> rows_;
    std::vector<Row> removed_;
    std::uint64_t version_ = 0;
    mutable std::map<std::string, Cached> cache_;
    mutable std::size_t cached_ids_ = 0;
    mutable std::vector<std::pair<std::uint64_t, std::uint32_t>> by_md5_;  // hash of the lower case, row
    mutable bool is_indexed_ = false;
};

}  // namespace sasyncd::simulator
