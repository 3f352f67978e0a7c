#include "findings/row.hpp"

#include <tuple>

namespace sasyncd {

void Row::set(Text field, std::string_view text) {
    refer(field, text);
    std::size_t size = 0;
    for (auto const one : texts_)
        size += one.size();
    auto const ground = std::make_shared<std::string>();
    ground->reserve(size);  // so that nothing moves below
    for (auto& one : texts_) {
        auto const begin = ground->size();
        ground->append(one);
        one = std::string_view(*ground).substr(begin);
    }
    ground_ = ground;
}

bool Row::operator==(Row const& other) const {
    auto const content = [](Row const& row) {
        return std::tie(row.texts_, row.event_id, row.status, row.first_scan, row.latest_scan,
                        row.latest_verify, row.extra);
    };
    return content(*this) == content(other);
}

Kind kind_of(Row const& row) {
    if (!row[Text::target_id].empty())
        return Kind::target;
    if (!row[Text::container_id].empty())
        return Kind::container;
    return Kind::image;
}

std::string_view to_string(Kind kind) {
    switch (kind) {
        case Kind::image: return "image";
        case Kind::container: return "container";
        case Kind::target: return "target";
    }
    return "image";
}

}  // namespace sasyncd
