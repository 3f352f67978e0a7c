#pragma once

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sasyncd::simulator {

// Reading of control JSON; throws std::invalid_argument with the key's name where a value is of the wrong kind.
using Json = simdjson::dom::element;

std::optional<Json> member(Json object, std::string_view key);
std::string text_or(Json object, std::string_view key, std::string_view otherwise);
std::int64_t number_or(Json object, std::string_view key, std::int64_t otherwise);
double fraction_or(Json object, std::string_view key, double otherwise);
bool flag_or(Json object, std::string_view key, bool otherwise);

// A scalar as text; lists of scalars joined by commas; objects as JSON.
std::string to_text(Json value);
// As written, without blanks.
std::string to_json(Json value);

// A document that owns what it is made of.
class JsonDocument {
public:
    explicit JsonDocument(std::string_view text);  // throws std::invalid_argument
    Json root() const { return root_; }

private:
    simdjson::dom::parser parser_;
    Json root_;
};

}  // namespace sasyncd::simulator
