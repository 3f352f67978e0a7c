#pragma once

#include "aliyun/recording_writer.hpp"
#include "app/wiring.hpp"
#include "store/replay_target.hpp"

#include <filesystem>
#include <memory>

namespace sasyncd {

/// Keeps what a sweep is told (`sync --record`). What the sweep writes is dated by the database's clock as it was at the
/// begin, carried on by ours, so that a replay can date the same things alike.
class SweepRecorder final : public Moments {
public:
    explicit SweepRecorder(Wiring& wiring);

    /// Once the database is ready, and before the sweep. An error: nothing is recorded.
    [[nodiscard]] Task<Status> start(std::filesystem::path directory);
    /// What the command exits with, whose sweep deserves this.
    [[nodiscard]] int finish(int status);

    void identified(std::string const& label, std::string const& account_id) override;
    void mark(std::string const& what) override;
    [[nodiscard]] Task<Status> before_sweep() override { co_return Status(); }
    [[nodiscard]] Task<Status> before_walk(std::string) override { co_return Status(); }
    void sweep_began(std::int64_t sweep_id) override { note_number("sweep", sweep_id); }
    void walk_began(std::string const& what, std::int64_t walk_id) override { note_number(what, walk_id); }

private:
    void note_number(std::string const& what, std::int64_t number);

    Wiring& wiring_;
    ReplayTarget database_;
    std::unique_ptr<RecordingWriter> recording_;
    ReplayTarget::Time began_at_{};
    SteadyTime began_{};
};

}  // namespace sasyncd
