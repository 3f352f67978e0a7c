#include "net/transport.hpp"

#include "base/text.hpp"

namespace sasyncd {

std::string_view HttpResponse::header(std::string_view name) const {
    auto const wanted = lower_case(name);
    for (auto const& [key, value] : headers)
        if (lower_case(key) == wanted)
            return value;
    return {};
}

}  // namespace sasyncd
