#pragma once

#include "base/clock.hpp"
#include "service/progress_book.hpp"

#include <functional>
#include <string_view>

namespace sasyncd {

/// For a terminal: one line per source under way, redrawn in place at most ten times a second; a source that ended
/// leaves a line that stays above them.
class ProgressBar final : public ProgressBook {
public:
    using Write = std::function<void(std::string_view)>;

    /// `style` is asked before each drawing, since windows change their size; `write` goes to the terminal.
    ProgressBar(Clock const& clock, std::function<TextStyle()> style, Write write, bool is_dry_run = false);
    /// Takes away what is still drawn.
    ~ProgressBar() override;

    /// Takes the live lines away, so that something else can be printed; the next fact draws them again.
    void clear();

private:
    void began(SourceProgress const& progress) override;
    void moved(SourceProgress const& progress) override;
    void ended(SourceProgress const& progress) override;
    void draw();
    [[nodiscard]] std::string erased() const;

    Clock const& clock_;
    std::function<TextStyle()> style_;
    Write write_;
    SteadyTime drawn_at_{};
    std::size_t lines_drawn_ = 0;
};

/// The live lines, each ending in a line break: never more than fit on the screen, the rest is counted.
[[nodiscard]] std::vector<std::string> live_lines(std::vector<SourceProgress> const& sources,
                                                  TextStyle const& style);

}  // namespace sasyncd
