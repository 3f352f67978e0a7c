#include "errors.hpp"

#include "json_text.hpp"

#include <fmt/format.h>

namespace sasyncd::simulator {
namespace {

constexpr std::string_view kDetail =
    R"(,"AuthPrincipalType":"SubUser",)"
    R"("AuthPrincipalOwnerId":"1234567890123456","AuthPrincipalDisplayName":"203456789012345678",)"
    R"("PolicyType":"AccountLevelIdentityBasedPolicy","NoPermissionType":"ImplicitDeny",)"
    R"("EncodedDiagnosticMessage":"AQFohtp4aIbaeAIMQ0E5MjA4RkUtNTI"})";

std::string json_body(ApiError const& error, std::string_view request_id, std::string_view host) {
    bool const low = error.style == "json-lower";
    std::string body = fmt::format(R"({{"{}":{},"{}":{},"{}":{},"{}":{})", low ? "requestId" : "RequestId",
                                   json_string(request_id), low ? "hostId" : "HostId", json_string(host),
                                   low ? "code" : "Code", json_string(error.code),
                                   low ? "message" : "Message", json_string(error.message));
    body += fmt::format(R"(,"{}":"https://api.aliyun.com/troubleshoot?q={}")",
                        low ? "recommend" : "Recommend", error.code);
    if (error.access_denied_detail) {
        const std::string product = error.action == "ListRepository" ? "cr:" : "yundun-sas:";
        body += fmt::format(R"(,"{}":{})", low ? "accessDeniedDetail" : "AccessDeniedDetail",
                            R"({"AuthAction":)" + json_string(product + error.action) + std::string{kDetail});
    }
    return body += '}';
}

std::string xml_escape(std::string_view text) {
    std::string out;
    for (char const c : text) {
        out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : std::string(1, c);
    }
    return out;
}

std::string xml_body(ApiError const& error, std::string_view request_id, std::string_view host) {
    return fmt::format(
        "<?xml version='1.0' encoding='UTF-8'?><Error><RequestId>{}</RequestId><HostId>{}</HostId>"
        "<Code>{}</Code><Message>{}</Message></Error>",
        request_id, xml_escape(host), xml_escape(error.code), xml_escape(error.message));
}

}  // namespace

Reply make_error_reply(ApiError const& error, std::string_view request_id, std::string_view host) {
    Reply reply;
    reply.status = error.http;
    if (error.style == "xml") {
        reply.content_type = "text/xml;charset=utf-8";
        reply.body = xml_body(error, request_id, host);
    } else if (error.style == "html") {
        reply.content_type = "text/html";
        reply.body = fmt::format(
            "<html><head><title>{0} {1}</title></head><body><h1>{0} {1}</h1><hr>nginx</body></html>",
            error.http, reason_phrase(error.http));
    } else if (error.style == "empty") {
        reply.content_type = "";
    } else {
        reply.body = json_body(error, request_id, host);
    }
    if (error.retry_after_ms != 0) {
        reply.headers.emplace_back("x-acs-retry-after", std::to_string(error.retry_after_ms));
    }
    return reply;
}

}  // namespace sasyncd::simulator
