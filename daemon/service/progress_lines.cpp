#include "service/progress_lines.hpp"

namespace sasyncd {

namespace {

constexpr auto kEvery = std::chrono::seconds(10);

}  // namespace

ProgressLines::ProgressLines(Clock const& clock, Write write, bool is_dry_run)
    : ProgressBook(is_dry_run), clock_(clock), write_(std::move(write)) {}

void ProgressLines::began(SourceProgress const& progress) {
    told_at_[progress.name] = clock_.steady_now();
    write_(progress.name + ": walk began\n");
}

void ProgressLines::moved(SourceProgress const& progress) {
    auto const now = clock_.steady_now();
    auto const [told, is_new] = told_at_.try_emplace(progress.name, now);
    if (is_new || now - told->second < kEvery)
        return;
    told->second = now;
    write_(plain_line(progress) + (progress.is_throttled ? ", throttled" : "") + "\n");
}

void ProgressLines::ended(SourceProgress const& progress) {
    told_at_.erase(progress.name);
    write_(done_line(progress, TextStyle()) + "\n");
}

}  // namespace sasyncd
