#include "app/account_client.hpp"

#include "aliyun/caller_identity.hpp"
#include "aliyun/endpoints.hpp"
#include "findings/key.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace sasyncd {

namespace {

/// Settings that cannot work are told at start, by exception.
template <class T>
T or_refuse(Result<T> result, std::string const& label) {
    if (!result.has_value())
        throw std::invalid_argument(fmt::format("account {}: {}", label, result.error().line()));
    return std::move(result).value();
}

}  // namespace

AccountClient::AccountClient(AccountSettings const& account, Settings const& settings, Transport& transport,
                             Clock& clock, Observer& observer, Log log)
    : account_(account) {
    auto const& label = account_.scope.label;
    credentials_ = or_refuse(make_credentials(account.credentials, process_environment()), label);
    CallContext sts(label, Site::china, or_refuse(sts_endpoint(settings.endpoints), label));
    sts_ = std::make_unique<SignedCall>(transport, *credentials_, clock, observer, log, std::move(sts));
    for (auto const site : account_.scope.sites) {
        auto& client = sites_[site];
        CallContext sas(label, site, or_refuse(endpoint_of(settings.endpoints, site), label));
        client.call = std::make_unique<SignedCall>(transport, *credentials_, clock, observer, log, std::move(sas));
        client.plain = std::make_unique<SasPageReader>(*client.call);
        client.quota = std::make_unique<Quota>(settings.sweep.quota, clock);
        client.steady = std::make_unique<SteadyReader>(*client.plain, *client.quota, clock,
                                                       settings.sweep.walk.attempts, log);
    }
}

Task<Result<std::string>> AccountClient::ask_account_id() {
    auto answer = co_await ask_caller_identity(*sts_);
    if (!answer.has_value())
        co_return answer.error();
    co_return std::move(answer->account_id);
}

Task<Result<std::string>> AccountClient::key_digest() {
    auto credentials = co_await credentials_->get();
    if (!credentials.has_value())
        co_return credentials.error();
    co_return fmt::format("{:016x}", digest64(credentials->access_key_id));
}

std::vector<Source> AccountClient::sources(std::string const& account_id) const {
    std::vector<Source> sources;
    for (auto const site : account_.scope.sites) {
        Source source;
        source.label = account_.scope.label;
        source.account_id = account_id;
        source.site = site;
        source.filter = account_.scope.filters;
        source.regions = account_.scope.regions;
        if (!source.regions.empty())
            source.filter["RepoRegionId"] = fmt::format("{}", fmt::join(source.regions, ","));
        sources.push_back(std::move(source));
    }
    return sources;
}

}  // namespace sasyncd
