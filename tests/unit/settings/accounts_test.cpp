#include "unit/settings/loading.hpp"

namespace sasyncd {
namespace {

using namespace std::chrono_literals;

std::string account(std::string const& keys) {
    return "accounts: [{name: a, " + keys + "}]\n";
}

TEST(Accounts, EveryFilterTravelsUnderTheApisSpelling) {
    auto const settings = settings_of(
        account("filters: {levels: [remind, serious, suspicious], status: 3, scan_range: [image, container], "
                "malicious_md5: ABCDEF0123456789abcdef0123456789, repo_instance_id: cri-1, repo_id: crr-1, "
                "repo_name: n, "
                "repo_namespace: rn, image_tag: 1.10, image_digest: 'sha256:1', image_layer: 'sha256:2', "
                "image: 'r/n:t', "
                "cluster_id: c1, cluster_name: cn, namespace: kube, pod: p, container_id: 0012}"));
    Parameters const expected = {{"ClusterId", "c1"},
                                 {"ClusterName", "cn"},
                                 {"ContainerId", "0012"},
                                 {"Image", "r/n:t"},
                                 {"ImageDigest", "sha256:1"},
                                 {"ImageLayer", "sha256:2"},
                                 {"ImageTag", "1.10"},
                                 {"Levels", "serious,suspicious,remind"},
                                 {"MaliciousMd5", "ABCDEF0123456789abcdef0123456789"},
                                 {"Namespace", "kube"},
                                 {"Pod", "p"},
                                 {"RepoId", "crr-1"},
                                 {"RepoInstanceId", "cri-1"},
                                 {"RepoName", "n"},
                                 {"RepoNamespace", "rn"},
                                 {"ScanRange.1", "container"},
                                 {"ScanRange.2", "image"},
                                 {"Status", "3"}};
    EXPECT_EQ(settings.accounts[0].scope.filters, expected);
}

TEST(Accounts, EmptyFiltersAreNone) {
    EXPECT_TRUE(settings_of(account("filters: {levels: [], status: '', image: ''}"))
                    .accounts[0]
                    .scope.filters.empty());
}

TEST(Accounts, FiltersOutsideTheirValuesAreRefused) {
    EXPECT_EQ(
        faults_of(account("filters: {levels: [serios], status: 4, scan_range: ['a b'], malicious_md5: abc}")),
        "sasyncd.yaml:1:41: accounts[0].filters.levels[0]: \"serios\" is no level; expected a list of "
        "serious, "
        "suspicious, remind\n"
        "sasyncd.yaml:1:58: accounts[0].filters.status: \"4\" is no status; expected 0 (unhandled), 1 "
        "(handled), 2 "
        "(verifying), 3 (whitelisted), or \"\" for all\n"
        "sasyncd.yaml:1:74: accounts[0].filters.scan_range[0]: \"a b\" is no word; expected a list of words "
        "such "
        "as container, image\n"
        "sasyncd.yaml:1:97: accounts[0].filters.malicious_md5: \"abc\" is no MD5; expected 32 hexadecimal "
        "digits\n");
    EXPECT_NE(faults_of(account("filters: {levels: serious}"))
                  .find("is a single value; expected a list of serious"),
              std::string::npos);
    EXPECT_NE(faults_of(account("filters: {levels: [serious, serious]}")).find("twice"), std::string::npos);
    EXPECT_NE(faults_of(account("filters: {repo_region_id: cn-beijing}")).find("expected accounts[].regions"),
              std::string::npos);
}

TEST(Accounts, SitesAndRegionsAreAWordOrAList) {
    auto const scope =
        settings_of(account("sites: [international, china], regions: [cn-hangzhou]")).accounts[0].scope;
    EXPECT_FALSE(scope.sites_auto);
    EXPECT_EQ(scope.sites, (std::vector<Site>{Site::china, Site::international}));
    EXPECT_EQ(scope.regions, std::vector<std::string>{"cn-hangzhou"});

    EXPECT_NE(faults_of(account("sites: china")).find("did you mean [china]?"), std::string::npos);
    EXPECT_NE(faults_of(account("sites: []")).find("accounts[0].sites: is an empty list"), std::string::npos);
    EXPECT_NE(faults_of(account("sites: [mars]")).find("\"mars\" is no site"), std::string::npos);
    EXPECT_NE(faults_of(account("sites: [china, china]")).find("twice"), std::string::npos);
    EXPECT_NE(faults_of(account("regions: [Cn_Hangzhou]")).find("is no region id"), std::string::npos);
    EXPECT_NE(faults_of(account("regions: cn-hangzhou")).find("did you mean [cn-hangzhou]?"),
              std::string::npos);
}

TEST(Accounts, NamesAreRequiredWellFormedAndUnique) {
    EXPECT_EQ(faults_of("accounts:\n  - account_id: '1'\n"),
              "sasyncd.yaml:2:5: accounts[0]: has no name; expected name: 1 to 40 of a-z, 0-9 and -\n");
    EXPECT_NE(faults_of("accounts: [{name: Prod}]").find("is no account name"), std::string::npos);
    EXPECT_NE(faults_of("accounts: [{name: " + std::string(41, 'a') + "}]").find("is no account name"),
              std::string::npos);
    EXPECT_EQ(faults_of("accounts:\n- name: a\n- name: b\n- name: a\n"),
              "sasyncd.yaml:4:9: accounts[2].name: \"a\" is that of accounts[0].name already; expected "
              "another one for "
              "each account\n");
    EXPECT_NE(faults_of("accounts: [{name: a, account_id: 12}, {name: b, account_id: 12}]")
                  .find("accounts[1].account_id"),
              std::string::npos);
    EXPECT_NE(faults_of("accounts: [{name: a, account_id: 12x}]").find("is no account id"),
              std::string::npos);
    EXPECT_NE(faults_of("accounts: {name: a}").find("accounts: is a map; expected a list"),
              std::string::npos);
    EXPECT_NE(faults_of("accounts: [prod]").find("accounts[0]: is a single value; expected a map"),
              std::string::npos);
}

TEST(CredentialKeys, AnAccessKeyNeedsBothParts) {
    auto const keys = settings_of(account("credentials: {kind: access_key, access_key_id: '${ID}', "
                                          "access_key_secret: '${KEY}', security_token: t}"),
                                  {{"ID", "LTAI"}, {"KEY", "hush"}})
                          .accounts[0]
                          .credentials;
    EXPECT_EQ(keys.kind, CredentialsOptions::Kind::access_key);
    EXPECT_EQ(keys.access_key_id, "LTAI");
    EXPECT_EQ(keys.access_key_secret.reveal(), "hush");
    EXPECT_EQ(keys.security_token.reveal(), "t");

    EXPECT_NE(faults_of(account("credentials: {kind: access_key, access_key_id: a}"))
                  .find("lacks its access_key_secret"),
              std::string::npos);
    EXPECT_NE(faults_of(account("credentials: {kind: access_key, access_key_id: a, access_key_secret: ''}"))
                  .find("access_key_secret: is empty"),
              std::string::npos);
}

TEST(CredentialKeys, KeysThatNobodyWouldHeedAreRefused) {
    EXPECT_EQ(
        faults_of(account("credentials: {access_key_id: a, role_arn: 'acs:ram::1:role/x'}")),
        "sasyncd.yaml:1:51: accounts[0].credentials.access_key_id: has no effect with kind: chain; expected "
        "kind: "
        "access_key\n"
        "sasyncd.yaml:1:64: accounts[0].credentials.role_arn: has no effect with kind: chain; expected kind: "
        "ram_role_arn or oidc\n");
}

TEST(CredentialKeys, EachKindIsReadWithItsKeys) {
    auto const role = settings_of(account("credentials: {kind: ram_role_arn, role_arn: 'acs:ram::1:role/x', "
                                          "external_id: e, duration: 2h, source: {kind: ecs_ram_role, "
                                          "role_name: m}}"))
                          .accounts[0]
                          .credentials;
    EXPECT_EQ(role.kind, CredentialsOptions::Kind::ram_role_arn);
    EXPECT_EQ(role.duration, 2h);
    ASSERT_NE(role.source, nullptr);
    EXPECT_EQ(role.source->role_name, "m");

    auto const oidc =
        settings_of(account("credentials: {kind: oidc, token_file: token}")).accounts[0].credentials;
    EXPECT_TRUE(std::filesystem::path(oidc.token_file).filename() == "token");
    EXPECT_EQ(settings_of(account("credentials: {kind: profile, profile: p, file: /x/config.json}"))
                  .accounts[0]
                  .credentials.file,
              "/x/config.json");
    EXPECT_EQ(settings_of(account("credentials: {kind: uri, uri: 'http://127.0.0.1:8080/keys?a=b'}"))
                  .accounts[0]
                  .credentials.uri,
              "http://127.0.0.1:8080/keys?a=b");
}

TEST(CredentialKeys, WhatAKindCannotDoWithoutIsAskedFor) {
    EXPECT_EQ(
        faults_of(account("credentials: {kind: ram_role_arn}")),
        "sasyncd.yaml:1:42: accounts[0].credentials.kind: \"ram_role_arn\" lacks its role_arn; expected "
        "role_arn beside it\n");
    EXPECT_NE(faults_of(account("credentials: {kind: uri, uri: ''}")).find("uri: is empty"),
              std::string::npos);
    EXPECT_NE(
        faults_of(account("credentials: {kind: ram_role_arn, role_arn: x}")).find("is no ARN of a role"),
        std::string::npos);
    EXPECT_NE(faults_of(account("credentials: {kind: uri, uri: 'http://keys.example/'}"))
                  .find("would send requests in clear"),
              std::string::npos);
    EXPECT_NE(faults_of(account("credentials: {kind: acces_key}")).find("did you mean access_key?"),
              std::string::npos);
    EXPECT_NE(faults_of(account("credentials: {kind: process}")).find("is none of them"), std::string::npos)
        << "programs stand in profiles, where their owner put them";
}

TEST(CredentialKeys, TheirKeysAreCheckedWhateverTheKind) {
    EXPECT_NE(faults_of(account("credentials: {duration: 5m}")).find("out of range"), std::string::npos);
    EXPECT_NE(faults_of(account("credentials: {uri: x}")).find("is no URL"), std::string::npos);
    EXPECT_NE(faults_of(account("credentials: {source: {kind: nobody}}"))
                  .find("accounts[0].credentials.source.kind"),
              std::string::npos);
    EXPECT_NE(faults_of(account("credentials: &loop {source: *loop}")).find("nested too deep"),
              std::string::npos);
}

}  // namespace
}  // namespace sasyncd
