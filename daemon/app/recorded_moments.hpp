#pragma once

#include "aliyun/recording_reader.hpp"
#include "app/moments.hpp"
#include "store/database_thread.hpp"
#include "store/replay_target.hpp"

#include <deque>
#include <map>

namespace sasyncd {

/// The dates and numbers of a recorded sweep. A step that the recorded sweep did not come to is dated as the last one
/// before it.
class RecordedMoments final : public Moments {
public:
    RecordedMoments(RecordedSweep const& recorded, DatabaseThread& writer, ReplayTarget& database);

    void mark(std::string const& what) override;
    [[nodiscard]] Task<Status> before_sweep() override;
    [[nodiscard]] Task<Status> before_walk(std::string what) override;

private:
    [[nodiscard]] std::optional<std::int64_t> number_of(std::string const& what);

    DatabaseThread& writer_;
    ReplayTarget& database_;
    std::string last_;
    std::map<std::string, std::deque<std::string>> moments_;
    std::map<std::string, std::deque<std::int64_t>> numbers_;
};

}  // namespace sasyncd
