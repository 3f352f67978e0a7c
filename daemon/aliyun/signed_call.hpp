#pragma once

#include "aliyun/api_call.hpp"
#include "aliyun/credentials.hpp"
#include "aliyun/mend_once.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "findings/site.hpp"
#include "net/transport.hpp"
#include "sweep/observer.hpp"
#include "sweep/options.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace sasyncd {

struct ApiFailure;

/// One attempt a call, signed afresh (nonce, date, current credentials). What it can mend it mends in its own state
/// and returns as `retry_now`, once until a call succeeds: it learns the server's clock, and makes the credentials
/// provider look again. What does not mend by that is returned as it is, and looked at afresh by the next call. Reports each attempt to the observer. Errors: those of the transport, of the credentials and
/// of `classify_error`; `rejected` for a base URL that must not be used. Several calls may be under way at once.
class SignedCall final : public ApiCall {
public:
    SignedCall(Transport& transport, CredentialsProvider& credentials, Clock& clock, Observer& observer,
               std::string account_label, Site site, std::string base_url, std::string version,
               Log log = silent_log());

    [[nodiscard]] Task<Result<HttpResponse>> call(std::string action, Parameters params) override;

    /// Shows it what comes of each call from now on.
    void show_to(CallWitness& witness) { witness_ = &witness; }

    /// The server's clock minus ours, as far as it was learned; zero while ours was good enough.
    [[nodiscard]] std::chrono::seconds clock_skew() const { return skew_; }

private:
    struct Attempt;

    /// `refusal`: what came of it where that is an error.
    [[nodiscard]] Task<Result<HttpResponse>> attempt(std::string const& action, Parameters const& params,
                                                     std::optional<HttpResponse>& refusal);
    void show(std::string const& action, Parameters const& params, Result<HttpResponse> const& answer,
              std::optional<HttpResponse> const& refusal);
    [[nodiscard]] HttpRequest make_request(std::string const& action, Parameters const& params,
                                           Credentials const& credentials) const;
    [[nodiscard]] Error mended(ApiFailure failure, HttpResponse const& response, Attempt const& sent);
    [[nodiscard]] Error mend_clock(Error error, HttpResponse const& response, Attempt const& sent);
    [[nodiscard]] Error mend_credentials(Error error, Attempt const& sent);

    Transport& transport_;
    CredentialsProvider& credentials_;
    Clock& clock_;
    Observer& observer_;
    std::string account_;
    Site site_;
    Result<Origin> origin_;
    std::string version_;
    Log log_;
    std::chrono::seconds skew_{0};
    MendOnce clock_mends_;
    MendOnce credential_mends_;
    CallWitness* witness_ = nullptr;
    std::string access_key_id_;  ///< last used; kept only for the witness, who must not keep it
};

}  // namespace sasyncd
