#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sasyncd {

/// A look at small JSON documents of services and of configuration files, where ease counts more than speed. A view
/// into its document, which all views keep alive.
class SmallJson {
public:
    /// Empty unless `text` is one JSON object.
    [[nodiscard]] static std::optional<SmallJson> parse(std::string_view text);

    /// The member as text, numbers and truth values spelled out; empty where it is missing, null or nested.
    [[nodiscard]] std::string text(std::string_view name) const;
    /// The same for the first of two spellings that says anything.
    [[nodiscard]] std::string text(std::string_view name, std::string_view other) const;
    /// The member where it is an object.
    [[nodiscard]] std::optional<SmallJson> object(std::string_view name) const;
    /// The objects in the array of that name.
    [[nodiscard]] std::vector<SmallJson> items(std::string_view name) const;

private:
    struct Node;
    explicit SmallJson(std::shared_ptr<Node const> node);
    std::shared_ptr<Node const> node_;
};

}  // namespace sasyncd
