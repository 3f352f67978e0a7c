#include "app/sweep_recorder.hpp"

#include "app/exit_code.hpp"
#include "base/version.hpp"

namespace sasyncd {

SweepRecorder::SweepRecorder(Wiring& wiring)
    : wiring_(wiring), database_(wiring.writer, wiring.clock, wiring.observer, wiring.settings.database) {}

Task<Status> SweepRecorder::start(std::filesystem::path directory) {
    auto now = co_await database_.time();
    if (!now.has_value())
        co_return now.error();
    began_at_ = *now;
    began_ = wiring_.clock.steady_now();
    RecordingHead head;
    head.version = version();
    head.sweep = wiring_.settings.sweep;
    for (auto const& client : wiring_.clients)
        head.accounts.push_back(client->scope());
    auto made = RecordingWriter::create(std::move(directory), std::move(head), wiring_.clock, wiring_.log);
    if (!made.has_value())
        co_return made.error();
    recording_ = std::move(*made);
    for (auto const& client : wiring_.clients)
        for (auto const site : client->scope().sites)
            client->show_to(site, recording_->witness(client->scope().label, site));
    wiring_.staging.emplace(wiring_.ledger, wiring_.sites, wiring_.neighbours, *this);
    co_return Status();
}

int SweepRecorder::finish(int status) {
    if (!recording_)
        return status;
    recording_->finish(status);
    bool const is_lost = recording_->has_failed() && status == exit_code::kDone;
    return is_lost ? exit_code::kCannotWrite : status;
}

void SweepRecorder::identified(std::string const& label, std::string const& account_id) {
    recording_->note_account(label, account_id);
}

void SweepRecorder::mark(std::string const& what) {
    auto const passed =
        std::chrono::duration_cast<std::chrono::microseconds>(wiring_.clock.steady_now() - began_);
    JournalEntry entry;
    entry.what = what;
    entry.at = iso_time(began_at_ + passed);
    wiring_.writer.set_moment(entry.at);
    recording_->note(entry);
}

void SweepRecorder::note_number(std::string const& what, std::int64_t number) {
    JournalEntry entry;
    entry.kind = JournalEntry::Kind::number;
    entry.what = what;
    entry.number = number;
    recording_->note(entry);
}

}  // namespace sasyncd
