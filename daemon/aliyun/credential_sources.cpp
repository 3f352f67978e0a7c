#include "aliyun/credential_sources.hpp"

#include <array>
#include <fstream>

namespace sasyncd {

namespace {

constexpr std::size_t kLimit = 1U << 20U;

}  // namespace

Lookup Lookup::nothing(std::string why) {
    Lookup lookup;
    lookup.note = std::move(why);
    return lookup;
}

Lookup Lookup::found(Credentials credentials) {
    Lookup lookup;
    lookup.credentials = std::move(credentials);
    return lookup;
}

Lookup Lookup::refused(std::string what, std::string remedy) {
    Lookup lookup;
    lookup.refusal = Error(ErrorKind::unauthorised, std::move(what)).with_remedy(std::move(remedy));
    return lookup;
}

std::string value_of(Environment const& environment, std::string_view name) {
    return environment ? environment(name).value_or(std::string()) : std::string();
}

std::string below_home(Environment const& environment, std::string_view path) {
    auto home = value_of(environment, "HOME");
    if (home.empty())
        return home;
    return home.append("/").append(path);
}

std::optional<std::string> read_small_file(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text;
    std::array<char, 4096> chunk{};
    while (file.good() && text.size() < kLimit) {
        file.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        text.append(chunk.data(), static_cast<std::size_t>(file.gcount()));
    }
    if (!file.eof())
        return std::nullopt;
    return text;
}

}  // namespace sasyncd
