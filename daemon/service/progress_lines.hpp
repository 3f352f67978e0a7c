#pragma once

#include "base/clock.hpp"
#include "service/progress_book.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace sasyncd {

/// Where no terminal is: a plain line when a source begins, every ten seconds while it is walked, and when it ends.
class ProgressLines final : public ProgressBook {
public:
    using Write = std::function<void(std::string_view)>;

    ProgressLines(Clock const& clock, Write write, bool is_dry_run = false);

private:
    void began(SourceProgress const& progress) override;
    void moved(SourceProgress const& progress) override;
    void ended(SourceProgress const& progress) override;

    Clock const& clock_;
    Write write_;
    std::map<std::string, SteadyTime> told_at_;
};

}  // namespace sasyncd
