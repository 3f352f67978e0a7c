#pragma once

#include "base/secret.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace sasyncd {

/// How an account's keys are found. Which members count depends on `kind`.
struct CredentialsOptions {
    /// `process` stands in profiles only, never in the settings.
    enum class Kind { chain, access_key, ram_role_arn, ecs_ram_role, oidc, profile, uri, process };
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
    std::string process_command;                       ///< process
    std::string policy;      ///< ram_role_arn, oidc of a profile: narrows what the session may do
    std::string sts_region;  ///< of a profile: which STS host, unless the settings name one
    bool sts_vpc = false;    ///< of a profile: the STS host inside VPCs
    /// Files that members of `access_key` were read from, so that new keys in them are found; empty: none.
    std::string access_key_id_file;
    std::string access_key_secret_file;
    std::string security_token_file;
    std::string origin = "settings";  ///< where all this stands, for messages
};

inline constexpr std::string_view kRegionMark = "{region}";
/// The container registry inside VPCs.
inline constexpr char const* kVpcRegistry = "https://cr-vpc.{region}.aliyuncs.com";

/// Base URLs; http only for loopback addresses and 100.100.100.200.
struct EndpointOptions {
    std::string china = "https://tds.cn-shanghai.aliyuncs.com";
    std::string international = "https://tds.ap-southeast-1.aliyuncs.com";
    std::string sts = "https://sts.aliyuncs.com";
    std::string metadata = "http://100.100.100.200";
    /// The container registry, which has a host a region; kRegionMark stands for its name.
    std::string cr = "https://cr.{region}.aliyuncs.com";
    bool vpc = false;
};

}  // namespace sasyncd
