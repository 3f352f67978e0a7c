#include "bench/rows.hpp"

#include <fmt/format.h>

#include <array>
#include <iterator>

namespace sasyncd::bench {

namespace {

constexpr std::uint64_t kChangedOneIn = 200;
constexpr std::int64_t kFirstScan = 1'700'000'000'000;  // 2023-11-14, ms
constexpr std::int64_t kDay = 86'400'000;

constexpr std::array<std::string_view, 8> kRegions = {"cn-hangzhou", "cn-shanghai",  "cn-beijing",
                                                      "cn-shenzhen", "cn-hongkong",  "cn-zhangjiakou",
                                                      "us-east-1",   "cn-wulanchabu"};
constexpr std::array<std::string_view, 4> kNamespaces = {"payments", "web", "data-platform", "legacy"};

enum class Kind : std::uint8_t { image, container, target };

/// What salts the same number into different values.
enum class Of : std::uint64_t {
    kind,
    image,
    digest,
    layer,
    repository,
    region,
    md5,
    row,
    container,
    host,
    scan
};

std::uint64_t mix(std::uint64_t number, Of of) {
    auto value = number * 0x9E3779B97F4A7C15U + (static_cast<std::uint64_t>(of) + 1) * 0xD1B54A32D192ED03U;
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31);
}

std::string hex(std::uint64_t number, Of of, std::size_t digits) {
    std::string text;
    for (std::uint64_t seed = number; text.size() < digits; seed = mix(seed, of))
        fmt::format_to(std::back_inserter(text), "{:016x}", mix(seed, of));
    text.resize(digits);
    return text;
}

/// Members of a JSON object; names and texts need no escaping.
class Members {
public:
    Members() { json_.reserve(1100); }

