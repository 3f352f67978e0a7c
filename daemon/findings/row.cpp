#include "findings/row.hpp"

namespace sasyncd {

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
