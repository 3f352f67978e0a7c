#include "aliyun/secret_json.hpp"

#include "base/wipe.hpp"

#include <charconv>

namespace sasyncd {

SecretJson::SecretJson(std::string& text) : room_(2 * text.size() + 64) {
    text_.reserve(room_ + simdjson::SIMDJSON_PADDING);
    overwrite();  // once before, so that the parser has all its room already and moves nothing
    text_ = text;
    wipe(text);
    is_object_ =
        parser_.parse(text_.data(), text_.size(), false).get(root_) == simdjson::SUCCESS && root_.is_object();
}

SecretJson::~SecretJson() {
    wipe(text_);
    overwrite();
}

/// A string as long as the parser's room, so that nothing that it held is left.
void SecretJson::overwrite() {
    text_.assign(room_, 'x');
    text_.front() = '"';
    text_.back() = '"';
    simdjson::dom::element ignored;
    [[maybe_unused]] auto const outcome = parser_.parse(text_.data(), text_.size(), false).get(ignored);
}

std::string text_in(simdjson::dom::element object, std::string_view name) {
    std::string_view text;
    return object[name].get_string().get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

Secret secret_in(simdjson::dom::element object, std::string_view name) {
    std::string_view text;
    return object[name].get_string().get(text) == simdjson::SUCCESS ? Secret(text) : Secret();
}

std::int64_t number_in(simdjson::dom::element object, std::string_view name) {
    std::int64_t number = 0;
    if (object[name].get_int64().get(number) == simdjson::SUCCESS)
        return number;
    auto const text = text_in(object, name);
    auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    return fault == std::errc() && end == text.data() + text.size() ? number : 0;
}

}  // namespace sasyncd
