#include "app/account_client.hpp"

#include "aliyun/endpoints.hpp"
#include "findings/key.hpp"

#include <fmt/format.h>

#include <random>
#include <stdexcept>

namespace sasyncd {

namespace {

constexpr char const* kSasVersion = "2018-12-03";
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
    : account_(account) {
    auto const& label = account_.scope.label;
    CredentialTools const tools{transport,          clock, observer, process_environment(),
                                settings.endpoints, log,   label,    make_dice()};
    credentials_ = or_refuse(make_credentials(account.credentials, tools), label);
    sts_ =
        std::make_unique<SignedCall>(transport, *credentials_, clock, observer, label, Site::china,
                                     sts_endpoint(settings.endpoints, tools.environment), kStsVersion, log);
    vouched_ = std::make_unique<VouchedCredentials>(*credentials_, *sts_);
    for (auto const site : account_.scope.sites) {
        auto& client = sites_[site];
        client.call = std::make_unique<SignedCall>(transport, *vouched_, clock, observer, label, site,
                                                   endpoint_for(site, settings.endpoints), kSasVersion, log);
        client.plain = std::make_unique<SasPageReader>(*client.call);
        client.quota = std::make_unique<Quota>(settings.sweep.quota, clock);
        client.steady = std::make_unique<SteadyReader>(*client.plain, *client.quota, clock,
                                                       settings.sweep.walk.attempts, log);
    }
}

Task<Result<std::string>> AccountClient::ask_account_id() {
    auto answer = co_await vouched_->account_id();
    co_return answer;
}

Task<Result<std::string>> AccountClient::key_digest() {
    auto credentials = co_await credentials_->get();
    if (!credentials.has_value())
        co_return credentials.error();
    identity_ = credentials->identity;
    co_return fmt::format("{:016x}", digest64(identity_));
}

void AccountClient::trust(std::string account_id) {
    vouched_->trust(std::move(account_id), identity_);
}

Task<Result<std::string>> AccountClient::credentials_place() {
    auto credentials = co_await credentials_->get();
    if (!credentials.has_value())
        co_return credentials.error();
    co_return std::move(credentials->provider);
}

}  // namespace sasyncd
