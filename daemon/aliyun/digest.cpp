#include "aliyun/digest.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <stdexcept>

namespace sasyncd {

namespace {

using Bytes = std::array<unsigned char, EVP_MAX_MD_SIZE>;

unsigned char const* bytes_of(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}

std::string to_string(Bytes const& bytes, unsigned size) {
    return std::string(reinterpret_cast<char const*>(bytes.data()), size);
}

std::string hmac(EVP_MD const* algorithm, std::string_view key, std::string_view text) {
    Bytes bytes{};
    unsigned size = 0;
    if (HMAC(algorithm, key.data(), static_cast<int>(key.size()), bytes_of(text), text.size(), bytes.data(),
             &size) == nullptr)
        throw std::runtime_error("OpenSSL offers no such HMAC; check the system's crypto policy");
    return to_string(bytes, size);
}

bool is_bare(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '~';
}

}  // namespace

std::string sha256_hex(std::string_view text) {
    Bytes bytes{};
    unsigned size = 0;
    if (EVP_Digest(text.data(), text.size(), bytes.data(), &size, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("OpenSSL offers no SHA-256; check the system's crypto policy");
    return hex(to_string(bytes, size));
}

std::string hmac_sha256(std::string_view key, std::string_view text) {
    return hmac(EVP_sha256(), key, text);
}

std::string hmac_sha1(std::string_view key, std::string_view text) {
    return hmac(EVP_sha1(), key, text);
}

std::string hex(std::string_view bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (char const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        out += kDigits[byte >> 4];
        out += kDigits[byte & 0xF];
    }
    return out;
}

std::string base64(std::string_view bytes) {
    // EVP_EncodeBlock ends its output with a NUL, which std::string has room for.
    std::string out((bytes.size() + 2) / 3 * 4, '\0');
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes_of(bytes),
                    static_cast<int>(bytes.size()));
    return out;
}

std::string percent_encode(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size() + text.size() / 4);
    for (char const c : text) {
        if (is_bare(c)) {
            out += c;
            continue;
        }
        auto const byte = static_cast<unsigned char>(c);
        out += '%';
        out += kDigits[byte >> 4];
        out += kDigits[byte & 0xF];
    }
    return out;
}

std::string make_nonce() {
    std::array<unsigned char, 16> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        throw std::runtime_error("OpenSSL has no randomness");
    return hex({reinterpret_cast<char const*>(bytes.data()), bytes.size()});
}

}  // namespace sasyncd
