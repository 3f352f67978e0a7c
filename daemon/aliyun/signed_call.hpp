#pragma once

#include "aliyun/credentials.hpp"
#include "aliyun/mend_once.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "findings/site.hpp"
#include "net/transport.hpp"
#include "sweep/observer.hpp"

#include <chrono>
#include <string>

namespace sasyncd {

struct ApiCall {
    ApiCall(std::string product_version, std::string action_name, Parameters call_parameters = {})
        : version(std::move(product_version)), action(std::move(action_name)), parameters(std::move(call_parameters)) {}

    std::string version;  ///< 2018-12-03
    std::string action;
    Parameters parameters;
};

struct ApiAnswer {
    ApiAnswer() = default;
    std::string body;
    std::string request_id;  ///< of the x-acs-request-id header; may be empty
    std::chrono::milliseconds duration{0};
};

/// Who is asked, and for whom.
struct CallContext {
    CallContext(std::string label, Site of_site, Origin where)
        : account(std::move(label)), site(of_site), origin(std::move(where)) {}

    std::string account;  ///< label, for the observer
    Site site;
    Origin origin;
    std::chrono::milliseconds timeout{0};  ///< of one attempt; 0: the transport's
};

/// One attempt a call, signed afresh (nonce, date, current credentials). What it can mend it mends in its own state
/// and returns as `retry_now`, once in a row: it learns the server's clock, and makes the credentials provider look
/// again. Reports each attempt to the observer.
class SignedCall {
public:
    SignedCall(Transport& transport, CredentialsProvider& credentials, Clock& clock, Observer& observer, Log log,
               CallContext context);

    [[nodiscard]] Task<Result<ApiAnswer>> send(ApiCall call);

    /// The server's clock minus ours, as far as it was learned; zero while ours was good enough.
    [[nodiscard]] std::chrono::seconds clock_skew() const { return skew_; }
    [[nodiscard]] CallContext const& context() const { return context_; }

private:
    struct Attempt;

    [[nodiscard]] HttpRequest make_request(ApiCall const& call, Credentials const& credentials) const;
    [[nodiscard]] Task<Result<ApiAnswer>> attempt(ApiCall const& call);
    [[nodiscard]] Error mend(struct ApiFailure failure, HttpResponse const& response, Attempt const& sent);
    [[nodiscard]] Error mend_clock(Error error, HttpResponse const& response, Attempt const& sent);
    [[nodiscard]] Error mend_credentials(Error error, Attempt const& sent);
    void report(ApiCall const& call, Result<ApiAnswer> const& answer, SteadyTime began);

    Transport& transport_;
    CredentialsProvider& credentials_;
    Clock& clock_;
    Observer& observer_;
    Log log_;
    CallContext context_;
    std::chrono::seconds skew_{0};
    MendOnce clock_mends_;
    MendOnce credential_mends_;
};

}  // namespace sasyncd
