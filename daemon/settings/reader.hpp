#pragma once

#include "settings/environment.hpp"
#include "settings/fault.hpp"

#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sasyncd {

/// What all readers of one file share: where it lies, the faults so far, and every key that was ever asked for.
struct Reading {
    std::string file;
    std::filesystem::path folder;
    Environment environment;
    SettingsFaults faults;
    std::set<std::string> known_keys;  ///< paths, with "[]" for an element of a list
};

/// A value of the file with its place. Faults go to the reading; nothing here throws.
class Value {
public:
    Value(Reading& reading, YAML::Node const& node, YAML::Mark mark, std::string path);

    void fault(std::string what, std::string expected = {}, std::string suggestion = {}) const;
    /// "has no value" where nothing or `~` was written, "is a list" and so on otherwise.
    void fault_type(std::string const& expected) const;

    /// The scalar with its variables replaced; empty, with a fault recorded, where it is no scalar or a variable is
    /// missing.
    [[nodiscard]] std::optional<std::string> text(std::string const& expected) const;
    /// The scalar for messages, as it was written: variables stay unexpanded, since they may hold secrets.
    [[nodiscard]] std::string as_written() const;
    /// Quotes, and no variable in them: text on purpose, where a number was wanted.
    [[nodiscard]] bool is_quoted() const;
    [[nodiscard]] bool is_scalar() const { return node_.IsScalar(); }
    [[nodiscard]] bool is_list() const { return node_.IsSequence(); }
    [[nodiscard]] bool is_map() const { return node_.IsMap(); }
    [[nodiscard]] std::vector<Value> elements() const;
    [[nodiscard]] Reading& reading() const { return *reading_; }
    [[nodiscard]] std::string const& path() const { return path_; }

private:
    friend class MapReader;

    /// `text` with variables of this value in place of what they stand for, which may be a secret.
    [[nodiscard]] std::string without_variables(std::string text) const;

    Reading* reading_;
    YAML::Node node_;
    YAML::Mark mark_;
    std::string path_;
};

/// A map whose keys are asked for by name. What nobody asked for is reported by `finish`, what stands twice at once.
class MapReader {
public:
    /// The empty map: everything keeps its default.
    MapReader(Reading& reading, std::string path);
    explicit MapReader(Value const& value);

    /// The value of a key; empty where it is not in the file.
    [[nodiscard]] std::optional<Value> take(std::string const& key);
    /// A map below; the empty one where it is not in the file or no map (which is reported).
    [[nodiscard]] MapReader section(std::string const& key);
    /// Reports the keys that nobody asked for; `hints` explains some of them better than the nearest name would.
    void finish(std::map<std::string, std::string> const& hints = {});

    [[nodiscard]] std::string path_of(std::string const& key) const;
    [[nodiscard]] Reading& reading() const { return *reading_; }

private:
    struct Entry {
        Value value;
        YAML::Mark key;
    };

    void add(YAML::Node const& key, YAML::Node const& value);

    Reading* reading_;
    std::string path_;
    std::map<std::string, Entry> entries_;
    std::vector<std::string> asked_;
};

}  // namespace sasyncd
