#pragma once

#include "aliyun/signed_call.hpp"
#include "unit/sweep/manual_clock.hpp"

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sasyncd {

/// A header of a request; empty where there is none.
[[nodiscard]] inline std::string header_of(HttpRequest const& request, std::string_view name) {
    for (auto const& [key, value] : request.headers)
        if (key == name)
            return value;
    return {};
}

[[nodiscard]] inline HttpResponse answer(unsigned status, std::string body, HttpHeaders headers = {}) {
    HttpResponse response(status);
    response.body = std::move(body);
    response.headers = std::move(headers);
    return response;
}

[[nodiscard]] inline HttpResponse refusal(std::string const& code, HttpHeaders headers = {},
                                          unsigned status = 400) {
    return answer(status, R"({"Code":")" + code + R"(","Message":"m","RequestId":"R-1"})",
                  std::move(headers));
}

/// Gives the next answer of its script, and the last one again and again.
class ScriptedTransport final : public Transport {
public:
    [[nodiscard]] Task<Result<HttpResponse>> send(HttpRequest request) override {
        requests.push_back(std::move(request));
        auto next = script.front();
        if (script.size() > 1)
            script.pop_front();
        co_return next;
    }

    std::deque<Result<HttpResponse>> script;
    std::vector<HttpRequest> requests;
};

class CountingCredentials final : public CredentialsProvider {
public:
    [[nodiscard]] Task<Result<Credentials>> get() override { co_return found; }
    void invalidate(std::string_view access_key_id) override {
        ++invalidated;
        last_invalidated = access_key_id;
    }

    Result<Credentials> found = Credentials("LTAIkeyid0123456789", Secret("s3cr3t-of-key"), Secret(), "test");
    int invalidated = 0;
    std::string last_invalidated;
};

class RequestBook final : public Observer {
public:
    void request_done(Request const& request) override {
        told.push_back(std::string(request.account) + " " + std::string(to_string(request.site)) + " " +
                       std::string(request.action) + " " + std::string(request.code));
    }

    std::vector<std::string> told;
};

/// One signed call with everything around it scripted. Its clock stands at Tue, 14 Nov 2023 22:13:20 GMT.
struct CallBench {
    explicit CallBench(std::string base_url = "https://tds.example", std::string version = "2018-12-03")
        : signed_call(transport, credentials, clock, observer, "prod", Site::china, std::move(base_url),
                      std::move(version)) {}

    [[nodiscard]] Result<HttpResponse> call(Parameters params = {}) {
        return run(signed_call.call("DescribeThings", std::move(params)));
    }

    ScriptedTransport transport;
    CountingCredentials credentials;
    ManualClock clock;
    RequestBook observer;
    SignedCall signed_call;
};

}  // namespace sasyncd
