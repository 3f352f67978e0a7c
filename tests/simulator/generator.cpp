#include "generator.hpp"

#include "crypto.hpp"
#include "filters.hpp"
#include "json_text.hpp"
#include "random.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>

namespace sasyncd::simulator {
namespace {

constexpr std::uint64_t kGroupSize = 4;
constexpr std::int64_t kFirstScan = 1'700'000'000'000;  // 2023-11-14, in milliseconds
constexpr std::int64_t kDay = 86'400'000;

constexpr std::array<std::string_view, 6> kChina = {"cn-beijing",  "cn-zhangjiakou", "cn-hangzhou",
                                                    "cn-shanghai", "cn-shenzhen",    "cn-hongkong"};
constexpr std::array<std::string_view, 6> kInternational = {"ap-southeast-1", "ap-southeast-5", "us-east-1",
                                                            "us-west-1",      "eu-central-1",   "eu-west-1"};
constexpr std::array<std::string_view, 8> kNamespaces = {"payments", "web",    "data-platform", "ci",
                                                         "恶意镜像", "ml/ops", "legacy",        "team-é"};
constexpr std::array<std::string_view, 10> kRepositories = {
    "centos", "nginx", "node-api", "python-job", "redis", "gitlab", "jenkins", "wordpress", "spark", "kafka"};
constexpr std::array<std::string_view, 8> kDirectories = {
    "/tmp/.x",      "/usr/local/bin", "/var/www/html/upload", "/root/.cache",
    "/opt/app/lib", "/dev/shm",       "/etc/cron.d",          "/home/数据/bin"};
constexpr std::array<std::string_view, 10> kMalware = {
    "Backdoor:Linux/Mirai", "Trojan:Linux/CoinMiner", "WebShell:PHP/Eval",  "Rootkit:Linux/Reptile",
    "Worm:Linux/Kinsing",   "HackTool:Linux/Masscan", "Exploit:Java/Log4j", "Ransom:Linux/RansomExx",
    "DDoS:Linux/BillGates", "Trojan:Python/Stealer"};

// Writes the members of one row.
class RowWriter {
public:
    explicit RowWriter(Random& random) : random_{random} { out_.reserve(1100); }

    void text(std::string_view name, std::string_view value) {
        begin(name);
        append_json_string(out_, value);
    }

    void number(std::string_view name, std::int64_t value) {
        begin(name);
        out_ += std::to_string(value);
    }

    // Now and then missing, null or empty, as every field of the API may be.
    void optional_text(std::string_view name, std::string_view value) {
        switch (random_.below(40)) {
            case 0: return;
            case 1:
                begin(name);
                out_ += "null";
                return;
            case 2: text(name, ""); return;
            default: text(name, value);
        }
    }

    std::string take() { return std::move(out_ += '}'); }

private:
    void begin(std::string_view name) {
        out_ += out_.empty() ? "{\"" : ",\"";
        out_.append(name).append("\":");
    }

    Random& random_;
    std::string out_;
};

std::string_view level_of(Random& random) {
    const std::uint64_t roll = random.below(10);
    return roll < 6 ? "serious" : roll < 9 ? "suspicious" : "remind";
}

std::int64_t status_of(Random& random) {
    const std::uint64_t roll = random.below(20);
    return roll < 14 ? 0 : roll < 16 ? 1 : roll < 17 ? 2 : 3;
}

std::string highlight(Random& random) {
    const std::uint64_t begin = random.below(4000);
    return random.chance(1)
               ? "not JSON"
               : fmt::format(R"({{"ruleVersion":"highlight_20210908","ruleId":{},"events":[[{},{}]]}})",
                             600'000 + random.below(999), begin, begin + 52);
}

std::string download_url(std::string_view md5) {
    return fmt::format(
        "https://aegis-metadata-file.oss-cn-shanghai.aliyuncs.com/{}?Expires=1790000000&OSSAccessKeyId="
        "STS.NTsimulated&Signature=0000000000000000000000000000",
        md5);
}

std::string ip(Random& random, std::string_view prefix) {
    return fmt::format("{}.{}.{}", prefix, random.below(256), 1 + random.below(254));
}

}  // namespace

// What the rows of one group share.
struct Generator::Group {
    Random random;
    std::uint64_t number;
    Kind kind;
    std::uint64_t samples[2];  // rows 0, 1 and rows 2, 3 are of one sample each
    std::string region;
    std::string image_uuid;
    std::string digest;
    std::string instance;
    std::string repo_id;
    std::string repo_name;
    std::string name_space;
    std::string tag;
    std::int64_t first_scan;
    std::int64_t latest_scan;

