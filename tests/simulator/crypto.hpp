#pragma once

#include <string>
#include <string_view>

namespace sasyncd::simulator {

std::string hex(std::string_view bytes);
std::string sha256_hex(std::string_view bytes);
std::string hmac_sha256_hex(std::string_view key, std::string_view bytes);
std::string hmac_sha1_base64(std::string_view key, std::string_view bytes);

// A new id in the form that the API uses for RequestId: ACF97412-FD09-4D1F-994F-34DF12B0EF20.
std::string make_request_id();

}  // namespace sasyncd::simulator
