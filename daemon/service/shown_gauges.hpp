#pragma once

#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/labels.h>

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace sasyncd {

using GaugeValues = std::vector<std::pair<prometheus::Labels, double>>;

/// Adds to the value with these labels: bounding labels may have made two of them equal.
void add(GaugeValues& values, prometheus::Labels labels, std::uint64_t count);

/// Gauges that are read from the database: those of what is gone there must not stay.
class ShownGauges {
public:
    explicit ShownGauges(prometheus::Family<prometheus::Gauge>& family) : family_(family) {}

    void show(GaugeValues const& values);

private:
    prometheus::Family<prometheus::Gauge>& family_;
    std::map<prometheus::Labels, prometheus::Gauge*> shown_;
};

}  // namespace sasyncd
