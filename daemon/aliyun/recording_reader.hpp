#pragma once

#include "aliyun/gzip.hpp"
#include "aliyun/recording_head.hpp"

#include <filesystem>
#include <optional>
#include <vector>

namespace sasyncd {

/// A recording, but for its calls.
struct RecordedSweep {
    std::filesystem::path directory;
    RecordingHead head;
    std::vector<JournalEntry> journal;
    std::optional<int> exit_status;  ///< of the recorded sync; empty where the recording was cut short
};

/// `malformed`, with file and line, for what is damaged; `rejected` for another version's format; `unavailable` for
/// what cannot be read.
[[nodiscard]] Result<RecordedSweep> read_recording(std::filesystem::path directory);

/// The calls of one site.
[[nodiscard]] Result<std::unique_ptr<GzipReader>> open_calls(RecordedSweep const& recorded,
                                                             std::string_view label, Site site);

}  // namespace sasyncd
