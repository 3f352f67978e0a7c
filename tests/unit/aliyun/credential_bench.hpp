#pragma once

#include "aliyun/credentials.hpp"
#include "unit/aliyun/scripted_call.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>

namespace sasyncd {

/// Everything that providers find keys with: an environment, a home, a scripted network, a clock that stands at
/// 2023-11-14T22:13:20Z, dice that always fall on `die`.
class CredentialBench {
public:
    CredentialBench() {
        std::string pattern = (std::filesystem::temp_directory_path() / "sasyncd-XXXXXX").string();
        home = ::mkdtemp(pattern.data());
        variables["HOME"] = home.string();
        transport.script = {Error(ErrorKind::unavailable, "nobody answers")};
    }
    ~CredentialBench() { std::filesystem::remove_all(home); }

    void write(std::string const& name, std::string const& text) const {
        std::filesystem::create_directories((home / name).parent_path());
        std::ofstream(home / name) << text;
    }

    [[nodiscard]] CredentialTools tools() {
        Environment const environment = [this](std::string_view name) {
            auto const at = variables.find(std::string(name));
            return at == variables.end() ? std::nullopt : std::optional(at->second);
        };
        return {transport, clock,        observer, environment,
                endpoints, silent_log(), "prod",   [this] { return die; }};
    }

    [[nodiscard]] std::unique_ptr<CredentialsProvider> make(CredentialsOptions const& options) {
        return make_credentials(options, tools()).value();
    }
    [[nodiscard]] std::unique_ptr<CredentialsProvider> chain() { return make(CredentialsOptions()); }

    std::filesystem::path home;
    std::map<std::string, std::string> variables;
    ScriptedTransport transport;
    ManualClock clock;
    RequestBook observer;
    EndpointOptions endpoints;
    double die = 0;
};

[[nodiscard]] inline Result<Credentials> get(CredentialsProvider& provider) {
    return run(provider.get());
}

/// The members of a session that ends at that time of 2023-11-14.
[[nodiscard]] inline std::string session(std::string const& id, std::string const& time = "23:13:20") {
    return R"("AccessKeyId":")" + id +
           R"(","AccessKeySecret":"secret-of-session","SecurityToken":"token/of+session==",)"
           R"("Expiration":"2023-11-14T)" +
           time + R"(Z")";
}

[[nodiscard]] inline HttpResponse granted(std::string const& id, std::string const& time = "23:13:20") {
    return answer(200, R"({"RequestId":"R","Credentials":{)" + session(id, time) + "}}");
}

[[nodiscard]] inline HttpResponse flat(std::string const& id, std::string const& time = "23:13:20") {
    return answer(200, R"({"Code":"Success",)" + session(id, time) + "}");
}

[[nodiscard]] inline CredentialsOptions options_of(CredentialsOptions::Kind kind) {
    CredentialsOptions options;
    options.kind = kind;
    return options;
}

}  // namespace sasyncd
