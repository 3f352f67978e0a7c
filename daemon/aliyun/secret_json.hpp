#pragma once

#include "base/secret.hpp"

#include <simdjson.h>

#include <string>
#include <string_view>

namespace sasyncd {

/// A JSON document with secrets in it. Takes the text over and wipes it; the parser's copies are overwritten at the
/// end. Elements live as long as this.
class SecretJson {
public:
    explicit SecretJson(std::string& text);
    ~SecretJson();
    SecretJson(SecretJson const&) = delete;
    SecretJson& operator=(SecretJson const&) = delete;

    [[nodiscard]] bool is_object() const { return is_object_; }
    [[nodiscard]] simdjson::dom::element root() const { return root_; }

private:
    void overwrite();

    std::string text_;
    std::size_t room_;
    simdjson::dom::parser parser_;
    simdjson::dom::element root_;
    bool is_object_ = false;
};

/// A member of an object that is a text; empty where it is anything else.
[[nodiscard]] std::string text_in(simdjson::dom::element object, std::string_view name);
[[nodiscard]] Secret secret_in(simdjson::dom::element object, std::string_view name);
/// A member that is a number or a text of digits; 0 where it is anything else.
[[nodiscard]] std::int64_t number_in(simdjson::dom::element object, std::string_view name);

}  // namespace sasyncd
