#include "findings/key.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <charconv>
#include <memory>
#include <stdexcept>

namespace sasyncd {

namespace {

constexpr std::string_view kFingerprintVersion = "fingerprint 1";

/// One SHA-256 over length-prefixed parts, so that ("ab", "c") and ("a", "bc") differ.
class Hasher {
public:
    Hasher() { EVP_DigestInit_ex2(context(), algorithm(), nullptr); }

    Hasher& add(std::string_view part) {
        // Little-endian on every machine, since keys are stored.
        std::array<unsigned char, 8> size{};
        for (std::size_t i = 0; i < size.size(); ++i)
            size[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(part.size()) >> (8 * i));
        EVP_DigestUpdate(context(), size.data(), size.size());
        EVP_DigestUpdate(context(), part.data(), part.size());
        return *this;
    }

    template <class Integer>
    Hasher& add_number(std::optional<Integer> number) {
        if (!number)
            return add("");
        std::array<char, 24> digits{};
        auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), *number).ptr;
        return add(std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
    }

    Key finish() {
        std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
        EVP_DigestFinal_ex(context(), bytes.data(), nullptr);
        return {big_endian(bytes.data()), big_endian(bytes.data() + 8)};
    }

private:
    static std::uint64_t big_endian(unsigned char const* bytes) {
        std::uint64_t value = 0;
        for (int i = 0; i < 8; ++i)
            value = (value << 8) | bytes[i];
        return value;
    }
    // Fetched once: looking an algorithm up costs more than hashing a row.
    static EVP_MD const* algorithm() {
        static EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
        if (fetched == nullptr)
            throw std::runtime_error("OpenSSL offers no SHA-256; check the system's crypto policy");
        return fetched;
    }
    static EVP_MD_CTX* context() {
        struct Free {
            void operator()(EVP_MD_CTX* c) const { EVP_MD_CTX_free(c); }
        };
        thread_local std::unique_ptr<EVP_MD_CTX, Free> const owned(EVP_MD_CTX_new());
        return owned.get();
    }
};

std::optional<std::int64_t> milliseconds(std::optional<SystemTime> const& time) {
    if (!time)
        return std::nullopt;
    return time->time_since_epoch().count();
}

}  // namespace

std::string Key::to_uuid() const {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text(36, '-');
    std::size_t at = 0;
    for (int i = 0; i < 32; ++i) {
        if (i == 8 || i == 12 || i == 16 || i == 20)
            ++at;
        text[at++] = kDigits[((i < 16 ? high : low) >> (60 - 4 * (i % 16))) & 0xF];
    }
    return text;
}

std::optional<Key> Key::from_uuid(std::string_view text) {
    if (text.size() != 36)
        return std::nullopt;
    Key key;
    int digits = 0;
    for (char const c : text) {
        if (c == '-')
            continue;
        unsigned value = 0;
        if (std::from_chars(&c, &c + 1, value, 16).ptr == &c || digits == 32)
            return std::nullopt;
        auto& half = digits < 16 ? key.high : key.low;
        half = (half << 4) | value;
        ++digits;
    }
    return digits == 32 ? std::optional(key) : std::nullopt;
}

std::optional<ImageKey> image_key_of(Row const& row) {
    if (auto const uuid = row[Text::image_uuid]; !uuid.empty())
        return ImageKey{std::string(uuid), false};
    if (auto const digest = row[Text::digest]; !digest.empty())
        return ImageKey{fmt::format("digest:{}", digest), true};
    if (auto const target = row[Text::target_id]; !target.empty())
        return ImageKey{fmt::format("target:{}/{}", row[Text::target_type], target), true};
    if (auto const image = row[Text::image]; !image.empty())
        return ImageKey{fmt::format("image:{}", image), true};
    if (auto const host = row[Text::host_uuid]; !host.empty())
        return ImageKey{fmt::format("host:{}", host), true};
    if (auto const container = row[Text::container_id]; !container.empty())
        return ImageKey{fmt::format("container:{}", container), true};
    return std::nullopt;
}

Key finding_key(std::string_view account_id, ImageKey const& image, std::string_view malicious_md5) {
    Hasher hasher;
    return hasher.add("finding 1")
        .add(account_id)
        .add(image.is_derived ? "derived" : "uuid")
        .add(image.text)
        .add(lower_case(malicious_md5))
        .finish();
}

Key row_key(Site site, ImageKey const& image, Row const& row) {
    Hasher hasher;
    hasher.add("row 1").add(to_string(site)).add(image.text).add(lower_case(row[Text::malicious_md5]));
    for (auto const field :
         {Text::file_path, Text::layer, Text::digest, Text::repo_instance_id, Text::repo_id, Text::tag,
          Text::cluster_id, Text::container_id, Text::target_type, Text::target_id, Text::host_uuid})
        hasher.add(row[field]);
    return hasher.finish();
}

std::uint64_t fingerprint(Row const& row) {
    Hasher hasher;
    hasher.add(kFingerprintVersion);
    for (auto const field :
         {Text::malicious_md5, Text::image_uuid, Text::image, Text::repo_region_id, Text::repo_name,
          Text::repo_namespace, Text::cluster_name, Text::pod, Text::instance_name, Text::internet_ip,
          Text::intranet_ip, Text::target_name, Text::high_light, Text::level})
        hasher.add(row[field]);
    hasher.add_number(row.status).add_number(milliseconds(row.first_scan));
    return hasher.finish().high;
}

std::uint64_t digest64(std::string_view text) {
    Hasher hasher;
    return hasher.add(text).finish().high;
}

std::uint32_t event_id_digest(std::optional<std::int64_t> event_id) {
    if (!event_id)
        return 0;
    auto const bits = static_cast<std::uint32_t>(digest64(std::to_string(*event_id)));
    return bits == 0 ? 1 : bits;
}

}  // namespace sasyncd
