#include "crypto.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <cctype>
#include <stdexcept>

namespace sasyncd::simulator {
namespace {

std::string_view as_text(unsigned char const* bytes, std::size_t size) {
    return {reinterpret_cast<char const*>(bytes), size};
}

}  // namespace

std::string hex(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size() * 2);
    for (char const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        out += "0123456789abcdef"[byte >> 4];
        out += "0123456789abcdef"[byte & 15];
    }
    return out;
}

std::string sha256_hex(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
        throw std::runtime_error{"SHA-256 failed"};
    }
    return hex(as_text(digest.data(), size));
}

std::string hmac_sha256_hex(std::string_view key, std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    auto const* data = reinterpret_cast<unsigned char const*>(bytes.data());
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), data, bytes.size(), digest.data(),
             &size) == nullptr) {
        throw std::runtime_error{"HMAC failed"};
    }
    return hex(as_text(digest.data(), size));
}

std::string hmac_sha1_base64(std::string_view key, std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    auto const* data = reinterpret_cast<unsigned char const*>(bytes.data());
    if (HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), data, bytes.size(), digest.data(),
             &size) == nullptr) {
        throw std::runtime_error{"HMAC failed"};
    }
    std::array<unsigned char, 2 * EVP_MAX_MD_SIZE> text{};
    int const length = EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(size));
    return std::string{as_text(text.data(), static_cast<std::size_t>(length))};
}

std::string make_request_id() {
    std::array<unsigned char, 16> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
        throw std::runtime_error{"no random bytes"};
    }
    std::string id = hex(as_text(bytes.data(), bytes.size()));
    for (char& c : id) {
        c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    for (const std::size_t at : {20U, 16U, 12U, 8U}) {
        id.insert(at, 1, '-');
    }
    return id;
}

}  // namespace sasyncd::simulator
