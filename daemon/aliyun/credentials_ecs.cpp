#include "aliyun/credential_sources.hpp"
#include "aliyun/digest.hpp"
#include "aliyun/grant_answer.hpp"
#include "base/text.hpp"
#include "base/wipe.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sasyncd {

namespace {

constexpr char const* kTokenPath = "/latest/api/token";
constexpr char const* kRolesPath = "/latest/meta-data/ram/security-credentials/";
constexpr char const* kTokenHeader = "X-aliyun-ecs-metadata-token";
constexpr std::chrono::seconds kTimeout{1};

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    auto const first = text.find_first_not_of(blanks);
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Becomes a part of a path.
bool is_role_name(std::string_view text) {
    auto const is_good = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '.' || c == '_';
    };
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), is_good);
}

/// A machine stays in its account, so whose its sessions are need be asked but once; on another machine a role of this
/// name may be another account's.
std::string const& this_machine() {
    static auto const name = make_nonce();
    return name;
}

/// Sessions of the role of the machine, by the metadata service. Its answers come in clear from the host itself.
class EcsSource final : public GrantSource {
public:
    EcsSource(CredentialsOptions options, CredentialTools const& tools, Origin origin)
        : options_(std::move(options)),
          transport_(tools.transport),
          clock_(tools.clock),
          origin_(std::move(origin)),
          is_bare_allowed_(!is_switched_on(tools.environment, "ALIBABA_CLOUD_IMDSV1_DISABLED")) {}

    [[nodiscard]] Task<Result<CredentialGrant>> fetch() override {
        auto token = co_await ask_token();
        if (!token.has_value())
            co_return token.error();
        auto role = options_.role_name;
        if (role.empty()) {
            std::string const path = kRolesPath;
            auto roles = co_await read(path, *token);
            if (!roles.has_value())
                co_return roles.error();
            role = trimmed(roles->body);
        }
        if (!is_role_name(role)) {
            Error none(ErrorKind::unauthorised, "the metadata service names no role of this machine");
            co_return std::move(none).with_remedy("attach a RAM role to the ECS instance");
        }
        auto const path = kRolesPath + role;
        auto answer = co_await read(path, *token);
        if (!answer.has_value())
            co_return answer.error();
        co_return grant_of(*answer, role);
    }

private:
    /// Empty where it goes on without one.
    [[nodiscard]] Task<Result<Secret>> ask_token() {
        HttpRequest request("PUT", origin_, kTokenPath);
        request.headers.emplace_back("X-aliyun-ecs-metadata-token-ttl-seconds", "21600");
        request.timeout = kTimeout;
        auto response = co_await transport_.send(std::move(request));
        if (response.has_error() && response.error().kind == ErrorKind::cancelled)
            co_return response.error();
        if (response.has_value() && response->status == 200 && !trimmed(response->body).empty()) {
            Secret token(trimmed(response->body));
            wipe(response->body);
            co_return token;
        }
        if (is_bare_allowed_)
            co_return Secret();
        if (response.has_error())
            co_return std::move(response.error()).within("the metadata service's token");
        co_return Error(ErrorKind::retry_later,
                        fmt::format("the metadata service gives no token (HTTP {})", response->status))
            .with_remedy("unset ALIBABA_CLOUD_IMDSV1_DISABLED where the instance has version 1 only");
    }

    [[nodiscard]] Task<Result<HttpResponse>> read(std::string const& path, Secret const& token) {
        auto answer = co_await read_once(path, token);
        bool const is_worth_a_bare_try = answer.has_error() && !token.empty() && is_bare_allowed_ &&
                                         answer.error().kind != ErrorKind::cancelled;
        if (!is_worth_a_bare_try)
            co_return answer;
        Secret const none;
        auto bare = co_await read_once(path, none);
        co_return bare;
    }

    [[nodiscard]] Task<Result<HttpResponse>> read_once(std::string const& path, Secret const& token) {
        HttpRequest request("GET", origin_, path);
        if (!token.empty())
            request.headers.emplace_back(kTokenHeader, token.reveal());
        request.timeout = kTimeout;
        auto response = co_await transport_.send(std::move(request));
        if (response.has_error())
            co_return std::move(response.error()).within("the metadata service of ECS");
        if (response->status == 200)
            co_return response;
        auto const kind = response->status >= 500 || response->status == 429 ? ErrorKind::retry_later
                                                                             : ErrorKind::unauthorised;
        Error error(kind, fmt::format("the metadata service of ECS answers HTTP {}{}", response->status,
                                      response->status == 404 ? ": there is no such role" : ""));
        co_return std::move(error).with_remedy("attach the RAM role to the ECS instance");
    }

    [[nodiscard]] Result<CredentialGrant> grant_of(HttpResponse& answer, std::string const& role) const {
        {
            auto copy = answer.body;
            SecretJson const json(copy);
            auto const code = json.is_object() ? text_in(json.root(), "Code") : std::string();
            if (json.is_object() && code != "Success")
                return Error(ErrorKind::retry_later,
                             fmt::format("the metadata service says {} of role {}",
                                         code.empty() ? "no Code" : printable(code, 40), role));
        }
        return grant_in(answer, clock_,
                        fmt::format("role {} of the ECS instance ({})", role, options_.origin),
                        fmt::format("machine {} {}", this_machine(), role));
    }

    CredentialsOptions options_;
    Transport& transport_;
    Clock& clock_;
    Origin origin_;
    bool is_bare_allowed_;
};

}  // namespace

Result<GrantSourcePtr> make_ecs_source(CredentialsOptions const& options, CredentialTools const& tools) {
    if (is_switched_on(tools.environment, "ALIBABA_CLOUD_ECS_METADATA_DISABLED"))
        return Error(ErrorKind::rejected,
                     "the role of the ECS instance is asked for, and switched off by "
                     "ALIBABA_CLOUD_ECS_METADATA_DISABLED")
            .with_remedy("unset it, or use credentials of another kind");
    auto origin = parse_origin(tools.endpoints.metadata);
    if (!origin.has_value())
        return std::move(origin.error()).within("endpoints.metadata");
    if (!is_loopback(origin->host) && origin->host != kMetadataHost)
        return Error(ErrorKind::rejected, "endpoints.metadata is not on this machine")
            .with_remedy("use http://100.100.100.200 or a loopback address");
    return GrantSourcePtr(std::make_unique<EcsSource>(options, tools, std::move(*origin)));
}

}  // namespace sasyncd
