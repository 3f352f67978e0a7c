#pragma once

#include "findings/row.hpp"
#include "findings/site.hpp"

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace sasyncd {

/// 128 bits of a SHA-256, stored as PostgreSQL's `uuid`. Ordered as PostgreSQL orders uuids.
struct Key {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    auto operator<=>(Key const&) const = default;

    /// The form PostgreSQL prints: 8-4-4-4-12 hexadecimal digits.
    [[nodiscard]] std::string to_uuid() const;
    /// Reads that form; empty where it is none.
    [[nodiscard]] static std::optional<Key> from_uuid(std::string_view text);
};

struct KeyHash {
    /// The key is a cryptographic hash already.
    std::size_t operator()(Key const& key) const { return static_cast<std::size_t>(key.low); }
};

/// Which image a row belongs to: its ImageUuid, or, for rows without one, what it has, steady before fleeting
/// (`digest:…`, `target:…`, `image:…`, `host:…`, `container:…`).
struct ImageKey {
    std::string text;
    bool is_derived = false;
};

/// Empty where the row has nothing to derive from: such a row goes to quarantine.
[[nodiscard]] std::optional<ImageKey> image_key_of(Row const& row);

/// (account id, image key, MaliciousMd5 in lower case).
[[nodiscard]] Key finding_key(std::string_view account_id, ImageKey const& image,
                              std::string_view malicious_md5);

/// Site, image key and the fields that tell one occurrence from another. Not over `Id` (not in every reply), nor
/// anything that moves.
[[nodiscard]] Key row_key(Site site, ImageKey const& image, Row const& row);

/// 64 bits over the stored fields that are neither key nor scan time: equal fingerprints mean nothing to write.
/// Leaves out `Id` (compared only when given), DownloadUrl (changes at every call) and unknown fields. Its version is
/// mixed in, so that storing one more field rewrites each row once.
[[nodiscard]] std::uint64_t fingerprint(Row const& row);

/// 64 bits of SHA-256 of any text, for digests of filters, request ids and the like.
[[nodiscard]] std::uint64_t digest64(std::string_view text);

/// 32 bits of the API's `Id`, for the baseline; 0 only where there is none.
[[nodiscard]] std::uint32_t event_id_digest(std::optional<std::int64_t> event_id);

}  // namespace sasyncd
