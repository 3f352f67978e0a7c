#include "service/progress_bar.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sasyncd {

namespace {

constexpr auto kRedrawEvery = std::chrono::milliseconds(100);
constexpr std::size_t kWidestName = 32;

}  // namespace

std::vector<std::string> live_lines(std::vector<SourceProgress> const& sources, TextStyle const& style) {
    auto const room = std::max<std::size_t>(style.height, 3) - 1;
    auto const shown = sources.size() <= room ? sources.size() : room - 1;
    std::size_t name_width = 0;
    for (auto const& source : sources)
        name_width = std::max(name_width, std::min(kWidestName, columns(source.name)));
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < shown; ++i)
        lines.push_back(live_line(sources[i], name_width, style));
    if (shown < sources.size())
        lines.push_back(clipped(fmt::format("and {} more", sources.size() - shown), style.width - 1, style));
    return lines;
}

ProgressBar::ProgressBar(Clock const& clock, std::function<TextStyle()> style, Write write, bool is_dry_run)
    : ProgressBook(is_dry_run), clock_(clock), style_(std::move(style)), write_(std::move(write)) {}

ProgressBar::~ProgressBar() {
    clear();
}

void ProgressBar::clear() {
    if (lines_drawn_ > 0)
        write_(erased());
    lines_drawn_ = 0;
}

void ProgressBar::began(SourceProgress const&) {
    draw();
}

void ProgressBar::moved(SourceProgress const&) {
    if (clock_.steady_now() - drawn_at_ >= kRedrawEvery)
        draw();
}

void ProgressBar::ended(SourceProgress const& progress) {
    write_(erased() + done_line(progress, style_()) + "\n");
    lines_drawn_ = 0;
    draw();
}

void ProgressBar::draw() {
    auto const lines = live_lines(under_way(), style_());
    auto text = erased();
    for (auto const& line : lines)
        text += line + "\n";
    if (!text.empty())
        write_(text);
    lines_drawn_ = lines.size();
    drawn_at_ = clock_.steady_now();
}

/// Up to the first live line, and everything below the cursor away.
std::string ProgressBar::erased() const {
    return lines_drawn_ == 0 ? "" : fmt::format("\x1b[{}A\r\x1b[J", lines_drawn_);
}

}  // namespace sasyncd
