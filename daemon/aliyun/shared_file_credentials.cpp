#include "aliyun/credential_sources.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <map>
#include <optional>

namespace sasyncd {

namespace {

using Section = std::map<std::string, std::string>;

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r";
    auto const first = text.find_first_not_of(kBlanks);
    return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/// One section of an INI file; comments begin a line with # or ;. Empty where there is no such section.
std::optional<Section> read_section(std::string_view text, std::string_view wanted) {
    std::optional<Section> section;
    bool is_inside = false;
    while (!text.empty()) {
        auto const end = text.find('\n');
        auto const line = trimmed(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        auto const equals = line.find('=');
        if (line.empty() || line.front() == '#' || line.front() == ';')
            continue;
        if (line.front() == '[') {
            is_inside = line.back() == ']' && trimmed(line.substr(1, line.size() - 2)) == wanted;
            if (is_inside && !section)
                section.emplace();
        } else if (is_inside && equals != std::string_view::npos) {
            section->emplace(trimmed(line.substr(0, equals)), trimmed(line.substr(equals + 1)));
        }
    }
    return section;
}

class SharedFileCredentials final : public CredentialsProvider {
public:
    explicit SharedFileCredentials(Environment environment) : environment_(std::move(environment)) {}

    [[nodiscard]] Task<Result<Credentials>> get() override { co_return read(); }
    /// Nothing is kept.
    void invalidate() override {}

private:
    [[nodiscard]] Result<Credentials> read() const;

    Environment environment_;
};

Result<Credentials> SharedFileCredentials::read() const {
    auto path = value_of(environment_, "ALIBABA_CLOUD_CREDENTIALS_FILE");
    auto const home = value_of(environment_, "HOME");
    if (path.empty() && home.empty())
        return no_credentials("shared file: HOME is not set");
    if (path.empty())
        path = home + "/.alibabacloud/credentials";
    auto text = read_small_file(path);
    if (text.has_error())
        return std::move(text.error()).within("shared file");
    auto name = value_of(environment_, "ALIBABA_CLOUD_PROFILE");
    if (name.empty())
        name = "default";
    auto const where = fmt::format("section {} of {}", printable(name, 60), printable(path));
    auto section = read_section(*text, name);
    if (!section)
        return no_credentials(fmt::format("{}: there is no such section", where));
    if (auto const type = (*section)["type"]; type != "access_key")
        return no_credentials(fmt::format("{}: type {} is not supported by this version, only access_key is", where,
                                          printable(type, 40)));
    return checked(Credentials((*section)["access_key_id"], Secret((*section)["access_key_secret"]), Secret(), where));
}

}  // namespace

std::unique_ptr<CredentialsProvider> make_shared_file_credentials(Environment environment) {
    return std::make_unique<SharedFileCredentials>(std::move(environment));
}

}  // namespace sasyncd
