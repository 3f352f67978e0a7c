#include "service/progress_book.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace sasyncd {

SourceProgress& ProgressBook::find(Source const& source) {
    auto const name = source.name();
    for (auto& progress : under_way_)
        if (progress.name == name)
            return progress;
    under_way_.emplace_back();
    under_way_.back().name = name;
    under_way_.back().is_dry_run = is_dry_run_;
    return under_way_.back();
}

void ProgressBook::walk_began(Source const& source) {
    auto& progress = find(source);
    auto name = progress.name;
    progress = SourceProgress();
    progress.name = std::move(name);
    progress.is_dry_run = is_dry_run_;
    began(progress);
}

void ProgressBook::page_read(Source const& source, std::uint64_t pages, std::uint64_t rows,
                             std::uint64_t expected) {
    auto& progress = find(source);
    progress.phase = SourceProgress::Phase::walking;
    progress.pages = pages;
    progress.rows = rows;
    progress.expected = expected;
    progress.is_throttled = false;
    moved(progress);
}

void ProgressBook::questions_began(Source const& source, std::uint64_t suspects) {
    auto& progress = find(source);
    progress.phase = SourceProgress::Phase::asking;
    progress.asked = 0;
    progress.questions = suspects;
    moved(progress);
}

void ProgressBook::question_answered(Source const& source, std::string_view, std::uint64_t done,
                                     std::uint64_t of) {
    auto& progress = find(source);
    progress.phase = SourceProgress::Phase::asking;
    progress.asked = done;
    progress.questions = of;
    progress.is_throttled = false;
    moved(progress);
}

void ProgressBook::throttled(Source const& source) {
    auto& progress = find(source);
    progress.is_throttled = true;
    moved(progress);
}

void ProgressBook::walk_ended(Source const& source, Certificate const& certificate,
                              std::chrono::milliseconds duration) {
    auto progress = find(source);
    progress.phase = SourceProgress::Phase::done;
    progress.pages = certificate.pages;
    progress.rows = certificate.rows;
    progress.verdict = certificate.verdict;
    progress.reason = printable(certificate.reason, 500);
    progress.outcome = certificate.outcome;
    progress.held = certificate.held;
    progress.duration = duration;
    under_way_.erase(std::find_if(under_way_.begin(), under_way_.end(),
                                  [&](SourceProgress const& other) { return other.name == progress.name; }));
    ended(progress);
}

}  // namespace sasyncd
