#include "aliyun/sts_call.hpp"

#include "aliyun/digest.hpp"
#include "aliyun/error_codes.hpp"
#include "aliyun/server_clock.hpp"
#include "aliyun/signature.hpp"
#include "aliyun/signature_v1.hpp"
#include "base/version.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

constexpr int kAttempts = 3;  // one mending each of clock and keys
constexpr std::chrono::seconds kTimeout{15};

std::string code_of(Result<HttpResponse> const& answer) {
    if (answer.has_value())
        return "ok";
    auto const& error = answer.error();
    return error.code.empty() ? std::string(to_string(error.kind)) : error.code;
}

}  // namespace

Task<Result<HttpResponse>> StsCall::call(std::string action, Parameters form) {
    for (int tried = 1;; ++tried) {
        auto const began = tools_.clock.steady_now();
        auto answer = co_await attempt(action, form, tried < kAttempts);
        auto const code = code_of(answer);
        auto const duration =
            std::chrono::duration_cast<std::chrono::milliseconds>(tools_.clock.steady_now() - began);
        tools_.observer.request_done(Observer::Request{tools_.label, Site::china, action, code, duration});
        if (answer.has_value() || answer.error().kind != ErrorKind::retry_now || tried >= kAttempts)
            co_return answer;
    }
}

Task<Result<HttpResponse>> StsCall::attempt(std::string const& action, Parameters const& form,
                                            bool may_mend) {
    if (!origin_)
        co_return origin_.error();
    Credentials keys;
    if (signer_ != nullptr) {
        auto got = co_await signer_->get();
        if (!got.has_value())
            co_return std::move(got.error()).within("the keys that are to assume the role");
        keys = std::move(*got);
    }
    auto query = query_for(action);
    if (signer_ != nullptr)
        sign(query, form, keys);
    auto request = make_request(query, form);
    auto response = co_await tools_.transport.send(std::move(request));
    if (!response.has_value())
        co_return response.error();
    co_return judged(std::move(*response), keys, form, may_mend);
}

Parameters StsCall::query_for(std::string const& action) const {
    return {{"Action", action},
            {"Format", "JSON"},
            {"Timestamp", acs_date(tools_.clock.system_now() + skew_)},
            {"Version", "2015-04-01"}};
}

void StsCall::sign(Parameters& query, Parameters const& form, Credentials const& keys) const {
    query["AccessKeyId"] = keys.access_key_id;
    query["SignatureMethod"] = "HMAC-SHA1";
    query["SignatureNonce"] = make_nonce();
    query["SignatureVersion"] = "1.0";
    if (!keys.security_token.empty())
        query["SecurityToken"] = keys.security_token.reveal();
    auto all = query;
    all.insert(form.begin(), form.end());
    query["Signature"] = sign_v1("POST", all, keys.access_key_secret).signature;
}

HttpRequest StsCall::make_request(Parameters const& query, Parameters const& form) const {
    HttpRequest request("POST", *origin_, "/?" + canonical_query(query));
    request.headers.emplace_back("content-type", "application/x-www-form-urlencoded");
    request.headers.emplace_back("accept", "application/json");
    request.headers.emplace_back("user-agent", fmt::format("sasyncd/{}", version()));
    request.body = canonical_query(form);
    request.timeout = kTimeout;
    return request;
}

Result<HttpResponse> StsCall::judged(HttpResponse response, Credentials const& keys, Parameters const& form,
                                     bool may_mend) {
    auto const token = form.find("OIDCToken");
    auto failure = failure_in(response, token == form.end() ? keys.access_key_id : token->second);
    if (!failure)
        return response;
    auto& error = failure->error;
    if (!may_mend)
        return std::move(error);
    if (failure->mend == Mend::clock) {
        auto const skew = skew_by(response, tools_.clock);
        if (!skew)
            return std::move(error).within(skew.error().what);
        skew_ = *skew;
        error.kind = ErrorKind::retry_now;
    } else if (failure->mend != Mend::none && signer_ != nullptr) {
        signer_->invalidate(keys.access_key_id);
        error.kind = ErrorKind::retry_now;
    }
    return std::move(error);
}

}  // namespace sasyncd
