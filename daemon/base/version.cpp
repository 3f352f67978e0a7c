#include "base/version.hpp"

#include "sasyncd_version.hpp"

namespace sasyncd {

std::string_view version() {
    return SASYNCD_VERSION;
}

std::string_view commit() {
    return SASYNCD_COMMIT;
}

}  // namespace sasyncd
