#pragma once

#include <string>
#include <string_view>

namespace sasyncd {

/// Text that must not be seen: it has no formatter and no stream operator, and its memory is wiped when it goes.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string_view text) : text_(text) {}
    Secret(Secret const& other) = default;
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret const& other);
    Secret& operator=(Secret&& other) noexcept;
    ~Secret();

    [[nodiscard]] bool empty() const { return text_.empty(); }
    /// The only way to the text; grep for it to see who reads secrets.
    [[nodiscard]] std::string const& reveal() const { return text_; }

    bool operator==(Secret const& other) const = default;

private:
    void wipe();

    std::string text_;
};

}  // namespace sasyncd
