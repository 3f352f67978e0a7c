#include "sessions.hpp"

#include "crypto.hpp"
#include "json_read.hpp"
#include "json_text.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace sasyncd::simulator {
namespace {

constexpr std::string_view kRoles = "/latest/meta-data/ram/security-credentials/";
constexpr std::int64_t kSecondsOfMachine = 6 * 3600;

}  // namespace

AccessKey const& Sessions::grant(std::string const& account, std::int64_t seconds) {
    AccessKey key;
    key.id = fmt::format("STS.SimulatedSession{}", ++count_);
    key.secret = "session-secret-" + sha256_hex(make_request_id()).substr(0, 24);
    // Long, and with the characters that make real ones awkward.
    key.token = "session/token+" + sha256_hex(make_request_id()) + "==";
    key.account = account;
    const std::string id = key.id;
    world_.keys.put(std::move(key));
    ends_[id] = world_.now(Site::sts) + std::chrono::seconds{seconds_ > 0 ? seconds_ : seconds};
    return *world_.keys.find(id);
}

std::string Sessions::members_of(AccessKey const& key) const {
    const std::time_t end = std::chrono::system_clock::to_time_t(ends_.at(key.id));
    return fmt::format(
        R"("AccessKeyId":{},"AccessKeySecret":{},"SecurityToken":{},"Expiration":"{:%Y-%m-%dT%H:%M:%SZ}")",
        json_string(key.id), json_string(key.secret), json_string(key.token), fmt::gmtime(end));
}

void Sessions::expire() {
    for (auto const& [id, end] : ends_) {
        AccessKey const* key = world_.keys.find(id);
        if (key != nullptr && key->state == "active" && world_.now(Site::sts) >= end) {
            AccessKey over = *key;
            over.state = "expired";
            world_.keys.put(std::move(over));
        }
    }
}

bool Sessions::is_ours(HttpRequest const& request) const {
    return request.path.starts_with("/latest/") || request.path == "/credentials";
}

ControlReply Sessions::answer(HttpRequest const& request) {
    if (request.path != "/credentials") {
        return metadata(request);
    }
    log(request, 200);
    AccessKey const& key = grant(account_.empty() ? world_.default_account : account_, 3600);
    return text(200, "{" + members_of(key) + "}");
}

ControlReply Sessions::metadata(HttpRequest const& request) {
    const std::string_view token = request.header("x-aliyun-ecs-metadata-token");
    bool const is_token = request.path == "/latest/api/token";
    int status = 200;
    if (metadata_ == "off" || (is_token && (metadata_ == "none" || request.method != "PUT"))) {
        status = 404;
    } else if (is_token && request.header("x-aliyun-ecs-metadata-token-ttl-seconds").empty()) {
        status = 400;
    } else if (!is_token && metadata_ == "required" && (token.empty() || token != token_)) {
        status = 403;
    }
    const std::string role = request.path.starts_with(kRoles) ? request.path.substr(kRoles.size()) : "";
    if (status == 200 && !is_token &&
        (!request.path.starts_with(kRoles) || (!role.empty() && role != role_))) {
        status = 404;
    }
    log(request, status);
    if (status != 200) {
        return text(status, "");
    }
    if (is_token) {
        return text(200, token_ = "metadata-token-" + sha256_hex(make_request_id()).substr(0, 24));
    }
    if (role.empty()) {
        return text(200, role_);
    }
    AccessKey const& key = grant(account_.empty() ? world_.default_account : account_, kSecondsOfMachine);
    return text(
        200, fmt::format(R"({{{},"LastUpdated":"2026-11-24T03:00:00Z","Code":"Success"}})", members_of(key)));
}

ControlReply Sessions::change(HttpRequest const& request) {
    const JsonDocument document{request.body};
    seconds_ = number_or(document.root(), "seconds", seconds_);
    metadata_ = text_or(document.root(), "metadata", metadata_);
    role_ = text_or(document.root(), "role", role_);
    account_ = text_or(document.root(), "account", account_);
    return {200, "{}"};
}

ControlReply Sessions::text(int status, std::string body) {
    return {status, std::move(body)};
}

void Sessions::log(HttpRequest const& request, int status) {
    LoggedRequest entry;
    entry.at = std::chrono::system_clock::now();
    entry.site = Site::sts;
    entry.action = request.path;
    entry.method = request.method;
    entry.parameters["token"] = request.header("x-aliyun-ecs-metadata-token").empty() ? "none" : "sent";
    entry.status = status;
    entry.code = status == 200 ? "ok" : std::to_string(status);
    world_.log.add(std::move(entry));
}

}  // namespace sasyncd::simulator
