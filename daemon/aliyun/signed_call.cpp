#include "aliyun/signed_call.hpp"

#include "aliyun/digest.hpp"
#include "aliyun/error_codes.hpp"
#include "aliyun/server_clock.hpp"
#include "aliyun/signature.hpp"
#include "base/version.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

/// An envelope in a 200 is looked for in short bodies only: pages are not read twice, and their parser sees a code.
constexpr std::size_t kEnvelopeLimit = 4096;

bool is_plainly_good(HttpResponse const& response) {
    return response.status >= 200 && response.status < 300 && response.body.size() > kEnvelopeLimit;
}

}  // namespace

/// What was current when an attempt was sent.
struct SignedCall::Attempt {
    std::uint64_t clock_epoch;
    std::uint64_t credential_epoch;
    std::string access_key_id;
};

SignedCall::SignedCall(Transport& transport, CredentialsProvider& credentials, Clock& clock,
                       Observer& observer, std::string account_label, Site site, std::string base_url,
                       std::string version, Log log)
    : transport_(transport),
      credentials_(credentials),
      clock_(clock),
      observer_(observer),
      account_(std::move(account_label)),
      site_(site),
      origin_(parse_origin(base_url)),
      version_(std::move(version)),
      log_(std::move(log)) {}

Task<Result<HttpResponse>> SignedCall::call(std::string action, Parameters params) {
    auto const began = clock_.steady_now();
    std::optional<HttpResponse> refusal;
    auto answer = co_await attempt(action, params, refusal);
    if (witness_ != nullptr)
        show(action, params, answer, refusal);
    std::string code = "ok";
    if (!answer)
        code =
            answer.error().code.empty() ? std::string(to_string(answer.error().kind)) : answer.error().code;
    auto const duration = std::chrono::duration_cast<std::chrono::milliseconds>(clock_.steady_now() - began);
    observer_.request_done(Observer::Request{account_, site_, action, code, duration});
    co_return answer;
}

void SignedCall::show(std::string const& action, Parameters const& params, Result<HttpResponse> const& answer,
                      std::optional<HttpResponse> const& refusal) {
    HttpResponse const* came = answer.has_value() ? &*answer : refusal ? &*refusal : nullptr;
    std::optional<Error> error;
    if (!answer.has_value())
        error = answer.error();
    witness_->saw(CallOutcome{action, params, came, error ? &*error : nullptr, access_key_id_});
}

Task<Result<HttpResponse>> SignedCall::attempt(std::string const& action, Parameters const& params,
                                               std::optional<HttpResponse>& refusal) {
    if (!origin_)
        co_return origin_.error();
    Attempt sent{clock_mends_.epoch(), credential_mends_.epoch(), {}};
    auto credentials = co_await credentials_.get();
    if (!credentials)
        co_return credentials.error();
    sent.access_key_id = access_key_id_ = credentials->access_key_id;
    auto request = make_request(action, params, *credentials);
    auto response = co_await transport_.send(std::move(request));
    if (!response)
        co_return response.error();
    if (!is_plainly_good(*response))
        if (auto failure = failure_in(*response, credentials->access_key_id, action); failure) {
            auto error = mended(std::move(*failure), *response, sent);
            refusal = std::move(*response);
            co_return error;
        }
    clock_mends_.succeeded();
    credential_mends_.succeeded();
    co_return response;
}

HttpRequest SignedCall::make_request(std::string const& action, Parameters const& params,
                                     Credentials const& credentials) const {
    SigningInput input;
    input.host = origin_->authority();
    input.action = action;
    input.version = version_;
    input.date = acs_date(clock_.system_now() + skew_);
    input.nonce = make_nonce();
    input.access_key_id = credentials.access_key_id;
    input.access_key_secret = credentials.access_key_secret;
    input.security_token = credentials.security_token;
    input.params = params;
    auto const signature = sign_v3(input);
    HttpRequest request(input.method, *origin_, "/?" + signature.canonical_query);
    for (auto const& [name, value] : signature.headers_to_send)
        if (name != "host")  // the transport's
            request.headers.emplace_back(name, value);
    request.headers.emplace_back("accept", "application/json");
    request.headers.emplace_back("user-agent", fmt::format("sasyncd/{}", version()));
    return request;
}

Error SignedCall::mended(ApiFailure failure, HttpResponse const& response, Attempt const& sent) {
    switch (failure.mend) {
        case Mend::clock: return mend_clock(std::move(failure.error), response, sent);
        case Mend::session:
        case Mend::key: return mend_credentials(std::move(failure.error), sent);
        case Mend::none: break;
    }
    // A secret that does not fit may have been put right meanwhile: the next call looks, this one is over.
    if (failure.error.kind == ErrorKind::unauthorised && !failure.error.is_denial)
        credentials_.invalidate(sent.access_key_id);
    return std::move(failure.error);
}

Error SignedCall::mend_clock(Error error, HttpResponse const& response, Attempt const& sent) {
    auto const learned = skew_by(response, clock_);
    if (!learned)
        return std::move(error).within(learned.error().what);
    auto const skew = *learned;
    auto const turn = clock_mends_.failed(sent.clock_epoch);
    // Where this did not help it is learned all the same: a wrong Date must not stay for ever.
    if (turn != MendOnce::Turn::again) {
        skew_ = skew;
        observer_.clock_skew_learned(site_, skew);
        log_->warn("event=clock_skew account={} site={} skew_s={}; requests are dated by the server's clock",
                   account_, to_string(site_), skew.count());
    }
    if (turn == MendOnce::Turn::give_up)
        return error;
    error.kind = ErrorKind::retry_now;
    return std::move(error).within(fmt::format("clock is off by {} s, mended", skew_.count()));
}

Error SignedCall::mend_credentials(Error error, Attempt const& sent) {
    auto const turn = credential_mends_.failed(sent.credential_epoch);
    // Where this did not help, the next call finds what an operator has put right meanwhile.
    if (turn != MendOnce::Turn::again)
        credentials_.invalidate(sent.access_key_id);
    if (turn == MendOnce::Turn::give_up)
        return error;
    error.kind = ErrorKind::retry_now;
    return error;
}

}  // namespace sasyncd