    template <class... Parts>
    void text(std::string_view name, fmt::format_string<Parts...> form, Parts&&... parts) {
        fmt::format_to(begin(name), "\"");
        fmt::format_to(std::back_inserter(json_), form, std::forward<Parts>(parts)...);
        json_ += '"';
    }
    void number(std::string_view name, std::int64_t value) { fmt::format_to(begin(name), "{}", value); }
    std::string take() { return std::move(json_ += '}'); }

private:
    std::back_insert_iterator<std::string> begin(std::string_view name) {
        return fmt::format_to(std::back_inserter(json_), "{}\"{}\":", json_.empty() ? '{' : ',', name);
    }
    std::string json_;
};

struct Place {
    std::uint64_t row;
    std::uint64_t finding;
    std::uint64_t image;
    Kind kind;
};

Place place_of(std::uint64_t row) {
    Place place{};
    place.row = row;
    place.finding = row / 5 * 4 + std::min<std::uint64_t>(row % 5, 3);
    place.image = place.finding / 2;
    auto const roll = mix(place.image, Of::kind) % 20;
    place.kind = roll < 16 ? Kind::image : roll < 19 ? Kind::container : Kind::target;
    return place;
}

/// One file is in very many images; the two findings of an image are never of one file.
std::string md5_of(std::uint64_t finding) {
    auto const dice = mix(finding, Of::md5);
    auto const file = finding % 2 == 0 && dice % 100 < 2 ? 0 : dice % 20'000 * 2 + finding % 2 + 2;
    return hex(file, Of::md5, 32);
}

std::string_view level_of(std::uint64_t finding) {
    auto const roll = mix(finding, Of::row) % 10;
    return roll < 6 ? "serious" : roll < 9 ? "suspicious" : "remind";
}

int status_of(std::uint64_t row, Variant variant) {
    auto const roll = mix(row, Of::row) % 20;
    int const status = roll < 14 ? 0 : roll < 16 ? 1 : roll < 17 ? 2 : 3;
    bool const is_other = variant != Variant::base && row % kChangedOneIn == 0;
    return is_other ? (status + 1) % 4 : status;
}

void write_file(Members& row, Place const& at, std::string const& md5, Variant variant) {
    auto const first = kFirstScan + static_cast<std::int64_t>(mix(at.finding, Of::scan) % (300 * kDay));
    auto const latest = first + static_cast<std::int64_t>(mix(at.row, Of::scan) % (200 * kDay));
    row.text("FilePath", "/usr/local/lib/node_modules/.cache/{}/{}.so", hex(at.finding, Of::row, 12), at.row);
    row.number("FirstScanTimestamp", first);
    row.number("LatestScanTimestamp", latest + (variant == Variant::rescanned ? kDay : 0));
    if (at.row % 3 != 0)
        row.number("LatestVerifyTimestamp", latest + 120'000);
    if (at.row % 4 != 0)
        row.text("HighLight",
                 R"({{\"ruleVersion\":\"highlight_20210908\",\"ruleId\":{},\"events\":[[{},{}]]}})",
                 600'000 + at.row % 1000, at.row % 4000, at.row % 4000 + 52);
    row.text("DownloadUrl",
             "https://aegis-metadata-file.oss-cn-shanghai.aliyuncs.com/{}?Expires=1790000000&OSSAccessKeyId="
             "STS.NTsimulated&Signature={}",
             md5, hex(at.row, Of::digest, 28));
}

void write_image(Members& row, Place const& at, std::string_view region) {
    auto const repository = mix(at.image, Of::repository) % 400;
    auto const name_space = kNamespaces[repository % kNamespaces.size()];
    row.text("Image", "registry.{}.aliyuncs.com/{}/service-{}:1.{}", region, name_space, repository,
             at.image);
    if (at.kind == Kind::image || at.image % 2 == 0)
        row.text("ImageUuid", "{}", hex(at.image, Of::image, 32));
    if (at.kind != Kind::image)
        return;
    row.text("Digest", "{}", hex(at.image, Of::digest, 64));
    row.text("Layer", "{}", hex(at.row, Of::layer, 64));
    row.text("Tag", "1.{}", at.image);
    row.text("RepoRegionId", "{}", region);
    row.text("RepoInstanceId", "cri-{}", hex(repository % 6, Of::repository, 16));
    row.text("RepoId", "crr-{}", hex(repository, Of::repository, 16));
    row.text("RepoName", "service-{}", repository);
    row.text("Namespace", "{}", name_space);
}

void write_host(Members& row, Place const& at) {
    if (at.kind == Kind::container) {
        row.text("ContainerId", "{}", hex(at.row, Of::container, 64));
        row.text("ClusterId", "c{}", hex(at.image / 50, Of::container, 31));
        row.text("ClusterName", "cluster-{}", at.image / 50 % 40);
        row.text("Pod", "service-{}-{}", at.image, hex(at.row, Of::container, 5));
    } else {
        row.text("TargetType", "ECS_IMAGE");
        row.text("TargetId", "m-bp1{}", hex(at.image, Of::image, 17));
        row.text("TargetName", "golden-{}", at.image);
    }
    row.text("InstanceName", "worker-{:03}", at.image % 1000);
    row.text("InternetIp", "47.101.{}.{}", at.image / 250 % 250, at.image % 250);
    row.text("IntranetIp", "172.22.{}.{}", at.image / 250 % 250, at.image % 250);
    row.text("Uuid", "{}", hex(at.image / 4, Of::host, 36));
}

}  // namespace

std::uint64_t row_count(std::uint64_t rows, Variant variant) {
    return variant != Variant::base ? rows + rows / kChangedOneIn : rows;
}

ApiRow make_row(std::uint64_t number, Variant variant) {
    auto const at = place_of(number);
    auto const region = kRegions[mix(at.image, Of::region) % kRegions.size()];
    auto const md5 = md5_of(at.finding);
    ApiRow out;
    out.level = level_of(at.finding);
    out.status = status_of(number, variant);
    Members row;
    row.number("Id", static_cast<std::int64_t>(5'000'000'000 + number * 7));
    row.text("MaliciousMd5", "{}", md5);
    row.text("Level", "{}", out.level);
    row.number("Status", out.status);
    write_file(row, at, md5, variant);
    if (at.kind != Kind::target)
        write_image(row, at, region);
    if (at.kind != Kind::image)
        write_host(row, at);
    if (at.kind == Kind::image)
        out.region = region;
    out.scan_range = at.kind == Kind::image ? "image" : at.kind == Kind::container ? "container" : "";
    out.json = row.take();
    return out;
}

}  // namespace sasyncd::bench
