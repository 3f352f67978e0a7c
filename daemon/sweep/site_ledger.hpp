#pragma once

#include "base/result.hpp"
#include "base/task.hpp"
#include "sweep/listed_files.hpp"
#include "sweep/source.hpp"
#include "sweep/subscription_reader.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sasyncd {

/// What is on record of a site beside its findings.
struct SiteKnowledge {
    bool names_are_due = true;  ///< never read, or not for `enrich.every`, by the database's clock
    bool subscription_is_due = true;
    std::string names_fault;  ///< why they could not be read last time; empty where they could
    std::string subscription_fault;
};

/// What a site told beside its findings.
struct SiteNews {
    bool names_were_asked = false;
    std::string names_fault;  ///< empty: all were read
    ListedFiles files;        ///< those that were read
    bool is_comparable =
        false;  ///< the walk before it was whole and of the whole site: it should have seen the files

    bool subscription_was_asked = false;
    std::string subscription_fault;
    Subscription subscription;
};

/// What a listing says against what is on record.
struct Witness {
    std::uint64_t names_written = 0;  ///< new, or other than they were
    std::uint64_t unseen_files = 0;   ///< listed, and no finding of them is present
    std::uint64_t unseen_images =
        0;  ///< that the listing counts beyond those of present findings of the same file
};

/// The database as enrichment sees it. Each call is one transaction, as with `Ledger`.
class SiteLedger {
public:
    virtual ~SiteLedger() = default;
    [[nodiscard]] virtual Task<Result<SiteKnowledge>> known(std::string account_id, Site site,
                                                            Milliseconds every) = 0;
    /// Writes what differs from what is on record. The counts of a listing that was read to its end stand in the
    /// certificate of the source's last walk.
    [[nodiscard]] virtual Task<Result<Witness>> record(Leadership leader, Source source, SiteNews news) = 0;
};

}  // namespace sasyncd
