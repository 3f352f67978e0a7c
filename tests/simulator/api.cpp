#include "api.hpp"

#include "crypto.hpp"
#include "json_text.hpp"
#include "mutation.hpp"
#include "sessions.hpp"
#include "signature_check.hpp"
#include "sts.hpp"
#include "transport_faults.hpp"

#include <fmt/format.h>

#include <exception>

namespace sasyncd::simulator {
namespace {

constexpr std::string_view kSasVersion = "2018-12-03";
constexpr std::string_view kRegistryVersion = "2018-12-01";

bool is_sas_action(std::string_view action) {
    return action == "DescribeAffectedMaliciousFileImages" || action == "DescribeGroupedMaliciousFiles" ||
           action == "DescribeVersionConfig" || action == "DescribeImageScanAuthCount" ||
           action == "DescribeGroupedContainerInstances";
}

std::vector<std::string> unknown_parameters(Parameters const& parameters) {
    std::vector<std::string> out;
    for (auto const& [name, value] : parameters) {
        if (!is_known_parameter(name)) {
            out.push_back(name);
        }
    }
    return out;
}

// Parameters come in the query; a form body is accepted too, as the gateway does.
Parameters parameters_of(HttpRequest const& request) {
    Parameters out = to_parameters(parse_query(request.query));
    if (request.header("content-type").starts_with("application/x-www-form-urlencoded")) {
        out.merge(to_parameters(parse_query(request.body, true)));
    }
    return out;
}

}  // namespace

Reply Api::handle(HttpRequest const& request) {
    ApiCall call{request, std::string{request.header("x-acs-action")}, make_request_id(), {}, {}, {}, {}};
    call.parameters = parameters_of(request);
    ++calls_;
    Reply reply;
    try {
        reply = answer(call);
    } catch (std::exception const& fault) {
        reply = fail(call, {500, "InternalError", fmt::format("simulator: {}", fault.what())});
    }
    return finish(call, std::move(reply));
}

Reply Api::answer(ApiCall& call) {
    const Site site = call.request.site;
    Settings const& settings = world_.settings[site];
    if (call.request.method != "POST" && call.request.method != "GET") {
        return fail(call, {400, "UnsupportedHTTPMethod", "This http method is not supported."});
    }
    if (call.request.path != "/") {
        return fail(call, {404, "InvalidApi.NotFound", "Specified api is not found."});
    }
    // The older calls of STS name their action among the parameters.
    if (auto const named = call.parameters.find("Action");
        site == Site::sts && call.action.empty() && named != call.parameters.end()) {
        call.action = named->second;
        if (call.action == "AssumeRole" || call.action == "AssumeRoleWithOIDC") {
            return assume(call);
        }
    }
    sessions_.expire();
    const Verdict verdict =
        check_signature(call.request, world_.keys, world_.now(site), settings.check_signature);
    if (verdict.key == nullptr) {
        return fail(call, verdict.error);
    }
    call.account = verdict.key->account;
    if (auto const wait = world_.quotas[{call.account, site}].take(settings.quota, settings.quota_burst,
                                                                   std::chrono::steady_clock::now());
        wait > 0) {
        ApiError error{400, "Throttling.User", "Request was denied due to user flow control."};
        error.retry_after_ms = settings.retry_after ? wait : 0;
        return fail(call, error);
    }
    call.injection = world_.faults.match({site, call.action, call.account, call.parameters});
    mutate(call);
    for (Fault const& fault : call.injection.faults) {
        if (fault.kind == "error") {
            return fail_by_fault(call, fault);
        }
    }
    return site == Site::sts ? answer_sts(call.action, call.request, *verdict.key, call.request_id)
                             : dispatch(call);
}

void Api::mutate(ApiCall& call) {
    for (std::string const& json : call.injection.mutations) {
        const JsonDocument document{json};
        simulator::mutate(world_, document.root(), call.account, call.request.site);
    }
}

Reply Api::dispatch(ApiCall& call) {
    bool const is_of_registry = call.action == "ListRepository";
    if (!is_of_registry && !is_sas_action(call.action)) {
        return fail(call, {404, "InvalidApi.NotFound",
                           "Specified api is not found, please check your url and method."});
    }
    if (call.request.header("x-acs-version") != (is_of_registry ? kRegistryVersion : kSasVersion)) {
        return fail(call, {400, "InvalidVersion", "Specified parameter Version is not valid."});
    }
    if (call.action == "DescribeAffectedMaliciousFileImages") {
        return affected_images(call);
    }
    if (call.action == "DescribeGroupedMaliciousFiles") {
        return grouped_files(call);
    }
    if (is_of_registry) {
        return repositories(call);
    }
    if (call.action == "DescribeGroupedContainerInstances") {
        return clusters(call);
    }
    Reply reply;
    const std::string_view fields =
        call.action == "DescribeVersionConfig"
            ? R"("Version":3,"IsTrialVersion":0,"ImageScanCapacity":1000)"
            : R"("ImageScan":{"ScanCount":120,"ImageScanCapacity":1000,"InstanceId":"sas-test"})";
    reply.body = fmt::format("{{\"RequestId\":\"{}\",{}}}", call.request_id, fields);
    return reply;
}

Reply Api::fail(ApiCall& call, ApiError const& error) const {
    call.log.code = error.code.empty() ? fmt::format("http {}", error.http) : error.code;
    return make_error_reply(error, call.request_id, call.request.header("host"));
}

Reply Api::fail_by_fault(ApiCall& call, Fault const& fault) const {
    ApiError error;
    error.http = static_cast<int>(fault.number("http", 400));
    error.code = fault.text("code", "InternalError");
    error.message = fault.text("message", "An injected fault.");
    error.style = fault.text("style", "json");
    error.access_denied_detail = fault.flag("access_denied_detail");
    error.action = call.action;
    error.retry_after_ms = fault.number("retry_after_ms", 0);
    Reply reply = fail(call, error);
    if (fault.has("retry_after")) {  // a text as it is, for values that make no sense
        reply.headers.emplace_back("x-acs-retry-after", fault.text("retry_after", ""));
    }
    return reply;
}

Reply Api::finish(ApiCall& call, Reply reply) {
    const Site site = call.request.site;
    Settings const& settings = world_.settings[site];
    reply.headers.emplace_back("Date", http_date(world_.now(site)));
    reply.headers.emplace_back("x-acs-request-id", call.request_id);
    reply.headers.emplace_back("x-acs-trace-id", sha256_hex(call.request_id).substr(0, 32));
    reply.delivery.delay = std::chrono::milliseconds{settings.latency_ms};
    apply_transport_faults(reply, call.injection.faults, world_.now(site));
    LoggedRequest& log = call.log;
    for (Fault const& fault : call.injection.faults) {
        log.faults.push_back(fault.kind);
    }
    log.at = std::chrono::system_clock::now();
    log.site = site;
    log.action = call.action;
    log.account = call.account;
    log.method = call.request.method;
    log.unknown_parameters = unknown_parameters(call.parameters);
    mask(call.parameters);
    log.parameters = std::move(call.parameters);
    log.request_id = call.request_id;
    log.status = reply.status;
    log.connection = call.request.connection;
    world_.log.add(std::move(log));
    return reply;
}

}  // namespace sasyncd::simulator
