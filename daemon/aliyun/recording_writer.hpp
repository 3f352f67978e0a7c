#pragma once

#include "aliyun/api_call.hpp"
#include "aliyun/gzip.hpp"
#include "aliyun/recording_head.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"

#include <filesystem>
#include <map>
#include <memory>

namespace sasyncd {

/// A directory that keeps what one sweep was told: a file for each source's site, a journal, and a head. Where it can
/// no longer be written, that is logged once, the recording ends there, and the sweep goes on.
class RecordingWriter {
public:
    /// `rejected` where the directory holds anything, `unavailable` where it cannot be written.
    [[nodiscard]] static Result<std::unique_ptr<RecordingWriter>> create(std::filesystem::path directory,
                                                                         RecordingHead head, Clock& clock,
                                                                         Log log);

    ~RecordingWriter();
    RecordingWriter(RecordingWriter const&) = delete;
    RecordingWriter& operator=(RecordingWriter const&) = delete;

    /// What is shown to it goes to the file of the site. It lives as long as the writer.
    [[nodiscard]] CallWitness& witness(std::string const& label, Site site);
    void note_account(std::string const& label, std::string const& account_id);
    void note(JournalEntry const& entry);
    /// Everything is complete.
    void finish(int exit_status);
    [[nodiscard]] bool has_failed() const { return has_failed_; }

private:
    class Calls;

    RecordingWriter(std::filesystem::path directory, RecordingHead head, Clock& clock, Log log);
    [[nodiscard]] Status open();
    [[nodiscard]] Status write_head() const;
    void check(Status const& written);

    std::filesystem::path directory_;
    RecordingHead head_;
    Clock& clock_;
    Log log_;
    bool has_failed_ = false;
    std::unique_ptr<GzipWriter> journal_;
    std::map<std::string, std::unique_ptr<Calls>> calls_;
};

/// "2023-11-14T22:13:20.123456Z"
[[nodiscard]] std::string iso_time(std::chrono::sys_time<std::chrono::microseconds> time);

}  // namespace sasyncd
