#include "bench/page_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace sasyncd::bench {

namespace {

constexpr std::size_t kPadding = 64;  // what the parser wants behind a body, so that it need not move it

std::string body_of(std::uint64_t page, std::uint64_t size, std::uint64_t total, std::uint64_t count,
                    std::string_view rows) {
    return fmt::format(
        R"({{"RequestId":"{:08X}-FD09-4D1F-994F-34DF12B0E520","PageInfo":{{"CurrentPage":{},)"
        R"("PageSize":{},"TotalCount":{},"Count":{}}},"AffectedMaliciousFileImagesResponse":[{}]}})",
        page, page, size, total, count, rows);
}

/// The filter as one line, as in a query string.
std::string line_of(Parameters const& filter) {
    std::string line;
    for (auto const& [name, value] : filter)
        line += (line.empty() ? "" : "&") + name + '=' + value;
    return line;
}

/// The filters that a row passes, out of those a sweep asks for.
std::vector<std::string> filters_of(ApiRow const& row) {
    std::vector<std::string> lines = {"", fmt::format("Status={}", row.status),
                                      fmt::format("Levels={}", row.level)};
    if (!row.region.empty())
        lines.push_back(fmt::format("RepoRegionId={}", row.region));
    if (!row.scan_range.empty()) {
        lines.push_back(fmt::format("ScanRange.1={}", row.scan_range));
        lines.emplace_back("ScanRange.1=container&ScanRange.2=image");
        lines.emplace_back("ScanRange.1=image&ScanRange.2=container");
    }
    return lines;
}

/// Bodies one behind the other, and an index of them.
class Writer {
public:
    explicit Writer(std::string const& path) : bodies_(path, std::ios::binary), index_(path + ".index") {
        bodies_.exceptions(std::ios::failbit | std::ios::badbit);
        index_.exceptions(std::ios::failbit | std::ios::badbit);
    }
    void head(std::uint64_t rows, std::uint32_t page_size) { index_ << rows << ' ' << page_size << '\n'; }
    /// `filter`: of an answer; "-" for the next page.
    void add(std::string const& body, std::string const& filter) {
        bodies_ << body;
        index_ << offset_ << ' ' << body.size() << ' ' << filter << '\n';
        offset_ += body.size();
    }

private:
    std::ofstream bodies_;
    std::ofstream index_;
    std::uint64_t offset_ = 0;
};

struct Tally {
    std::uint64_t rows = 0;
    std::string first;
};

}  // namespace

void write_page_file(std::string const& path, std::uint64_t rows, std::uint32_t page_size, Variant variant) {
    Writer writer(path);
    auto const total = row_count(rows, variant);
    writer.head(total, page_size);
    std::map<std::string, Tally> tallies;
    std::string page;
    std::uint64_t count = 0;
    for (std::uint64_t number = 0; number < total; ++number) {
        auto const row = make_row(number, variant);
        for (auto const& filter : filters_of(row)) {
            auto& tally = tallies[filter];
            if (tally.rows++ == 0)
                tally.first = row.json;
        }
        page += (count++ == 0 ? "" : ",") + row.json;
        if (count == page_size || number + 1 == total) {
            writer.add(body_of(number / page_size + 1, page_size, total, count, page), "-");
            page.clear();
            count = 0;
        }
    }
    for (auto const& [filter, tally] : tallies)
        writer.add(body_of(1, 1, tally.rows, 1, tally.first), filter);
}

PageFile::PageFile(std::string const& path) : file_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    std::ifstream index(path + ".index");
    if (file_ < 0 || !(index >> rows_ >> page_size_))
        throw std::runtime_error("no page file " + path);
    std::string line;
    std::getline(index, line);
    while (std::getline(index, line)) {
        Extent extent;
        std::string filter;
        std::istringstream words(line);
        words >> extent.offset >> extent.size >> filter;
        if (filter == "-")
            pages_.push_back(extent);
        else
            answers_[filter] = extent;
    }
}

PageFile::~PageFile() {
    if (file_ >= 0)
        close(file_);
}

std::string PageFile::page(std::uint32_t number) const {
    if (number >= 1 && number <= pages_.size())
        return read(pages_[number - 1]);
    return body_of(number, page_size_, rows_, 0, "");
}

std::optional<std::string> PageFile::first_of(Parameters const& filter) const {
    auto const line = line_of(filter);
    if (auto const found = answers_.find(line); found != answers_.end())
        return read(found->second);
    // Nothing has that value; filters of other kinds this file knows nothing of.
    for (std::string_view const known : {"RepoRegionId=", "Status=", "Levels=", "ScanRange.1="})
        if (line.starts_with(known) && filter.size() == 1)
            return body_of(1, 1, 0, 0, "");
    return std::nullopt;
}

std::string PageFile::read(Extent const& extent) const {
    std::string body;
    body.reserve(extent.size + kPadding);
    body.resize(extent.size);
    if (pread(file_, body.data(), extent.size, extent.offset) != static_cast<ssize_t>(extent.size))
        throw std::runtime_error("a page file is shorter than its index says");
    return body;
}

}  // namespace sasyncd::bench
