#pragma once

#include "base/result.hpp"
#include "base/task.hpp"
#include "findings/row.hpp"
#include "sweep/options.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace sasyncd {

/// What is listed. Malicious files come as `files`, not as rows.
enum class Listing : std::uint8_t {
    affected_images,  ///< DescribeAffectedMaliciousFileImages
    malicious_files   ///< DescribeGroupedMaliciousFiles
};

struct PageQuery {
    PageQuery(std::uint32_t page_number, std::uint32_t page_size, Parameters parameters = {})
        : page(page_number), size(page_size), filter(std::move(parameters)) {}

    std::uint32_t page;  ///< from 1
    std::uint32_t size;
    Parameters filter;  ///< everything but CurrentPage, PageSize and Lang
    Listing listing = Listing::affected_images;
};

/// A row that cannot be stored as it is: what is wrong, and its JSON with secrets and signed links cut.
struct QuarantinedRow {
    std::string reason;   ///< one of a few fixed phrases, e.g. "no MaliciousMd5", "Digest is not text"
    std::string payload;  ///< at most 64 KiB
};

/// A malicious file as the site lists it, whatever images it is in. What is not told is empty.
struct ListedFile {
    std::string malicious_md5;  ///< as spelled
    std::string name;
    std::string key;  ///< of its type, such as WEBSHELL_IMG
    std::string level;
    std::int64_t images = 0;  ///< that it is in
    bool operator==(ListedFile const&) const = default;
};

/// A well-formed answer; `rows` without the quarantined ones.
struct Page {
    Page() = default;

    std::uint32_t number = 0;      ///< PageInfo.CurrentPage, as echoed
    std::uint32_t size = 0;        ///< PageInfo.PageSize, as echoed; 0 where missing
    std::int64_t total_count = 0;  ///< PageInfo.TotalCount; may count images instead of rows
    std::vector<Row> rows;
    std::vector<QuarantinedRow> quarantined;
    std::vector<ListedFile> files;  ///< of the other listing
    std::string request_id;
    std::uint32_t repaired = 0;  ///< places where invalid text was replaced
    std::map<std::string, std::uint32_t>
        unknown;  ///< names of fields, and "Level=…" of values, that we do not know

    /// Elements of the array, good and bad.
    [[nodiscard]] std::size_t elements() const { return rows.size() + quarantined.size() + files.size(); }
};

/// Asks one site of one account for a page. One attempt a call where it is the plain reader; `steady_reader` wraps
/// it in quota and retry. Errors: `malformed` for an answer without PageInfo or without the array, `unauthorised`,
/// `unlicensed`, `rejected`, `retry_now`, `retry_later`, `unavailable`, `cancelled`.
class PageReader {
public:
    virtual ~PageReader() = default;
    [[nodiscard]] virtual Task<Result<Page>> read(PageQuery query) = 0;
};

}  // namespace sasyncd