    std::string image() const {
        const std::string_view host = region.empty() ? "cn-hangzhou" : std::string_view{region};
        return fmt::format("registry.{}.aliyuncs.com/{}/{}:{}", host, name_space, repo_name, tag);
    }

    void write_registry(RowWriter& row) const {
        row.text("Image", image());
        row.text("Digest", digest);
        row.text("Tag", tag);
        if (!region.empty()) {
            row.text("RepoRegionId", region);
        }
        row.text("RepoInstanceId", instance);
        row.text("RepoId", repo_id);
        row.optional_text("RepoName", repo_name);
        row.optional_text("Namespace", name_space);
    }

    void write_container(RowWriter& row, Random& own, std::string_view container) const {
        row.text("Image", image());
        row.text("ContainerId", container);
        row.text("ClusterId", fmt::format("c{}", Random{number / 8, 77}.hex(31)));
        row.optional_text("ClusterName", fmt::format("cluster-{}", number / 8 % 50));
        row.optional_text("Pod", fmt::format("{}-{}-{}", repo_name, own.hex(9), own.hex(5)));
        row.text("_Namespace", number % 3 == 0 ? "kube-system" : "default");
        row.optional_text("InstanceName", fmt::format("worker-{}", number % 500));
        row.optional_text("IntranetIp", ip(own, "172.22"));
        row.text("Uuid", Random{number / 4, 78}.hex(36));
        if (number % 2 == 0) {
            row.text("ImageUuid", image_uuid);
        }
    }

