#include "unit/settings/loading.hpp"

#include <yaml-cpp/yaml.h>

#include <fstream>
#include <set>
#include <sstream>

namespace sasyncd {
namespace {

using namespace std::chrono_literals;

std::string shipped_file() {
    std::ifstream file(SASYNCD_SOURCE_DIR "/config/sasyncd.yaml");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// Paths of all keys of a document, "[]" for elements; what is inside `source` is another such map.
void collect(YAML::Node const& node, std::string const& path, std::set<std::string>& keys) {
    if (node.IsMap())
        for (auto const& pair : node) {
            auto const key = path.empty() ? pair.first.Scalar() : path + "." + pair.first.Scalar();
            keys.insert(key);
            if (pair.first.Scalar() != "source")
                collect(pair.second, key, keys);
        }
    if (node.IsSequence())
        for (auto const& element : node)
            collect(element, path + "[]", keys);
}

std::set<std::string> keys_of(std::string const& text) {
    std::set<std::string> keys;
    collect(YAML::Load(text), "", keys);
    return keys;
}

std::set<std::string> all_keys() {
    auto const keys = known_settings();
    return {keys.begin(), keys.end()};
}

TEST(ShippedFile, EqualsTheDefaults) {
    EXPECT_EQ(print_settings(settings_of(shipped_file())), print_settings(settings_of("")));
}

TEST(ShippedFile, HoldsEveryKeyAndNoOther) {
    EXPECT_EQ(keys_of(shipped_file()), all_keys());
}

TEST(PrintedSettings, HoldEveryKeyButUnsetFilters) {
    auto expected = all_keys();
    for (auto key = expected.begin(); key != expected.end();)
        key = key->rfind("accounts[].filters.", 0) == 0 ? expected.erase(key) : std::next(key);
    EXPECT_EQ(keys_of(print_settings(settings_of(""))), expected);
}

TEST(PrintedSettings, ComeBackAsTheyWere) {
    auto const settings = settings_of(R"(
accounts:
  - name: prod
    account_id: 1234567890123456
    sites: [international]
    regions: [cn-hangzhou, eu-west-1]
    filters: {levels: [remind, serious], status: 0, scan_range: [image, container], repo_name: "a\"b\\c $${X}",
              malicious_md5: 0123456789abcdef0123456789abcdef, image_tag: 1.10}
  - name: dev
schedule: {every: 90s, jitter: 0.25, timeout: 2h, accounts_at_once: 9}
quota: {requests_per_second: 0.5, in_flight: 2}
walk: {publish_every: 10ms, publish_rows: 1, request_timeout: 1500ms, attempts: 2, max_body: 1KiB}
ask: {limit: 0}
fuse: {fraction: 1, minimum: 1000000000, hold: 1m}
retention: {events: 7d, rescans: 0d, walks: 1s}
endpoints: {china: "http://127.0.0.1:8080", vpc: true}
admin: {listen: ""}
log: {level: debug, format: json}
)");
    auto const printed = print_settings(settings);
    EXPECT_EQ(print_settings(settings_of(printed)), printed);
}

TEST(PrintedSettings, SmallFractionsComeBackToo) {
    auto const printed =
        print_settings(settings_of("schedule: {jitter: 0.00001}\nfuse: {fraction: 0.0000001}\n"));
    EXPECT_EQ(print_settings(settings_of(printed)), printed);
}

TEST(Defaults, AnEmptyFileMeansOneAccountWithTheChain) {
    for (auto const* text : {"", "# nothing\n", "accounts: []\n", "---\n"}) {
        auto const settings = settings_of(text);
        ASSERT_EQ(settings.accounts.size(), 1U) << text;
        EXPECT_EQ(settings.accounts[0].scope.label, "default");
        EXPECT_TRUE(settings.accounts[0].scope.sites_auto);
        EXPECT_EQ(settings.accounts[0].credentials.kind, CredentialsOptions::Kind::chain);
        EXPECT_TRUE(settings.database.url.empty());
    }
}

TEST(Defaults, AreThoseOfTheContract) {
    auto const settings = settings_of("");
    EXPECT_EQ(settings.database.statement_timeout, 60s);
    EXPECT_EQ(settings.database.lock_timeout, 10s);
    EXPECT_TRUE(settings.database.migrate);
    EXPECT_EQ(settings.sweep.schedule.every, 15min);
    EXPECT_EQ(settings.sweep.schedule.deadline(), 60min);
    EXPECT_EQ(settings.sweep.quota.requests_per_second, 5);
    EXPECT_EQ(settings.sweep.walk.publish_rows, 25'000U);
    EXPECT_EQ(settings.sweep.ask.limit, 500U);
    EXPECT_EQ(settings.sweep.fuse.minimum, 20U);
    EXPECT_EQ(settings.sweep.fuse.hold, 24h);
    EXPECT_TRUE(settings.sweep.enrich.malware_names);
    EXPECT_FALSE(settings.sweep.enrich.repositories) << "a permission of its own, which nobody gave yet";
    EXPECT_FALSE(settings.sweep.enrich.containers);
    EXPECT_EQ(settings.endpoints.cr, "https://cr.{region}.aliyuncs.com");
    EXPECT_EQ(settings.sweep.enrich.every, 6h);
    EXPECT_EQ(settings.lease.ttl, 60s);
    EXPECT_EQ(settings.retention.events, 0s);
    EXPECT_EQ(settings.retention.rescans, 90 * 24h);
    EXPECT_EQ(settings.transport.max_body, 16ULL << 20U);
    EXPECT_EQ(settings.admin.listen, "127.0.0.1:9108");
    EXPECT_EQ(settings.log.level, "info");
}

TEST(Settings, TheRangesAreWideEnoughForTests) {
    auto const settings = settings_of(
        "schedule: {every: 1s, jitter: 0}\nlease: {ttl: 1s}\nwalk: {publish_every: 10ms}\n"
        "quota: {requests_per_second: 10000}\nask: {limit: 1000000}\n"
        "fuse: {minimum: 1000000000}\naccounts: [{name: a, page_size: 5000}]\n");
    EXPECT_EQ(settings.sweep.schedule.every, 1s);
    EXPECT_EQ(settings.lease.ttl, 1s);
    EXPECT_EQ(settings.accounts[0].scope.page_size, 5000U);
}

TEST(Settings, VpcPutsItsHostsInPlaceOfDefaultsOnly) {
    auto const all = settings_of("endpoints: {vpc: true}").endpoints;
    EXPECT_EQ(all.china, "https://tds.vpc-proxy.aliyuncs.com");
    EXPECT_EQ(all.international, "https://tds-intl.vpc-proxy.aliyuncs.com");
    EXPECT_EQ(all.cr, "https://cr-vpc.{region}.aliyuncs.com");
    EXPECT_EQ(settings_of("endpoints: {vpc: true, cr: 'http://127.0.0.1:1/'}").endpoints.cr,
              "http://127.0.0.1:1");
    auto const one = settings_of("endpoints: {vpc: true, china: 'https://own.example/'}").endpoints;
    EXPECT_EQ(one.china, "https://own.example");
    EXPECT_EQ(one.international, "https://tds-intl.vpc-proxy.aliyuncs.com");
}

TEST(Settings, KeysThatTakeARestartAreNamedWhereTheyChanged) {
    auto const before = settings_of("");
    auto const after = settings_of(
        "database: {url: 'host=db', lock_timeout: 1s}\nlog: {format: json, level: debug}\n"
        "schedule: {every: 1m}\n");
    EXPECT_EQ(restart_keys(before, before), std::vector<std::string>());
    EXPECT_EQ(restart_keys(before, after),
              (std::vector<std::string>{"database.url", "database.lock_timeout", "log.format"}));
}

}  // namespace
}  // namespace sasyncd
