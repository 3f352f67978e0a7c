#include "settings/reader.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sasyncd {

namespace {

std::string_view type_name(YAML::Node const& node) {
    switch (node.Type()) {
        case YAML::NodeType::Map: return "is a map";
        case YAML::NodeType::Sequence: return "is a list";
        case YAML::NodeType::Scalar: return "is a single value";
        case YAML::NodeType::Null:
        case YAML::NodeType::Undefined: break;
    }
    return "has no value";
}

/// "accounts[0].name" → "accounts[].name".
std::string without_indices(std::string_view path) {
    std::string out;
    for (std::size_t i = 0; i < path.size(); ++i) {
        out += path[i];
        if (path[i] == '[')
            i = path.find(']', i) - 1;
    }
    return out;
}

/// The parser places an empty value where the next token stands; its key says better where it is missing.
YAML::Mark place_of(YAML::Node const& value, YAML::Mark const& key) {
    auto const mark = value.Mark();
    bool const is_elsewhere = mark.is_null() || (value.IsNull() && mark.line != key.line);
    return is_elsewhere ? key : mark;
}

}  // namespace

Value::Value(Reading& reading, YAML::Node const& node, YAML::Mark mark, std::string path)
    : reading_(&reading), node_(node), mark_(mark), path_(std::move(path)) {}

void Value::fault(std::string what, std::string expected, std::string suggestion) const {
    SettingsFault fault;
    fault.file = reading_->file;
    fault.line = mark_.line + 1;
    fault.column = mark_.column + 1;
    fault.path = path_;
    fault.what = without_variables(std::move(what));
    fault.expected = std::move(expected);
    fault.suggestion = without_variables(std::move(suggestion));
    reading_->faults.push_back(std::move(fault));
}

void Value::fault_type(std::string const& expected) const {
    bool const is_empty = node_.IsNull();
    fault(std::string(type_name(node_)), is_empty ? expected + ", or no such key at all" : expected);
}

std::optional<std::string> Value::text(std::string const& expected) const {
    if (!node_.IsScalar()) {
        fault_type(expected);
        return std::nullopt;
    }
    auto expanded = expand(node_.Scalar(), reading_->environment);
    if (!expanded) {
        fault(expanded.error().what, expanded.error().expected);
        return std::nullopt;
    }
    // The parser makes bytes that are no UTF-8 of some escapes; variables hold whatever somebody put there.
    if (!is_valid_utf8(*expanded) || expanded->find('\0') != std::string::npos) {
        fault("holds a NUL, or what is no UTF-8", expected);
        return std::nullopt;
    }
    return std::move(*expanded);
}

std::string Value::without_variables(std::string text) const {
    constexpr std::size_t kShortest = 4;  // what is shorter is no secret, and may stand in any word
    if (!node_.IsScalar())
        return text;
    auto const hide = [&](std::string_view name) {
        auto value = reading_->environment(name);
        bool const is_long = value && value->size() >= kShortest;
        for (auto at = is_long ? text.find(*value) : std::string::npos; at != std::string::npos;) {
            auto const shown = fmt::format("${{{}}}", name);
            text.replace(at, value->size(), shown);
            at = text.find(*value, at + shown.size());
        }
        return value;
    };
    static_cast<void>(expand(node_.Scalar(), hide));
    return text;
}

std::string Value::as_written() const {
    return node_.IsScalar() ? fmt::format("\"{}\"", printable(node_.Scalar(), 80)) : "";
}

bool Value::is_quoted() const {
    return node_.IsScalar() && node_.Tag() == "!" && node_.Scalar().find("${") == std::string::npos;
}

std::vector<Value> Value::elements() const {
    std::vector<Value> out;
    for (auto const& element : node_) {
        auto mark = place_of(element, mark_);
        out.emplace_back(*reading_, element, mark, fmt::format("{}[{}]", path_, out.size()));
    }
    return out;
}

MapReader::MapReader(Reading& reading, std::string path) : reading_(&reading), path_(std::move(path)) {}

MapReader::MapReader(Value const& value) : MapReader(value.reading(), value.path()) {
    if (!value.node_.IsMap()) {
        value.fault_type("a map of keys and values");
        return;
    }
    for (auto const& pair : value.node_)
        add(pair.first, pair.second);
}

void MapReader::add(YAML::Node const& key, YAML::Node const& value) {
    if (!key.IsScalar()) {
        Value(*reading_, key, key.Mark(), path_).fault("has a key that is no plain text", "names as keys");
        return;
    }
    auto const& name = key.Scalar();
    Value const read(*reading_, value, place_of(value, key.Mark()), path_of(name));
    auto const [first, is_new] = entries_.try_emplace(name, Entry{read, key.Mark()});
    if (!is_new)
        Value(*reading_, key, key.Mark(), path_of(name))
            .fault(fmt::format("stands twice, first at line {}", first->second.key.line + 1),
                   "each key once");
}

std::optional<Value> MapReader::take(std::string const& key) {
    asked_.push_back(key);
    reading_->known_keys.insert(without_indices(path_of(key)));
    auto const found = entries_.find(key);
    return found == entries_.end() ? std::nullopt : std::optional(found->second.value);
}

MapReader MapReader::section(std::string const& key) {
    if (auto const value = take(key))
        return MapReader(*value);
    return {*reading_, path_of(key)};
}

void MapReader::finish(std::map<std::string, std::string> const& hints) {
    for (auto const& [name, entry] : entries_) {
        if (std::find(asked_.begin(), asked_.end(), name) != asked_.end())
            continue;
        Value const key(*reading_, entry.value.node_, entry.key, entry.value.path_);
        auto const hint = hints.find(name);
        if (hint != hints.end())
            key.fault("is no setting of ours", hint->second);
        else
            key.fault("is no setting of ours", {}, nearest(name, asked_));
    }
}

std::string MapReader::path_of(std::string const& key) const {
    return path_.empty() ? key : path_ + "." + key;
}

}  // namespace sasyncd
