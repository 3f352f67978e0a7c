#include "service/shown_gauges.hpp"

#include <algorithm>

namespace sasyncd {

void add(GaugeValues& values, prometheus::Labels labels, std::uint64_t count) {
    auto const known =
        std::find_if(values.begin(), values.end(), [&](auto const& value) { return value.first == labels; });
    if (known == values.end())
        values.emplace_back(std::move(labels), static_cast<double>(count));
    else
        known->second += static_cast<double>(count);
}

void ShownGauges::show(GaugeValues const& values) {
    std::map<prometheus::Labels, prometheus::Gauge*> now;
    for (auto const& [labels, value] : values) {
        auto& gauge = family_.Add(labels);
        gauge.Set(value);
        now.emplace(labels, &gauge);
    }
    for (auto const& [labels, gauge] : shown_)
        if (!now.contains(labels))
            family_.Remove(gauge);
    shown_ = std::move(now);
}

}  // namespace sasyncd
