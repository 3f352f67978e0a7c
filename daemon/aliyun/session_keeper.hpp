#pragma once

#include "aliyun/grant_source.hpp"

#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sasyncd {

/// Keeps what a source gave, one session for all who call. Renews it 5 to 15 minutes before it ends, never later than
/// half-way; one caller does, the others go on with the old session, or wait where there is none. A renewal that
/// fails leaves the old session in use until it ends. Lifetimes are counted on the steady clock.
class SessionKeeper final : public CredentialsProvider {
public:
    SessionKeeper(GrantSourcePtr source, CredentialTools tools)
        : source_(std::move(source)), tools_(std::move(tools)) {}

    [[nodiscard]] Task<Result<Credentials>> get() override;
    void invalidate(std::string_view access_key_id) override;

private:
    struct Held {
        Credentials credentials;
        std::optional<SteadyTime> renew_at;
        std::optional<SteadyTime> ends_at;
    };
    /// Ends a renewal, however it ends, and wakes those who wait for it.
    class Renewal;

    [[nodiscard]] Task<Result<Credentials>> renew();
    [[nodiscard]] Task<void> wait_for_renewal();
    [[nodiscard]] Status hold(CredentialGrant grant);
    [[nodiscard]] Result<Credentials> without_new(Error error);
    [[nodiscard]] bool is_usable() const;
    [[nodiscard]] bool is_due() const;

    GrantSourcePtr source_;
    CredentialTools tools_;
    std::optional<Held> held_;
    std::optional<Error> failure_;  ///< of the last renewal
    SteadyTime try_again_at_{};     ///< after a failure of a service that was asked
    std::chrono::milliseconds pause_{0};
    std::shared_ptr<boost::asio::steady_timer> renewal_;  ///< under way
    std::string told_;                                    ///< where the keys came from, as last logged
};

}  // namespace sasyncd
