#pragma once

#include "base/clock.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace sasyncd {

/// The text fields of a row of DescribeAffectedMaliciousFileImages, in the order of the columns of
/// `sasync.occurrence` (level, which moves, lives in `sasync.occurrence_state`).
enum class Text : std::uint8_t {
    malicious_md5,
    image_uuid,
    digest,
    layer,
    file_path,
    image,
    tag,
    repo_region_id,
    repo_instance_id,
    repo_id,
    repo_name,
    repo_namespace,
    cluster_id,
    cluster_name,
    pod,
    container_id,
    instance_name,
    internet_ip,
    intranet_ip,
    host_uuid,
    target_type,
    target_id,
    target_name,
    high_light,
    download_url,
    level,
};

inline constexpr std::size_t kTextCount = 26;

/// Spelled as the API spells them, indexed by `Text`.
inline constexpr std::array<std::string_view, kTextCount> kTextNames = {
    "MaliciousMd5", "ImageUuid",      "Digest",       "Layer",       "FilePath",   "Image",     "Tag",
    "RepoRegionId", "RepoInstanceId", "RepoId",       "RepoName",    "Namespace",  "ClusterId", "ClusterName",
    "Pod",          "ContainerId",    "InstanceName", "InternetIp",  "IntranetIp", "Uuid",      "TargetType",
    "TargetId",     "TargetName",     "HighLight",    "DownloadUrl", "Level",
};

/// One element of the response array, as it is stored: missing, null and empty text are one (empty); times outside
/// 2010 to 2100 are absent; `high_light` is canonical JSON (keys sorted, no blanks) or a JSON string where it was no
/// JSON; `download_url` is without its query; text is valid UTF-8 without NUL.
///
/// Its texts lie in a ground that it shares with its copies and with the other rows of its page: a text may be looked
/// at while one of them lives, and a row that is to be kept for long is packed (`PackedRow`), lest it keep the page.
class Row {
public:
    using Texts = std::array<std::string_view, kTextCount>;

    Row() = default;
    /// A row without texts as yet; those given to `refer` lie in `ground`.
    explicit Row(std::shared_ptr<void const> ground) : ground_(std::move(ground)) {}

    [[nodiscard]] std::string_view operator[](Text field) const {
        return texts_[static_cast<std::size_t>(field)];
    }
    [[nodiscard]] Texts const& texts() const { return texts_; }

    /// Sets a text that lies in the ground.
    void refer(Text field, std::string_view text) { texts_[static_cast<std::size_t>(field)] = text; }
    /// Sets any text, and gives the row a ground of its own.
    void set(Text field, std::string_view text);

    bool operator==(Row const& other) const;

    std::optional<std::int64_t> event_id;  ///< the API's `Id`, not in every reply
    std::optional<std::int32_t> status;
    std::optional<SystemTime> first_scan;
    std::optional<SystemTime> latest_scan;
    std::optional<SystemTime> latest_verify;
    std::string extra;  ///< fields we do not know, as one JSON object; empty where there are none

private:
    Texts texts_;
    std::shared_ptr<void const> ground_;
};

/// What a row describes. Honesty of the API is proven kind by kind, since each comes from another scanner.
enum class Kind : std::uint8_t { image, container, target };

[[nodiscard]] Kind kind_of(Row const& row);
[[nodiscard]] std::string_view to_string(Kind kind);

}  // namespace sasyncd
