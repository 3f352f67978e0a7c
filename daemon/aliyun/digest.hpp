#pragma once

#include <string>
#include <string_view>

namespace sasyncd {

/// Digests and encodings of the signatures. Results of the `hmac_*` functions are raw bytes.
[[nodiscard]] std::string sha256_hex(std::string_view text);
[[nodiscard]] std::string hmac_sha256(std::string_view key, std::string_view text);
[[nodiscard]] std::string hmac_sha1(std::string_view key, std::string_view text);
[[nodiscard]] std::string hex(std::string_view bytes);
[[nodiscard]] std::string base64(std::string_view bytes);

/// RFC 3986: only A-Z a-z 0-9 - _ . ~ stay bare; hexadecimal digits upper case.
[[nodiscard]] std::string percent_encode(std::string_view text);

/// 128 random bits in hexadecimal: a signature nonce.
[[nodiscard]] std::string make_nonce();

}  // namespace sasyncd
