#include "tree.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <regex>

namespace sasyncd {

namespace {

namespace fs = std::filesystem;

std::optional<Include> include_of(std::string const& line) {
    static std::regex const pattern(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
    std::smatch match;
    if (!std::regex_search(line, match, pattern))
        return std::nullopt;
    Include include;
    include.header = match[2];
    include.is_ours = match[1] == "\"";
    return include;
}

SourceFile read_file(fs::path const& path, fs::path const& root) {
    auto const relative = path.lexically_relative(root);
    SourceFile file;
    file.path = relative.generic_string();
    auto const below = path.lexically_relative(root / "daemon");
    file.room = below.has_parent_path() ? below.begin()->string() : "main";
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
        ++file.lines;
        if (auto include = include_of(line)) {
            include->line = file.lines;
            file.includes.push_back(std::move(*include));
        }
    }
    return file;
}

bool is_source(fs::path const& path) {
    auto const name = path.filename().string();
    auto const ends_in = [&](std::string const& ending) {
        return name.size() > ending.size() &&
               name.compare(name.size() - ending.size(), ending.size(), ending) == 0;
    };
    return ends_in(".cpp") || ends_in(".hpp") || ends_in(".h") || ends_in(".hpp.in");
}

}  // namespace

std::string SourceFile::place(Include const& include) const {
    return path + ":" + std::to_string(include.line) + ": includes " + include.header;
}

std::vector<SourceFile> read_daemon(fs::path const& root) {
    std::vector<SourceFile> files;
    for (auto const& entry : fs::recursive_directory_iterator(root / "daemon"))
        if (entry.is_regular_file() && is_source(entry.path()))
            files.push_back(read_file(entry.path(), root));
    std::sort(files.begin(), files.end(), [](auto const& a, auto const& b) { return a.path < b.path; });
    return files;
}

}  // namespace sasyncd
