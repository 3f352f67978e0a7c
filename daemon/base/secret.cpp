#include "base/secret.hpp"

#include <openssl/crypto.h>

#include <utility>

namespace sasyncd {

Secret::Secret(Secret&& other) noexcept : text_(other.text_) {
    // A copy, not a move: a short string's characters would stay behind in the moved-from object.
    other.wipe();
}

Secret& Secret::operator=(Secret const& other) {
    if (this != &other) {
        wipe();
        text_ = other.text_;
    }
    return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this != &other) {
        wipe();
        text_ = other.text_;
        other.wipe();
    }
    return *this;
}

Secret::~Secret() {
    wipe();
}

void Secret::wipe() {
    OPENSSL_cleanse(text_.data(), text_.size());
    text_.clear();
}

}  // namespace sasyncd
