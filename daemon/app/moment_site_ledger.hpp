#pragma once

#include "app/moments.hpp"
#include "sweep/site_ledger.hpp"

#include <fmt/format.h>

namespace sasyncd {

/// A site ledger each of whose steps is dated.
class MomentSiteLedger final : public SiteLedger {
public:
    MomentSiteLedger(SiteLedger& ledger, Moments& moments) : ledger_(ledger), moments_(moments) {}

    [[nodiscard]] Task<Result<SiteKnowledge>> known(std::string account_id, Site site,
                                                    Milliseconds every) override {
        moments_.mark(fmt::format("known {}/{}", account_id, to_string(site)));
        auto known = co_await ledger_.known(std::move(account_id), site, every);
        co_return known;
    }
    [[nodiscard]] Task<Result<Witness>> record(Leadership leader, Source source, SiteNews news) override {
        moments_.mark(fmt::format("record {}/{}", source.account_id, to_string(source.site)));
        auto witness = co_await ledger_.record(std::move(leader), std::move(source), std::move(news));
        co_return witness;
    }

private:
    SiteLedger& ledger_;
    Moments& moments_;
};

}  // namespace sasyncd
