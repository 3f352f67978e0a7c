#pragma once

#include "base/secret.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace sasyncd {

/// How an account's keys are found. Which members count depends on `kind`.
struct CredentialsOptions {
    enum class Kind { chain, access_key, ram_role_arn, ecs_ram_role, oidc, profile, uri };
    Kind kind = Kind::chain;
    std::string access_key_id;
    Secret access_key_secret;
    Secret security_token;
    std::string role_arn;
    std::string role_session_name = "sasyncd";
    std::string external_id;
    std::chrono::seconds duration = std::chrono::hours(1);
    std::shared_ptr<CredentialsOptions const> source;  ///< ram_role_arn: who assumes; null: the chain
    std::string role_name;                             ///< ecs_ram_role
    std::string provider_arn;                          ///< oidc
    std::string token_file;                            ///< oidc
    std::string profile;                               ///< profile
    std::string file;                                  ///< profile
    std::string uri;                                   ///< uri
};

/// Base URLs; http only for loopback addresses and 100.100.100.200.
struct EndpointOptions {
    std::string china = "https://tds.cn-shanghai.aliyuncs.com";
    std::string international = "https://tds.ap-southeast-1.aliyuncs.com";
    std::string sts = "https://sts.aliyuncs.com";
    std::string metadata = "http://100.100.100.200";
    bool vpc = false;
};

}  // namespace sasyncd
