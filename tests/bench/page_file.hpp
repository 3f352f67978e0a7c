#pragma once

#include "bench/rows.hpp"
#include "sweep/options.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sasyncd::bench {

/// Writes the data set as the bodies of the API's answers, ready to serve: every page of `page_size` rows,
/// and the answer to each filter that a sweep asks for with a page of size 1. `path` holds the bodies,
/// `path`.index where they lie.
void write_page_file(std::string const& path, std::uint64_t rows, std::uint32_t page_size, Variant variant);

/// Serves such a file. Bodies stay in the file (and in the kernel's cache), so that they are no part of this
/// process's memory, and each read copies one, as a socket would.
class PageFile {
public:
    explicit PageFile(std::string const& path);
    ~PageFile();
    PageFile(PageFile const&) = delete;
    PageFile& operator=(PageFile const&) = delete;

    [[nodiscard]] std::uint64_t rows() const { return rows_; }
    [[nodiscard]] std::uint32_t page_size() const { return page_size_; }
    [[nodiscard]] std::uint32_t pages() const { return static_cast<std::uint32_t>(pages_.size()); }

    /// Page `number`, from 1; an empty one past the end.
    [[nodiscard]] std::string page(std::uint32_t number) const;
    /// Page 1 of size 1 under `filter`; empty where the file was not made for it.
    [[nodiscard]] std::optional<std::string> first_of(Parameters const& filter) const;

private:
    struct Extent {
        std::int64_t offset = 0;
        std::uint64_t size = 0;
    };
    [[nodiscard]] std::string read(Extent const& extent) const;

    int file_;
    std::uint64_t rows_ = 0;
    std::uint32_t page_size_ = 0;
    std::vector<Extent> pages_;
    std::map<std::string, Extent> answers_;
};

}  // namespace sasyncd::bench
