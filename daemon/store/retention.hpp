#pragma once

#include "store/patient.hpp"

#include <cstdint>

namespace sasyncd {

struct Pruned {
    std::uint64_t events = 0;
    std::uint64_t rescans = 0;
    std::uint64_t walks = 0;
};

/// Deletes what is older than the operator wants to keep, in batches of one transaction each. Certificates
/// that closed something, and those that a source still refers to, are kept for ever.
class Retention {
public:
    Retention(DatabaseThread& thread, Clock& clock, Observer& observer, DatabaseOptions const& options)
        : calls_(thread, clock, observer, options) {}

    [[nodiscard]] Task<Result<Pruned>> prune(RetentionOptions options);

private:
    /// `what`, where it is not empty, is put on record as pruned: from its absence nothing follows any more.
    [[nodiscard]] Task<Result<std::uint64_t>> drain(std::string_view sql,
                                                    std::chrono::milliseconds older_than,
                                                    std::string what = {});

    Patient calls_;
};

}  // namespace sasyncd
