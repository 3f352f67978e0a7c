#include "aliyun/recording_writer.hpp"

#include "aliyun/error_envelope.hpp"
#include "aliyun/recorded_call.hpp"
#include "aliyun/signed_links.hpp"
#include "base/text.hpp"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace sasyncd {

namespace fs = std::filesystem;

namespace {

constexpr std::array kHeaders = {"x-acs-request-id", "date", "content-type", "x-acs-retry-after",
                                 "retry-after"};

Error failed(std::string_view verb, fs::path const& path) {
    auto const why = std::string(std::strerror(errno));  // NOLINT(concurrency-mt-unsafe)
    return {ErrorKind::unavailable, fmt::format("cannot {} {}: {}", verb, printable(path.string()), why)};
}

Status make_directory(fs::path const& directory) {
    if (::mkdir(directory.c_str(), 0700) == 0)
        return {};
    if (errno != EEXIST)
        return failed("create", directory);
    std::error_code fault;
    fs::directory_iterator const entries(directory, fault);
    if (fault)
        return Error(ErrorKind::unavailable,
                     fmt::format("cannot look into {}: {}", printable(directory.string()), fault.message()));
    if (entries != fs::directory_iterator())
        return Error(ErrorKind::rejected, fmt::format("{} is not empty", printable(directory.string())))
            .with_remedy("name a directory that is empty or does not exist");
    return {};
}

/// As a whole or not at all.
Status replace_file(fs::path const& path, std::string_view text) {
    auto const fresh = path.string() + ".new";
    int const fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return failed("create", fresh);
    auto const written = ::write(fd, text.data(), text.size());
    bool const is_whole = written == static_cast<ssize_t>(text.size());
    if (written >= 0 && !is_whole)
        errno = ENOSPC;
    auto status = is_whole ? Status() : Status(failed("write", fresh));
    ::close(fd);
    if (status && ::rename(fresh.c_str(), path.c_str()) != 0)
        return failed("rename", fresh);
    return status;
}

std::string without(std::string text, std::string_view secret) {
    for (auto at = secret.empty() ? std::string::npos : text.find(secret); at != std::string::npos;
         at = text.find(secret, at))
        text.replace(at, secret.size(), "");
    return text;
}

HttpResponse kept(HttpResponse const& response, bool is_error, std::string_view access_key_id) {
    HttpResponse kept(response.status);
    for (auto const* name : kHeaders)
        if (auto const value = response.header(name); !value.empty())
            kept.headers.emplace_back(name, value);
    // Refusals of a signature tell what was to be signed.
    kept.body = without(without_signed_links(response.body), access_key_id);
    if (is_error)
        kept.body = redacted(kept.body);
    return kept;
}

}  // namespace

class RecordingWriter::Calls final : public CallWitness {
public:
    Calls(RecordingWriter& recording, std::unique_ptr<GzipWriter> file)
        : recording_(recording), file_(std::move(file)) {}

    void saw(CallOutcome const& outcome) override {
        if (recording_.has_failed_)
            return;
        RecordedCall call;
        call.at = iso_time(recording_.clock_.system_now());
        call.action = outcome.action;
        call.params = outcome.params;
        if (outcome.error != nullptr)
            call.error = *outcome.error;
        if (outcome.response != nullptr)
            call.response = kept(*outcome.response, outcome.error != nullptr, outcome.access_key_id);
        recording_.check(file_->write(to_line(call)));
    }

    [[nodiscard]] Status finish() { return file_->finish(); }

private:
    RecordingWriter& recording_;
    std::unique_ptr<GzipWriter> file_;
};

RecordingWriter::RecordingWriter(fs::path directory, RecordingHead head, Clock& clock, Log log)
    : directory_(std::move(directory)), head_(std::move(head)), clock_(clock), log_(std::move(log)) {}

RecordingWriter::~RecordingWriter() = default;

Result<std::unique_ptr<RecordingWriter>> RecordingWriter::create(fs::path directory, RecordingHead head,
                                                                 Clock& clock, Log log) {
    std::unique_ptr<RecordingWriter> writer(
        new RecordingWriter(std::move(directory), std::move(head), clock, std::move(log)));
    if (auto opened = writer->open(); !opened)
        return opened.error();
    return writer;
}

Status RecordingWriter::open() {
    if (auto made = make_directory(directory_); !made)
        return made;
    head_.started_at = iso_time(clock_.system_now());
    auto journal = GzipWriter::create(directory_ / kRecordingJournal);
    if (!journal)
        return journal.error();
    journal_ = std::move(*journal);
    for (auto const& account : head_.accounts)
        for (auto const site : account.sites) {
            auto const name = recording_file(account.label, site);
            auto file = GzipWriter::create(directory_ / name);
            if (!file)
                return file.error();
            calls_[name] = std::make_unique<Calls>(*this, std::move(*file));
        }
    return write_head();
}

CallWitness& RecordingWriter::witness(std::string const& label, Site site) {
    return *calls_.at(recording_file(label, site));
}

void RecordingWriter::note_account(std::string const& label, std::string const& account_id) {
    for (auto& account : head_.accounts)
        if (account.label == label)
            account.account_id = account_id;
    if (!has_failed_)
        check(write_head());
}

void RecordingWriter::note(JournalEntry const& entry) {
    if (!has_failed_)
        check(journal_->write(to_line(entry)));
}

void RecordingWriter::finish(int exit_status) {
    JournalEntry end;
    end.kind = JournalEntry::Kind::end;
    end.number = exit_status;
    note(end);
    for (auto const& [name, file] : calls_)
        if (!has_failed_)
            check(file->finish());
    if (!has_failed_)
        check(journal_->finish());
}

Status RecordingWriter::write_head() const {
    return replace_file(directory_ / kRecordingHead, to_json(head_));
}

void RecordingWriter::check(Status const& written) {
    if (written)
        return;
    has_failed_ = true;
    log_->error("event=recording_failed {}; the sync goes on, the recording ends here",
                field("reason", written.error().line()));
}

std::string iso_time(std::chrono::sys_time<std::chrono::microseconds> time) {
    auto const seconds = std::chrono::floor<std::chrono::seconds>(time);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}Z",
                       fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)), (time - seconds).count());
}

}  // namespace sasyncd
