#include "base/version.hpp"

#include "sasyncd_version.hpp"

namespace sasyncd {

std::string_view version() {
    return SASYNCD_VERSION;
}

}  // namespace sasyncd
