#include "unit/settings/loading.hpp"

#include <algorithm>

namespace sasyncd {
namespace {

TEST(Faults, AllComeAtOnceInTheOrderOfTheFile) {
    EXPECT_EQ(
        faults_of("schedule:\n"
                  "  evry: 15m\n"
                  "  jitter: 2\n"
                  "walk:\n"
                  "  max_body: 16MB\n"
                  "  publish_every: 30\n"
                  "database:\n"
                  "  migrate: yes\n"
                  "quotas: {}\n"),
        "sasyncd.yaml:2:3: schedule.evry: is no setting of ours; did you mean every?\n"
        "sasyncd.yaml:3:11: schedule.jitter: \"2\" is out of range; expected a number from 0 to 1\n"
        "sasyncd.yaml:5:13: walk.max_body: \"16MB\" is no size; expected a size (KiB, MiB, GiB) of 1KiB to "
        "1GiB; "
        "did you mean 16MiB?\n"
        "sasyncd.yaml:6:18: walk.publish_every: \"30\" is no duration; expected a duration (ms, s, m, h, d) "
        "of "
        "10ms to 1d; did you mean 30s?\n"
        "sasyncd.yaml:8:12: database.migrate: \"yes\" is neither true nor false; expected true or false\n"
        "sasyncd.yaml:9:1: quotas: is no setting of ours; did you mean quota?\n");
}

struct Case {
    char const* text;
    char const* fault;
};

constexpr Case kCases[] = {
    {"ask: {limit: 1}\nask: {limit: 2}\n", "sasyncd.yaml:2:1: ask: stands twice, first at line 1"},
    {"ask:\n  limit: 1\n  limit: 2\n", "sasyncd.yaml:3:3: ask.limit: stands twice, first at line 2"},
    {"ask: {limit: 010}", "may be read as octal or hexadecimal; expected a whole number from 0 to 1000000"},
    {"ask: {limit: 0x10}", "octal or hexadecimal"},
    {"ask: {limit: -1}", "\"-1\" is no whole number"},
    {"ask: {limit: 1.5}", "\"1.5\" is no whole number"},
    {"ask: {limit: 1000001}", "out of range"},
    {"ask: {limit: 99999999999999999999999}", "is no whole number"},
    {"ask: {limit: \"5\"}", "is text, because of the quotes"},
    {"ask: {limit: [5]}", "ask.limit: is a list; expected a whole number"},
    {"ask: {limit: {a: 1}}", "ask.limit: is a map; expected a whole number"},
    {"ask: {limit: ~}", "sasyncd.yaml:1:14: ask.limit: has no value; expected a whole number"},
    {"ask:\n  limit:\nfuse: {minimum: 1}\n", "sasyncd.yaml:2:3: ask.limit: has no value"},
    {"ask:\n",
     "sasyncd.yaml:1:1: ask: has no value; expected a map of keys and values, or no such key at all"},
    {"ask: 500\n", "ask: is a single value; expected a map"},
    {"accounts:\n", "accounts: has no value; expected a list of accounts"},
    {"proxy: ~", "proxy: has no value"},
    {"schedule: {every: 0s}", "\"0s\" is out of range; expected a duration (ms, s, m, h, d) of 1s to 30d"},
    {"schedule: {every: 1 min}", "did you mean 1m?"},
    {"schedule: {timeout: 10ms}", "of 0s or 1s to 365d"},
    {"lease: {ttl: 999ms}", "out of range"},
    {"walk: {publish_every: 9ms}", "out of range"},
    {"quota: {requests_per_second: 0}", "a number from 0.01 to 10000"},
    {"quota: {requests_per_second: 1e3}", "is no number"},
    {"quota: {in_flight: 0}", "out of range"},
    {"fuse: {minimum: 1000000001}", "out of range"},
    {"fuse: {fraction: half}", "\"half\" is no number"},
    {"accounts: [{name: a, page_size: 0}]", "from 1 to 5000"},
    {"accounts: [{name: a, page_size: 5001}]", "from 1 to 5000"},
    {"database: {url: 'file:not-there'}", "credential file /etc/sasyncd/not-there cannot be used"},
    {"database: {url: '${DATABASE_URL}'}", "environment variable DATABASE_URL is not set"},
    {"endpoints: {china: 'http://tds.cn-shanghai.aliyuncs.com'}", "would send requests in clear"},
    {"endpoints: {sts: sts.aliyuncs.com}", "is no URL"},
    {"endpoints: {cr: 'http://cr.{region}.aliyuncs.com'}", "would send requests in clear"},
    {"endpoints: {cr: 'cr.{region}.aliyuncs.com'}", "is no URL"},
    {"endpoints: {cr: 'https://cr.{zone}.aliyuncs.com'}", "is no URL"},
    {"enrich: {repositories: some}", "enrich.repositories"},
    {"enrich: {container: true}", "did you mean containers?"},
    {"proxy: 'https://user:hush@p:1'", "proxy: has a scheme other than http"},
    {"tls: {ca_file: not-there.pem}", "file /etc/sasyncd/not-there.pem cannot be read"},
    {"admin: {listen: 'localhost:9108'}", "names no IP address"},
    {"enrich: {every: 500ms}", "of 0s or 1s to 365d"},
    {"log: {level: inf}", "did you mean info?"},
    {"log: {format: xml}", "one of auto, text, json"},
    {"[1, 2]", "sasyncd.yaml:1:1: is a list; expected a map"},
    {"just text", "is a single value; expected a map"},
    {"{[1]: 2}", "has a key that is no plain text"},
    {"ask: {limit: 5", "sasyncd.yaml:1:1: is no YAML: "},
    {"ask: b: c", "sasyncd.yaml:1:7: is no YAML: illegal map value"},
    {"ask: {}\n---\nask: {}\n", "more than one YAML document"},
    {"ask: {}\n# \xFF\n", "sasyncd.yaml:2:1: is no text in UTF-8"},
};

TEST(Faults, EachIsFoundOnceAndExplained) {
    for (auto const& [text, fault] : kCases) {
        auto const faults = faults_of(text);
        EXPECT_EQ(std::count(faults.begin(), faults.end(), '\n'), 1) << text << "\n" << faults;
        EXPECT_NE(faults.find(fault), std::string::npos) << text << "\n" << faults;
    }
}

TEST(Faults, OffAndDefaultOfWhatIsNotBuiltAreAccepted) {
    for (auto const* text :
         {"admin: {listen: ''}", "admin: {listen: '127.0.0.1:9108'}", "enrich: {malware_names: false}",
          "enrich: {malware_names: true, every: 1h}", "enrich: {every: 0s}",
          "enrich: {repositories: true, containers: true}", "endpoints: {cr: 'https://cr.{region}.example'}"})
        EXPECT_EQ(faults_of(text), "") << text;
}

TEST(Faults, NeverShowASecret) {
    for (auto const* text :
         {"database: {url: [hush]}", "database: {url: {hush: 1}}", "proxy: hush",
          "proxy: 'ftp://user:hush@h:1'", "proxy: ['hush']",
          "accounts: [{name: a, credentials: {kind: access_key, access_key_secret: hush}}]",
          "accounts: [{name: a, credentials: {access_key_secret: hush}}]", "database: {url: *hush}",
          "acess_key: hush", "schedule: {every: '${SECRET}'}", "ask: {limit: '${SECRET}'}",
          "endpoints: {china: '${SECRET}'}", "database: {url: \"hush}"}) {
        auto const faults = faults_of(text, {{"SECRET", "hush"}});
        EXPECT_NE(faults, "") << text;
        // A map where text belongs shows the names of its keys nowhere either.
        EXPECT_EQ(faults.find("hush"), std::string::npos) << faults;
    }
}

TEST(Faults, AFileThatIsNotThereIsNamed) {
    auto const loaded = load_settings("/nonexistent/sasyncd.yaml", environment_of({}));
    auto const& faults = std::get<SettingsFaults>(loaded);
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults[0].to_line(),
              "/nonexistent/sasyncd.yaml: cannot be read: No such file or directory; expected a "
              "settings file there, or --config FILE");
    EXPECT_NE(std::get<SettingsFaults>(load_settings("/tmp", environment_of({})))[0].to_line().find(
                  "is a directory"),
              std::string::npos);
}

TEST(Faults, AVariableMayStandForANumberEvenInQuotes) {
    EXPECT_EQ(settings_of("ask: {limit: '${N}'}", {{"N", "7"}}).sweep.ask.limit, 7U);
    EXPECT_NE(faults_of("ask: {limit: '${N}'}", {{"N", "x"}}).find("\"${N}\" is no whole number"),
              std::string::npos);
}

TEST(Faults, NeverShowWhatAVariableStandsFor) {
    Variables const variables = {{"SECRET", "s3cr3t-of-somebody"}};
    auto const lines = faults_of(R"(
accounts: [{name: a, regions: "${SECRET}", sites: "${SECRET}", credentials: {kind: access_key, access_key_id: x,
            access_key_secret: "file:${SECRET}"}}]
tls: {ca_file: "${SECRET}"}
schedule: {every: "${SECRET}"}
)",
                                 variables);
    EXPECT_EQ(lines.find("s3cr3t"), std::string::npos) << lines;
    EXPECT_NE(lines.find("${SECRET} cannot be used"), std::string::npos) << lines;
}

// The parser makes documents without end of it, until the memory is used up.
TEST(Faults, ATextThatBeginsWithACommaIsRefused) {
    EXPECT_NE(faults_of(", a").find("sasyncd.yaml"), std::string::npos);
    EXPECT_NE(faults_of(",\n? b\n: c\n").find("sasyncd.yaml"), std::string::npos);
}

TEST(Faults, TextIsUtf8WithoutNul) {
    for (auto const* text : {R"(proxy: "\0")", R"(proxy: "\N")", R"(proxy: "${BYTES}")"})
        EXPECT_NE(faults_of(text, {{"BYTES", "\xff"}}).find("holds a NUL, or what is no UTF-8"),
                  std::string::npos)
            << text;
}

}  // namespace
}  // namespace sasyncd
