#pragma once

#include "base/result.hpp"
#include "sweep/page_reader.hpp"

#include <memory>
#include <string>

namespace sasyncd {

/// Turns the body of an answer of DescribeAffectedMaliciousFileImages into rows, or of DescribeGroupedMaliciousFiles
/// into files. Keeps its buffers between pages; one a thread. A bad row goes into quarantine and never costs its page; the page is handed over whole or not at all.
/// Errors: `malformed` (no JSON, cut off, PageInfo or the array is missing), or what the `Code` inside says.
class PageParser {
public:
    PageParser();
    ~PageParser();
    PageParser(PageParser&&) noexcept;
    PageParser& operator=(PageParser&&) noexcept;

    [[nodiscard]] Result<Page> parse(std::string body, Listing listing = Listing::affected_images);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace sasyncd
