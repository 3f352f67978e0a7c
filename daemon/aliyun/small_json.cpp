#include "aliyun/small_json.hpp"

#include <simdjson.h>

namespace sasyncd {

namespace dom = simdjson::dom;

struct SmallJson::Node {
    Node(std::shared_ptr<dom::parser> document, dom::object members)
        : parser(std::move(document)), object(members) {}

    std::shared_ptr<dom::parser> parser;  // holds what `object` points to
    dom::object object;
};

SmallJson::SmallJson(std::shared_ptr<Node const> node) : node_(std::move(node)) {}

std::optional<SmallJson> SmallJson::parse(std::string_view text) {
    auto parser = std::make_shared<dom::parser>();
    dom::object object;
    if (parser->parse(text.data(), text.size()).get(object) != simdjson::SUCCESS)
        return std::nullopt;
    return SmallJson(std::make_shared<Node const>(std::move(parser), object));
}

std::string SmallJson::text(std::string_view name) const {
    dom::element element;
    if (node_->object.at_key(name).get(element) != simdjson::SUCCESS)
        return {};
    std::string_view string;
    if (element.get(string) == simdjson::SUCCESS)
        return std::string(string);
    bool const is_plain = element.is_number() || element.is_bool();
    return is_plain ? simdjson::to_string(element) : std::string();
}

std::string SmallJson::text(std::string_view name, std::string_view other) const {
    auto first = text(name);
    return first.empty() ? text(other) : first;
}

std::optional<SmallJson> SmallJson::object(std::string_view name) const {
    dom::object object;
    if (node_->object.at_key(name).get(object) != simdjson::SUCCESS)
        return std::nullopt;
    return SmallJson(std::make_shared<Node const>(node_->parser, object));
}

std::vector<SmallJson> SmallJson::items(std::string_view name) const {
    std::vector<SmallJson> found;
    dom::array array;
    if (node_->object.at_key(name).get(array) != simdjson::SUCCESS)
        return found;
    for (dom::element const element : array) {
        dom::object object;
        if (element.get(object) == simdjson::SUCCESS)
            found.push_back(SmallJson(std::make_shared<Node const>(node_->parser, object)));
    }
    return found;
}

}  // namespace sasyncd
