#pragma once

#include "findings/key.hpp"
#include "findings/row.hpp"

namespace sasyncd {

/// A row with every field set, each to another text.
inline Row full_row() {
    Row row;
    for (std::size_t i = 0; i < kTextCount; ++i)
        row.set(static_cast<Text>(i), "value of " + std::string(kTextNames[i]));
    row.event_id = 4'611'686'018'427'387'904;
    row.status = 2;
    row.first_scan = SystemTime(std::chrono::milliseconds(1'600'000'000'001));
    row.latest_scan = SystemTime(std::chrono::milliseconds(1'700'000'000'002));
    row.latest_verify = SystemTime(std::chrono::milliseconds(1'700'000'000'003));
    row.extra = R"({"New":1})";
    return row;
}

}  // namespace sasyncd
