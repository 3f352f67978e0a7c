#pragma once

#include "aliyun/cloud_neighbour_reader.hpp"
#include "aliyun/credentials.hpp"
#include "aliyun/sas_page_reader.hpp"
#include "aliyun/sas_subscription_reader.hpp"
#include "aliyun/signed_call.hpp"
#include "aliyun/vouched_credentials.hpp"
#include "settings/settings.hpp"
#include "sweep/observer.hpp"
#include "sweep/steady_reader.hpp"

#include <functional>
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

    AccountClient(AccountClient const&) = delete;
    AccountClient& operator=(AccountClient const&) = delete;

    [[nodiscard]] ScopeOptions const& scope() const { return scope_; }
    [[nodiscard]] SteadyReader& reader(Site site) { return *sites_.at(site).steady; }
    /// Shows the witness what comes of each call to the site, and to the registries that its findings name.
    void show_to(Site site, CallWitness& witness);
    /// Those that make one attempt a call, and the quota to keep to.
    [[nodiscard]] PageReader& plain_reader(Site site) { return *sites_.at(site).plain; }
    [[nodiscard]] SubscriptionReader& subscription(Site site) { return *sites_.at(site).subscription; }
    [[nodiscard]] NeighbourReader& neighbours(Site site) { return *sites_.at(site).neighbours; }
    [[nodiscard]] Quota& quota(Site site) { return *sites_.at(site).quota; }
    /// Of the container registry, whose limits are its own.
    [[nodiscard]] Quota& registry_quota(Site site) { return *sites_.at(site).registry_quota; }
    /// Whose credentials these are, by STS, which is asked where they are new. From then on no call is signed with
    /// those of another account.
    [[nodiscard]] Task<Result<std::string>> ask_account_id();
    /// Where STS cannot be asked: what `key_digest` told last is on record as this account's.
    void trust(std::string account_id);
    /// A digest of what tells credentials apart, without storing them: of the key's id, or of the role, whose sessions
    /// come and go; empty without credentials.
    [[nodiscard]] Task<Result<std::string>> key_digest();
    /// Where the credentials were found, in words.
    [[nodiscard]] Task<Result<std::string>> credentials_place();

private:
    /// Makes the call to a registry's host.
    using DialRegistry = std::function<std::unique_ptr<SignedCall>(std::string const& region_id)>;

    /// `dial`: empty where the site's own call answers for registries too, as in a recording.
    void connect(Site site, std::unique_ptr<ApiCall> call, DialRegistry dial, SweepOptions const& options,
                 Clock& clock, Log log);
    [[nodiscard]] ApiCall& registry_call(Site site, std::string const& region_id);

    struct SiteClient {
        std::unique_ptr<ApiCall> call;
        SignedCall* signed_call = nullptr;  ///< the same, where it is one
        std::unique_ptr<SasPageReader> plain;
        std::unique_ptr<SasSubscriptionReader> subscription;
        DialRegistry dial;
        std::map<std::string, std::unique_ptr<SignedCall>> registries;  ///< by region, those called so far
        CallWitness* witness = nullptr;
        std::unique_ptr<CloudNeighbourReader> neighbours;
        std::unique_ptr<Quota> quota;
        std::unique_ptr<Quota> registry_quota;
        std::unique_ptr<SteadyReader> steady;
    };

    ScopeOptions scope_;
    std::unique_ptr<CredentialsProvider> credentials_;
    std::unique_ptr<SignedCall> sts_;
    std::unique_ptr<VouchedCredentials> vouched_;
    std::string identity_;  ///< as last digested
    std::map<Site, SiteClient> sites_;
};

}  // namespace sasyncd
