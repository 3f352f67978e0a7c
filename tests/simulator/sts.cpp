#include "sts.hpp"

#include "errors.hpp"

#include <fmt/format.h>

namespace sasyncd::simulator {

Reply answer_sts(std::string_view action, HttpRequest const& request, AccessKey const& key,
                 std::string_view request_id) {
    const std::string_view host = request.header("host");
    if (action != "GetCallerIdentity") {
        return make_error_reply({404, "InvalidApi.NotFound", "Specified api is not found."}, request_id,
                                host);
    }
    if (request.header("x-acs-version") != "2015-04-01") {
        return make_error_reply({400, "InvalidVersion", "Specified parameter Version is not valid."},
                                request_id, host);
    }
    bool const is_session = !key.token.empty();
    const std::string arn = is_session ? fmt::format("acs:ram::{}:assumed-role/sasyncd/session", key.account)
                                       : fmt::format("acs:ram::{}:user/sasyncd", key.account);
    Reply reply;
    reply.body = fmt::format(R"({{"IdentityType":"{}","RequestId":"{}","AccountId":"{}","PrincipalId":"{}",)"
                             R"("UserId":"216959339000654321","Arn":"{}"{}}})",
                             is_session ? "AssumedRoleUser" : "RAMUser", request_id, key.account,
                             is_session ? "300000000000000000:session" : "216959339000654321", arn,
                             is_session ? R"(,"RoleId":"300000000000000000")" : "");
    return reply;
}

}  // namespace sasyncd::simulator
