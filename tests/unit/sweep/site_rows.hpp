#pragma once

#include "findings/key.hpp"
#include "findings/row.hpp"

#include <fmt/format.h>

#include <cctype>
#include <string>

namespace sasyncd {

inline constexpr std::string_view kAccount = "1234567890123456";

[[nodiscard]] inline SystemTime scan_time(std::int64_t seconds) {
    return SystemTime(std::chrono::seconds(1'700'000'000 + seconds));
}

/// The MD5 of malicious file number `file`, in lower case.
[[nodiscard]] inline std::string md5_of(int file) {
    return fmt::format("d836968041f7683b5459{:012x}", file);
}

[[nodiscard]] inline Key key_of(Row const& row, Site site = Site::china) {
    return row_key(site, image_key_of(row).value(), row);
}

[[nodiscard]] inline Row any_row(int file, std::int64_t scan) {
    Row row;
    row.set(Text::malicious_md5, md5_of(file));
    row.set(Text::file_path, fmt::format("/opt/bin/{}", file));
    row.set(Text::level, file % 3 == 0 ? "serious" : file % 3 == 1 ? "suspicious" : "remind");
    row.status = 0;
    row.first_scan = scan_time(0);
    row.latest_scan = scan_time(scan);
    return row;
}

inline void spell_md5_in_capitals(Row& row) {
    std::string md5(row[Text::malicious_md5]);
    for (auto& letter : md5)
        letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    row.set(Text::malicious_md5, md5);
}

/// File number `file` in a layer of registry image number `image`.
[[nodiscard]] inline Row image_row(int image, int file, std::int64_t scan = 1,
                                   std::string region = "cn-hangzhou") {
    auto row = any_row(file, scan);
    row.set(Text::image_uuid, fmt::format("e05c0de798217637868e{:012x}", image));
    row.set(Text::digest, fmt::format("sha256:{:064x}", image));
    row.set(Text::layer, fmt::format("sha256:1a{:062x}", image / 3));
    row.set(Text::image, fmt::format("registry.example.com/team/app-{}:1.0", image));
    row.set(Text::tag, "1.0");
    row.set(Text::repo_region_id, region);
    row.set(Text::repo_instance_id, "cri-1");
    row.set(Text::repo_id, fmt::format("crr-{}", image % 7));
    row.set(Text::repo_name, fmt::format("app-{}", image));
    row.set(Text::repo_namespace, "team");
    return row;
}

/// File number `file` in running container number `container`; such rows can lack an ImageUuid.
[[nodiscard]] inline Row container_row(int container, int file, std::int64_t scan = 1) {
    auto row = any_row(file, scan);
    row.set(Text::container_id, fmt::format("{:064x}", 0xC000 + container));
    row.set(Text::image, fmt::format("registry.example.com/team/run-{}:2", container / 2));
    row.set(Text::cluster_id, "c-1");
    row.set(Text::cluster_name, "prod");
    row.set(Text::pod, fmt::format("pod-{}", container));
    return row;
}

/// File number `file` in ECS image or snapshot number `target`.
[[nodiscard]] inline Row target_row(int target, int file, std::int64_t scan = 1) {
    auto row = any_row(file, scan);
    row.set(Text::target_type, target % 2 == 0 ? "ECS_IMAGE" : "ECS_SNAPSHOT");
    row.set(Text::target_id, fmt::format("m-{:08x}", target));
    row.set(Text::target_name, fmt::format("golden-{}", target));
    return row;
}

}  // namespace sasyncd
