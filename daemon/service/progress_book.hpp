#pragma once

#include "service/progress.hpp"
#include "sweep/observer.hpp"

#include <vector>

namespace sasyncd {

/// Keeps the progress of every source that is under way; those who draw it override the three calls below.
class ProgressBook : public Observer {
public:
    explicit ProgressBook(bool is_dry_run) : is_dry_run_(is_dry_run) {}

    void walk_began(Source const& source) final;
    void page_read(Source const& source, std::uint64_t pages, std::uint64_t rows,
                   std::uint64_t expected) final;
    void questions_began(Source const& source, std::uint64_t suspects) final;
    void question_answered(Source const& source, std::string_view answer, std::uint64_t done,
                           std::uint64_t of) final;
    void throttled(Source const& source) final;
    void walk_ended(Source const& source, Certificate const& certificate,
                    std::chrono::milliseconds duration) final;

protected:
    /// In the order in which they began.
    [[nodiscard]] std::vector<SourceProgress> const& under_way() const { return under_way_; }

    virtual void began(SourceProgress const& progress) = 0;
    virtual void moved(SourceProgress const& progress) = 0;
    /// It is no longer under way then.
    virtual void ended(SourceProgress const& progress) = 0;

private:
    SourceProgress& find(Source const& source);

    bool is_dry_run_;
    std::vector<SourceProgress> under_way_;
};

}  // namespace sasyncd