    void write_target(RowWriter& row, Random& own) const {
        row.text("TargetType", kind == Kind::ecs_image ? "ECS_IMAGE" : "ECS_SNAPSHOT");
        row.text("TargetId",
                 fmt::format("{}-bp1{}", kind == Kind::ecs_image ? "m" : "s", digest.substr(0, 17)));
        row.optional_text("TargetName", fmt::format("golden-{}", number));
        row.text("Uuid", fmt::format("{}-1650-4931-a822-{}", digest.substr(0, 8), digest.substr(8, 12)));
        row.optional_text("InstanceName", fmt::format("sql-test-{:03}", number % 1000));
        row.optional_text("InternetIp", ip(own, "47.101"));
        row.optional_text("IntranetIp", ip(own, "172.23"));
    }
};

Generator::Generator(std::uint64_t seed, std::string_view account, Site site)
    : seed_{0}, id_base_{0}, site_{site} {
    for (char const c : account) {
        seed_ = seed_ * 131 + static_cast<unsigned char>(c);
    }
    seed_ = Random{seed ^ seed_, static_cast<std::uint64_t>(site)}.next();
    id_base_ = 5'000'000'000 + seed_ % 1'000'000 * 1'000'000'000;
}

std::vector<std::string> Generator::regions(Site site) {
    auto const& listed = site == Site::china ? kChina : kInternational;
    std::vector<std::string> out{listed.begin(), listed.end()};
    out.emplace_back(site == Site::china ? "cn-wulanchabu" : "ap-south-1");
    return out;
}

Generator::Group Generator::group_of(std::uint64_t number) const {
    Random random{seed_, number};
    const std::uint64_t roll = random.below(100);
    const Kind kind = roll < 76   ? Kind::image
                      : roll < 90 ? Kind::container
                      : roll < 95 ? Kind::ecs_image
                                  : Kind::ecs_snapshot;
    Group group{random, number, kind, {}, {}, {}, {}, {}, {}, {}, {}, {}, 0, 0};
    // Sample 0 is in very many images; of the others, low numbers are commoner than high ones.
    auto const sample = [&group] { return 1 + group.random.below(8 + group.number / 2); };
    group.samples[0] = group.random.chance(15) ? 0 : sample();
    group.samples[1] = sample();
    static const std::vector<std::string> kRegions[] = {regions(Site::china), regions(Site::international)};
    const Site other = site_ == Site::china ? Site::international : Site::china;
    bool const is_elsewhere = group.random.chance(8);  // some lie in the regions of the other site
    auto const& near = kRegions[static_cast<std::size_t>(is_elsewhere ? other : site_)];
    group.region = group.random.chance(4) ? std::string{} : group.random.pick(near);
    group.image_uuid = group.random.hex(32);
    group.digest = group.random.hex(64);
    group.instance = fmt::format("cri-{}", Random{group.random.below(6), 11}.hex(16));
    const std::uint64_t repository = group.random.below(400);
    group.repo_id = fmt::format("crr-{}", Random{repository, 12}.hex(16));
    group.repo_name = fmt::format("{}-{}", kRepositories[repository % kRepositories.size()], repository / 10);
    group.name_space = kNamespaces[repository % kNamespaces.size()];
    group.tag = fmt::format("{}.{}.{}", group.random.below(5), group.random.below(20), number % 1000);
    group.first_scan = kFirstScan + static_cast<std::int64_t>(group.random.below(600)) * kDay +
                       static_cast<std::int64_t>(group.random.below(86'400'000));
    group.latest_scan = group.first_scan + static_cast<std::int64_t>(group.random.below(300)) * kDay;
    return group;
}

Row Generator::make(std::uint64_t number) const {
    return make(number, group_of(number / kGroupSize));
}

Row Generator::make(std::uint64_t number, Group const& group) const {
    Random own{seed_ + 1, number};
    const std::uint64_t sample = group.samples[number % kGroupSize / 2];
    std::string md5 = malicious_md5(sample);
    RowWriter row{own};
    if (!own.chance(8)) {
        row.number("Id", static_cast<std::int64_t>(id_base_ + number * 7));
    }
    row.text("MaliciousMd5", md5);
    row.text("Level", level_of(own));
    row.number("Status", status_of(own));
    row.text("FilePath", fmt::format("{}/{}-{}", own.pick(kDirectories), md5.substr(0, 8), number));
    row.number("FirstScanTimestamp", group.first_scan);
    row.number("LatestScanTimestamp", group.latest_scan + static_cast<std::int64_t>(own.below(60'000)));
    if (own.chance(70)) {
        row.number("LatestVerifyTimestamp", group.latest_scan + 120'000);
    }
    if (group.kind == Kind::image) {
        row.text("ImageUuid", group.image_uuid);
        row.text("Layer", Random{seed_, group.number * 8 + number % 2}.hex(64));
        group.write_registry(row);
    } else if (group.kind == Kind::container) {
        group.write_container(row, own, own.hex(64));
    } else {
        group.write_target(row, own);
    }
    if (own.chance(70)) {
        row.optional_text("HighLight", highlight(own));
    }
    if (own.chance(85)) {
        row.text("DownloadUrl", download_url(lower(md5)));
    }
    return Row{row.take()};
}

std::vector<Row> Generator::make(std::uint64_t first, std::uint64_t count) const {
    std::vector<Row> rows;
    rows.reserve(static_cast<std::size_t>(count));
    std::optional<Group> group;
    for (std::uint64_t number = first; number < first + count; ++number) {
        if (!group || group->number != number / kGroupSize) {
            group.emplace(group_of(number / kGroupSize));
        }
        rows.push_back(make(number, *group));
    }
    return rows;
}

std::string malicious_md5(std::uint64_t sample) {
    std::string md5 = Random{0xd836968041f7683b, sample}.hex(32);
    if (sample % 50 ==
        7) {  // a few come in capitals: findings compare without case, questions ask as spelled
        for (char& c : md5) {
            c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
        }
    }
    return md5;
}

std::string malware_name(std::string_view md5) {
    const std::string digest = sha256_hex(lower(md5));
    return fmt::format("{}.{}", kMalware[static_cast<unsigned char>(digest[0]) % kMalware.size()],
                       digest.substr(1, 4));
}

std::string malware_key(std::string_view md5) {
    const std::string name = malware_name(md5);
    return name.starts_with("WebShell") ? "WEBSHELL_IMG" : "MALWARE_IMG";
}

}  // namespace sasyncd::simulator
