#pragma once

#include "aliyun/credentials.hpp"
#include "sweep/options.hpp"

#include <chrono>
#include <string>

namespace sasyncd {

/// Calls of STS that give sessions: common parameters in the query, the others in a form, signed V1 by the keys of
/// `signer`, or unsigned without one. Learns the server's clock and has refused keys looked for anew, and then tries
/// again at once. Errors: those of the transport, of the signer and of `classify_error`.
class StsCall {
public:
    /// `signer` may be null; else it must outlive this.
    StsCall(CredentialTools tools, std::string const& base_url, CredentialsProvider* signer)
        : tools_(std::move(tools)), origin_(parse_origin(base_url)), signer_(signer) {}

    [[nodiscard]] Task<Result<HttpResponse>> call(std::string action, Parameters form);

private:
    [[nodiscard]] Task<Result<HttpResponse>> attempt(std::string const& action, Parameters const& form,
                                                     bool may_mend);
    [[nodiscard]] Parameters query_for(std::string const& action) const;
    [[nodiscard]] HttpRequest make_request(Parameters const& query, Parameters const& form) const;
    void sign(Parameters& query, Parameters const& form, Credentials const& keys) const;
    [[nodiscard]] Result<HttpResponse> judged(HttpResponse response, Credentials const& keys,
                                              Parameters const& form, bool may_mend);

    CredentialTools tools_;
    Result<Origin> origin_;
    CredentialsProvider* signer_;
    std::chrono::seconds skew_{0};
};

}  // namespace sasyncd
