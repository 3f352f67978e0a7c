#include "json_read.hpp"

#include "json_text.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace sasyncd::simulator {
namespace {

template <typename Value, typename Wire>
Value read_or(Json object, std::string_view key, Value otherwise, std::string_view wanted) {
    auto const found = member(object, key);
    if (!found || found->is_null()) {
        return otherwise;
    }
    Wire value{};
    if (found->get(value) != simdjson::SUCCESS) {
        throw std::invalid_argument{fmt::format("{}: expected {}", key, wanted)};
    }
    return Value{value};
}

}  // namespace

std::optional<Json> member(Json object, std::string_view key) {
    Json value;
    if (object.at_key(key).get(value) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    return value;
}

std::string text_or(Json object, std::string_view key, std::string_view otherwise) {
    auto const found = member(object, key);
    return found && !found->is_null() ? to_text(*found) : std::string{otherwise};
}

std::int64_t number_or(Json object, std::string_view key, std::int64_t otherwise) {
    return read_or<std::int64_t, std::int64_t>(object, key, otherwise, "a whole number");
}

double fraction_or(Json object, std::string_view key, double otherwise) {
    return read_or<double, double>(object, key, otherwise, "a number");
}

bool flag_or(Json object, std::string_view key, bool otherwise) {
    return read_or<bool, bool>(object, key, otherwise, "true or false");
}

std::string to_text(Json value) {
    simdjson::dom::array list;
    if (value.get(list) == simdjson::SUCCESS) {
        std::string out;
        for (const Json item : list) {
            out += out.empty() ? "" : ",";
            out += to_text(item);
        }
        return out;
    }
    std::string_view text;
    return value.get(text) == simdjson::SUCCESS ? std::string{text} : to_json(value);
}

std::string to_json(Json value) {
    return simdjson::to_string(value);
}

JsonDocument::JsonDocument(std::string_view text) {
    if (auto const fault = parser_.parse(text.data(), text.size(), true).get(root_)) {
        throw std::invalid_argument{fmt::format("not JSON: {}", simdjson::error_message(fault))};
    }
}

}  // namespace sasyncd::simulator
