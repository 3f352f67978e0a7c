#include "base/text.hpp"
#include "settings/sections.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace sasyncd {

namespace {

SettingsFault whole_file_fault(std::filesystem::path const& path, std::string what, std::string expected) {
    SettingsFault fault;
    fault.file = path.string();
    fault.what = std::move(what);
    fault.expected = std::move(expected);
    return fault;
}

/// Without what follows a colon: there the parser quotes the file, maybe a secret.
SettingsFault syntax_fault(std::filesystem::path const& path, YAML::Exception const& error) {
    auto const message = error.msg.substr(0, error.msg.find(':'));
    auto const is_about = [&](char const* word) { return message.find(word) != std::string::npos; };
    bool const wants_quotes = is_about("token") || is_about("anchor") || is_about("alias") || is_about("tag");
    std::string const expected =
        wants_quotes
            ? "text that begins with * & ! @ % or ` in quotes"
            : "quotes and brackets that close, neighbours indented alike, and ${NAME} in quotes inside { }";
    auto fault = whole_file_fault(path, "is no YAML: " + message, expected);
    if (!error.mark.is_null()) {
        fault.line = error.mark.line + 1;
        fault.column = error.mark.column + 1;
    }
    return fault;
}

/// The parser takes broken UTF-8 as it comes, and ends without a word at NUL or at a UTF-16 mark.
std::optional<SettingsFault> encoding_fault(std::string const& text, std::filesystem::path const& path) {
    std::istringstream lines(text);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        if (is_valid_utf8(line) && line.find('\0') == std::string::npos)
            continue;
        auto fault = whole_file_fault(path, "is no text in UTF-8", "a YAML file in UTF-8");
        fault.line = number;
        fault.column = 1;
        return fault;
    }
    return std::nullopt;
}

/// Sees the documents of a file go by.
class NoHandler final : public YAML::EventHandler {
public:
    void OnDocumentStart(YAML::Mark const&) override {}
    void OnDocumentEnd() override {}
    void OnNull(YAML::Mark const&, YAML::anchor_t) override {}
    void OnAlias(YAML::Mark const&, YAML::anchor_t) override {}
    void OnScalar(YAML::Mark const&, std::string const&, YAML::anchor_t, std::string const&) override {}
    void OnSequenceStart(YAML::Mark const&, std::string const&, YAML::anchor_t,
                         YAML::EmitterStyle::value) override {}
    void OnSequenceEnd() override {}
    void OnMapStart(YAML::Mark const&, std::string const&, YAML::anchor_t,
                    YAML::EmitterStyle::value) override {}
    void OnMapEnd() override {}
};

/// Looks for a second document and no further: of a text that begins with a comma the parser makes documents without
/// end.
bool has_more_than_one_document(std::string const& text) {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    NoHandler handler;
    return parser.HandleNextDocument(handler) && parser.HandleNextDocument(handler);
}

/// The one document of the file; null for an empty file.
std::variant<YAML::Node, SettingsFault> parse_yaml(std::string const& text,
                                                   std::filesystem::path const& path) {
    if (auto fault = encoding_fault(text, path))
        return std::move(*fault);
    try {
        if (has_more_than_one_document(text))
            return whole_file_fault(path, "holds more than one YAML document",
                                    "one map of settings (is a line not indented as its neighbours are?)");
        return YAML::Load(text);
    } catch (YAML::Exception const& error) {
        return syntax_fault(path, error);
    }
}

void sort_by_place(SettingsFaults& faults) {
    std::stable_sort(faults.begin(), faults.end(), [](SettingsFault const& a, SettingsFault const& b) {
        return std::pair(a.line, a.column) < std::pair(b.line, b.column);
    });
}

Settings read_document(YAML::Node const& document, Reading& reading) {
    Settings settings;
    if (document.IsNull()) {
        MapReader empty(reading, "");
        read_everything(empty, settings);
    } else {
        MapReader root(Value(reading, document, document.Mark(), ""));
        read_everything(root, settings);
    }
    return settings;
}

}  // namespace

LoadedSettings parse_settings(std::string const& text, std::filesystem::path const& path,
                              Environment const& environment) {
    auto document = parse_yaml(text, path);
    if (auto* fault = std::get_if<SettingsFault>(&document))
        return SettingsFaults{std::move(*fault)};
    Reading reading{path.string(), path.parent_path(), environment, {}, {}};
    auto settings = read_document(std::get<YAML::Node>(document), reading);
    if (reading.faults.empty())
        return settings;
    sort_by_place(reading.faults);
    return std::move(reading.faults);
}

LoadedSettings load_settings(std::filesystem::path const& path, Environment const& environment) {
    std::string const expected = "a settings file there, or --config FILE";
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored))
        return SettingsFaults{whole_file_fault(path, "is a directory", expected)};
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    if (!file || (file.peek() != std::ifstream::traits_type::eof() && !(text << file.rdbuf())))
        return SettingsFaults{
            whole_file_fault(path, fmt::format("cannot be read: {}", std::strerror(errno)), expected)};
    return parse_settings(text.str(), path, environment);
}

std::vector<std::string> known_settings() {
    Reading reading{"", "", [](std::string_view) { return std::nullopt; }, {}, {}};
    static_cast<void>(read_document(YAML::Node(), reading));
    return {reading.known_keys.begin(), reading.known_keys.end()};
}

std::vector<std::string> restart_keys(Settings const& running, Settings const& fresh) {
    std::vector<std::string> keys;
    auto const compare = [&](char const* key, auto const& before, auto const& after) {
        if (!(before == after))
            keys.emplace_back(key);
    };
    compare("database.url", running.database.url, fresh.database.url);
    compare("database.statement_timeout", running.database.statement_timeout,
            fresh.database.statement_timeout);
    compare("database.lock_timeout", running.database.lock_timeout, fresh.database.lock_timeout);
    compare("database.migrate", running.database.migrate, fresh.database.migrate);
    compare("lease.ttl", running.lease.ttl, fresh.lease.ttl);
    compare("admin.listen", running.admin.listen, fresh.admin.listen);
    compare("log.format", running.log.format, fresh.log.format);
    return keys;
}

}  // namespace sasyncd
