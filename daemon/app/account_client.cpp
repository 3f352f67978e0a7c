#include "app/account_client.hpp"

#include "aliyun/endpoints.hpp"
#include "findings/key.hpp"

#include <fmt/format.h>

#include <random>
#include <stdexcept>

namespace sasyncd {

namespace {

constexpr char const* kSasVersion = "2018-12-03";
constexpr char const* kRegistryVersion = "2018-12-01";
constexpr char const* kStsVersion = "2015-04-01";

/// Settings that cannot work are told at start, by exception.
template <class T>
T or_refuse(Result<T> result, std::string const& label) {
    if (!result.has_value())
        throw std::invalid_argument(fmt::format("account {}: {}", label, result.error().line()));
    return std::move(result).value();
}

std::function<double()> make_dice() {
    return [engine = std::minstd_rand(std::random_device{}())]() mutable {
        return std::uniform_real_distribution<double>(0, 1)(engine);
    };
}

}  // namespace

AccountClient::AccountClient(AccountSettings const& account, Settings const& settings, Transport& transport,
                             Clock& clock, Observer& observer, Log log)
    : scope_(account.scope) {
    auto const& label = scope_.label;
    CredentialTools const tools{transport,          clock, observer, process_environment(),
                                settings.endpoints, log,   label,    make_dice()};
    credentials_ = or_refuse(make_credentials(account.credentials, tools), label);
    sts_ =
        std::make_unique<SignedCall>(transport, *credentials_, clock, observer, label, Site::china,
                                     sts_endpoint(settings.endpoints, tools.environment), kStsVersion, log);
    vouched_ = std::make_unique<VouchedCredentials>(*credentials_, *sts_);
    for (auto const site : scope_.sites) {
        auto call = std::make_unique<SignedCall>(transport, *vouched_, clock, observer, label, site,
                                                 endpoint_for(site, settings.endpoints), kSasVersion, log);
        auto* const signed_call = call.get();
        DialRegistry dial = [this, &transport, &clock, &observer, endpoints = settings.endpoints, site,
                             log](std::string const& region_id) {
            return std::make_unique<SignedCall>(transport, *vouched_, clock, observer, scope_.label, site,
                                                registry_endpoint(region_id, endpoints), kRegistryVersion,
                                                log);
        };
        connect(site, std::move(call), std::move(dial), settings.sweep, clock, log);
        sites_.at(site).signed_call = signed_call;
    }
}

AccountClient::AccountClient(ScopeOptions scope, std::map<Site, std::unique_ptr<ApiCall>> calls,
                             SweepOptions const& options, Clock& clock, Log log)
    : scope_(std::move(scope)) {
    for (auto& [site, call] : calls)
        connect(site, std::move(call), {}, options, clock, log);
}

void AccountClient::connect(Site site, std::unique_ptr<ApiCall> call, DialRegistry dial,
                            SweepOptions const& options, Clock& clock, Log log) {
    auto& client = sites_[site];
    client.call = std::move(call);
    client.dial = std::move(dial);
    client.plain = std::make_unique<SasPageReader>(*client.call);
    client.subscription = std::make_unique<SasSubscriptionReader>(*client.call);
    client.neighbours = std::make_unique<CloudNeighbourReader>(
        *client.call,
        [this, site](std::string const& region_id) -> ApiCall& { return registry_call(site, region_id); });
    client.quota = std::make_unique<Quota>(options.quota, clock);
    client.registry_quota = std::make_unique<Quota>(options.quota, clock);
    client.steady = std::make_unique<SteadyReader>(*client.plain, *client.quota, clock, options.walk.attempts,
                                                   std::move(log));
}

ApiCall& AccountClient::registry_call(Site site, std::string const& region_id) {
    auto& client = sites_.at(site);
    if (!client.dial)
        return *client.call;
    auto& call = client.registries[region_id];
    if (!call) {
        call = client.dial(region_id);
        if (client.witness != nullptr)
            call->show_to(*client.witness);
    }
    return *call;
}

void AccountClient::show_to(Site site, CallWitness& witness) {
    auto& client = sites_.at(site);
    client.witness = &witness;
    if (client.signed_call != nullptr)
        client.signed_call->show_to(witness);
    for (auto const& [region_id, call] : client.registries)
        call->show_to(witness);
}

Task<Result<std::string>> AccountClient::ask_account_id() {
    if (!vouched_)
        co_return Error(ErrorKind::unavailable, "the recording does not tell whose account it is");
    auto answer = co_await vouched_->account_id();
    co_return answer;
}

Task<Result<std::string>> AccountClient::key_digest() {
    if (!credentials_)
        co_return std::string();
    auto credentials = co_await credentials_->get();
    if (!credentials.has_value())
        co_return credentials.error();
    identity_ = credentials->identity;
    co_return fmt::format("{:016x}", digest64(identity_));
}

void AccountClient::trust(std::string account_id) {
    if (vouched_)
        vouched_->trust(std::move(account_id), identity_);
}

Task<Result<std::string>> AccountClient::credentials_place() {
    auto credentials = co_await credentials_->get();
    if (!credentials.has_value())
        co_return credentials.error();
    co_return std::move(credentials->provider);
}

}  // namespace sasyncd
