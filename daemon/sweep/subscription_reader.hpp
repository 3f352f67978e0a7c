#pragma once

#include "base/result.hpp"
#include "base/task.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace sasyncd {

/// Which edition of Security Center the account bought (DescribeVersionConfig). What is not told is empty.
struct Edition {
    Edition() = default;

    std::string name;  ///< "enterprise", "ultimate", …, or "unknown (N)"
    std::optional<std::int64_t> image_scans_total;
    std::string request_id;
};

/// How many image scans it bought and used (DescribeImageScanAuthCount).
struct ScanQuota {
    ScanQuota() = default;

    std::optional<std::int64_t> total;
    std::optional<std::int64_t> used;
    std::string request_id;
};

/// Both, as far as they are told.
struct Subscription {
    std::string edition;
    std::optional<std::int64_t> image_scans_total;
    std::optional<std::int64_t> image_scans_left;

    void take(Edition const& told) {
        edition = told.name;
        image_scans_total = told.image_scans_total;
    }
    void take(ScanQuota const& told) {
        if (told.total)
            image_scans_total = told.total;
        if (image_scans_total && told.used)
            image_scans_left = *image_scans_total > *told.used ? *image_scans_total - *told.used : 0;
    }
};

/// Asks one site of one account what was bought there, which tells "nothing found" from "nothing scanned". One attempt a
/// call. Permissions of their own; errors as of `PageReader`.
class SubscriptionReader {
public:
    virtual ~SubscriptionReader() = default;
    [[nodiscard]] virtual Task<Result<Edition>> edition() = 0;
    [[nodiscard]] virtual Task<Result<ScanQuota>> scan_quota() = 0;
};

}  // namespace sasyncd
