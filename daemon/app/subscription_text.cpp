#include "app/subscription_text.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

std::string scans_text(Subscription const& subscription) {
    auto const& total = subscription.image_scans_total;
    if (!total)
        return "image scans unknown";
    if (*total == 0)
        return "no image scans";
    auto const& left = subscription.image_scans_left;
    return left ? fmt::format("image scans {} of {} left", *left, *total)
                : fmt::format("{} image scans, those left unknown", *total);
}

/// Nothing found: because there is nothing, or because nothing was looked at?
std::string meaning(Subscription const& subscription) {
    auto const& total = subscription.image_scans_total;
    if (!total)
        return "nothing found; ";
    if (*total == 0)
        return "nothing found, and no image scan bought, so nothing is looked for: buy container image "
               "scans; ";
    if (is_nothing_scanned(subscription))
        return "nothing found, and nothing scanned yet: start an image scan in the console; ";
    return "nothing found by the scans that were made; ";
}

}  // namespace

bool is_nothing_scanned(Subscription const& subscription) {
    auto const& total = subscription.image_scans_total;
    return total && (*total == 0 || subscription.image_scans_left == total);
}

std::string subscription_text(Subscription const& subscription, bool is_nothing_found) {
    if (subscription.edition.empty() && !subscription.image_scans_total)
        return {};
    auto const edition =
        subscription.edition.empty() ? std::string("unknown") : printable(subscription.edition, 60);
    return fmt::format("{}edition {}, {}", is_nothing_found ? meaning(subscription) : "", edition,
                       scans_text(subscription));
}

}  // namespace sasyncd
