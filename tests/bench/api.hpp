#pragma once

#include "aliyun/page_parser.hpp"
#include "base/clock.hpp"
#include "bench/page_file.hpp"
#include "sweep/page_reader.hpp"

namespace sasyncd::bench {

/// The API, answering at once: bodies from a page file, through the parser that the daemon uses.
class FileApi final : public PageReader {
public:
    explicit FileApi(PageFile const& file) : file_(file) {}
    /// Throws for what the file was not made for: the figures would mean nothing.
    [[nodiscard]] Task<Result<Page>> read(PageQuery query) override;

private:
    PageFile const& file_;
    PageParser parser_;
};

/// The same, some time after it was asked.
class SlowApi final : public PageReader {
public:
    SlowApi(PageReader& api, Clock& clock, std::chrono::milliseconds latency)
        : api_(api), clock_(clock), latency_(latency) {}
    [[nodiscard]] Task<Result<Page>> read(PageQuery query) override;

private:
    PageReader& api_;
    Clock& clock_;
    std::chrono::milliseconds latency_;
};

}  // namespace sasyncd::bench
