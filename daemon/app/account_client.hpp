#pragma once

#include "aliyun/credentials.hpp"
#include "aliyun/sas_page_reader.hpp"
#include "aliyun/sas_subscription_reader.hpp"
#include "aliyun/signed_call.hpp"
#include "settings/settings.hpp"
#include "sweep/observer.hpp"
#include "sweep/steady_reader.hpp"

#include <map>
#include <memory>

namespace sasyncd {

/// What talks to the cloud for one account: its credentials, STS, and a steady reader a site.
class AccountClient {
public:
    /// Throws `std::invalid_argument` where the credentials cannot be made from the settings.
    AccountClient(AccountSettings const& account, Settings const& settings, Transport& transport,
                  Clock& clock, Observer& observer, Log log);
    /// Without credentials or network: what is asked is answered by these calls, one a site.
    AccountClient(ScopeOptions scope, std::map<Site, std::unique_ptr<ApiCall>> calls,
                  SweepOptions const& options, Clock& clock, Log log);

    [[nodiscard]] ScopeOptions const& scope() const { return scope_; }
    [[nodiscard]] SteadyReader& reader(Site site) { return *sites_.at(site).steady; }
    /// Shows the witness what comes of each call to the site.
    void show_to(Site site, CallWitness& witness);
    /// Those that make one attempt a call, and the quota to keep to.
    [[nodiscard]] PageReader& plain_reader(Site site) { return *sites_.at(site).plain; }
    [[nodiscard]] SubscriptionReader& subscription(Site site) { return *sites_.at(site).subscription; }
    [[nodiscard]] Quota& quota(Site site) { return *sites_.at(site).quota; }
    /// Whose credentials these are, by STS.
    [[nodiscard]] Task<Result<std::string>> ask_account_id();
    /// A digest of the access key id, which tells credentials apart without storing them; empty without credentials.
    [[nodiscard]] Task<Result<std::string>> key_digest();

private:
    void connect(Site site, std::unique_ptr<ApiCall> call, SweepOptions const& options, Clock& clock,
                 Log log);

    struct SiteClient {
        std::unique_ptr<ApiCall> call;
        SignedCall* signed_call = nullptr;  ///< the same, where it is one
        std::unique_ptr<SasPageReader> plain;
        std::unique_ptr<SasSubscriptionReader> subscription;
        std::unique_ptr<Quota> quota;
        std::unique_ptr<SteadyReader> steady;
    };

    ScopeOptions scope_;
    std::unique_ptr<CredentialsProvider> credentials_;
    std::unique_ptr<SignedCall> sts_;
    std::map<Site, SiteClient> sites_;
};

}  // namespace sasyncd
