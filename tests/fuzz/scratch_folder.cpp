#include "fuzz/scratch_folder.hpp"

#include "settings/environment.hpp"

#include <unistd.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <array>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace sasyncd::fuzz {

namespace {

namespace fs = std::filesystem;

/// Keeps every scalar of a document, each once, however often an alias repeats it.
class Scalars final : public YAML::EventHandler {
public:
    std::vector<std::string> texts;

    void OnDocumentStart(YAML::Mark const&) override {}
    void OnDocumentEnd() override {}
    void OnNull(YAML::Mark const&, YAML::anchor_t) override {}
    void OnAlias(YAML::Mark const&, YAML::anchor_t) override {}
    void OnScalar(YAML::Mark const&, std::string const&, YAML::anchor_t, std::string const& value) override {
        texts.push_back(value);
    }
    void OnSequenceStart(YAML::Mark const&, std::string const&, YAML::anchor_t,
                         YAML::EmitterStyle::value) override {}
    void OnSequenceEnd() override {}
    void OnMapStart(YAML::Mark const&, std::string const&, YAML::anchor_t,
                    YAML::EmitterStyle::value) override {}
    void OnMapEnd() override {}
};

/// As far as they can be read: what comes behind a fault names no file.
std::vector<std::string> scalars_of(std::string const& text) {
    Scalars scalars;
    try {
        std::istringstream stream(text);
        YAML::Parser parser(stream);
        // The settings are the first of them, and refused where there is a second.
        if (parser.HandleNextDocument(scalars))
            static_cast<void>(parser.HandleNextDocument(scalars));
    } catch (YAML::Exception const&) {
        scalars.texts.clear();
    }
    return std::move(scalars.texts);
}

void write(fs::path const& path, std::string_view content) {
    std::ofstream(path, std::ios::binary) << content;
}

Environment environment_of(fs::path const& folder, std::string const& secret) {
    std::map<std::string, std::string, std::less<>> const variables = {
        {"CREDENTIALS_DIRECTORY", (folder / "credentials").string()},
        {"SECRET", secret},
        {"NUMBER", "15"},
        {"WORD", "prod"},
        {"EMPTY", ""},
        {"LINES", "a\nb"}};
    return [variables](std::string_view name) -> std::optional<std::string> {
        auto const found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
}

}  // namespace

ScratchFolder::ScratchFolder(std::string_view secret) : secret_(secret) {
    std::string pattern = (fs::temp_directory_path() / "sasyncd-fuzz-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr)
        throw std::runtime_error("cannot make a folder " + pattern);
    path_ = pattern;
    fs::create_directories(path_ / "credentials" / "folder");
    write(path_ / "secret", secret_ + "\n");
    write(path_ / "credentials" / "key", secret_);
    write(path_ / "two", secret_ + "\n" + secret_ + "\n");
    write(path_ / "empty", "");
    write(path_ / "ca.pem", "-----BEGIN CERTIFICATE-----\n");
    environment_ = environment_of(path_, secret_);
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

bool ScratchFolder::holds(std::string_view name) const {
    auto const folder = path_.string() + "/";
    bool const is_below = name.starts_with(folder) && name.find("..") == std::string_view::npos;
    return is_below || name.find('/') == std::string_view::npos;
}

bool ScratchFolder::is_fit(std::string const& text) const {
    constexpr std::string_view kFile = "file:";
    if (text.find(secret_) != std::string::npos)
        return false;
    bool names_authorities = false;
    bool is_all_here = true;
    bool is_any_elsewhere = false;
    for (auto const& scalar : scalars_of(text)) {
        if (scalar.find(secret_) != std::string::npos)
            return false;
        auto const expanded = expand(scalar, environment());
        if (!expanded)
            continue;
        std::string_view const value = *expanded;
        names_authorities = names_authorities || scalar == "ca_file";
        is_any_elsewhere = is_any_elsewhere || !holds(value);
        if (value.starts_with(kFile))
            is_all_here = is_all_here && holds(value.substr(kFile.size()));
    }
    return is_all_here && !(names_authorities && is_any_elsewhere);
}

}  // namespace sasyncd::fuzz
