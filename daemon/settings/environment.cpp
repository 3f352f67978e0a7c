#include "settings/environment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <stdexcept>

namespace sasyncd {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestCredential = 64 * 1024;

bool is_variable_name(std::string_view name) {
    auto const is_good = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    };
    return !name.empty() && !(name[0] >= '0' && name[0] <= '9') &&
           std::all_of(name.begin(), name.end(), is_good);
}

/// The variable that stands at the head of `text`, which begins with "${"; cuts it off.
Checked<std::string> take_variable(std::string_view& text, Environment const& environment) {
    auto const end = text.find('}');
    auto const name = text.substr(2, end == std::string_view::npos ? end : end - 2);
    if (end == std::string_view::npos || !is_variable_name(name))
        return Complaint{"has a ${ that no variable's name and } follow",
                         "${NAME}, or $${ for the characters ${"};
    auto value = environment(name);
    if (!value)
        return Complaint{fmt::format("environment variable {} is not set", name), "one that is, or a text"};
    text.remove_prefix(end + 1);
    return std::move(*value);
}

Complaint unreadable(fs::path const& path, std::string_view why) {
    return {fmt::format("credential file {} cannot be used: {}", path.string(), why),
            "a file with just the secret in it; a bare name is looked for in $CREDENTIALS_DIRECTORY, then "
            "beside the "
            "settings file"};
}

}  // namespace

void throw_exception_from_error(Complaint const& complaint, boost::source_location const&) {
    throw std::logic_error(complaint.what);
}

Environment process_environment() {
    return [](std::string_view name) -> std::optional<std::string> {
        char const* value = std::getenv(std::string(name).c_str());
        return value == nullptr ? std::nullopt : std::optional<std::string>(value);
    };
}

Checked<std::string> expand(std::string_view text, Environment const& environment) {
    std::string out;
    while (!text.empty()) {
        if (text.substr(0, 3) == "$${") {
            out += "${";
            text.remove_prefix(3);
        } else if (text.substr(0, 2) == "${") {
            auto value = take_variable(text, environment);
            if (!value)
                return value.error();
            out += *value;
        } else {
            out += text[0];
            text.remove_prefix(1);
        }
    }
    return out;
}

/// Where it is not, the last place that was looked at.
fs::path locate_credential(std::string const& name, fs::path const& folder, Environment const& environment) {
    fs::path const path(name);
    auto const directory = environment("CREDENTIALS_DIRECTORY");
    bool const is_bare = !path.has_parent_path();
    std::error_code ignored;
    if (is_bare && directory && !directory->empty()) {
        auto const in_directory = fs::path(*directory) / path;
        if (fs::exists(in_directory, ignored) || !fs::exists(folder / path, ignored))
            return in_directory;
    }
    return path.is_absolute() ? path : folder / path;
}

Checked<Secret> read_credential(std::string const& name, fs::path const& folder,
                                Environment const& environment) {
    auto const path = locate_credential(name, folder, environment);
    std::error_code ignored;
    if (name.empty() || fs::is_directory(path, ignored))
        return unreadable(path, "it is a directory");
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return unreadable(path, std::strerror(errno));
    std::string content(kLargestCredential + 1, '\0');
    file.read(content.data(), static_cast<std::streamsize>(content.size()));
    content.resize(static_cast<std::size_t>(file.gcount()));
    if (content.size() > kLargestCredential)
        return unreadable(path, "it is larger than 64 KiB");
    while (!content.empty() && (content.back() == '\n' || content.back() == '\r'))
        content.pop_back();
    if (content.empty())
        return unreadable(path, "it is empty");
    if (content.find_first_of(std::string_view("\0\n", 2)) != std::string::npos)
        return unreadable(path, "it holds more than one line, or a NUL");
    Secret secret(content);
    std::fill(content.begin(), content.end(), '\0');
    return secret;
}

}  // namespace sasyncd
