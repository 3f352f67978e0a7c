#include "service/fan_out.hpp"

namespace sasyncd {

void FanOut::request_done(Request const& request) {
    for (auto* observer : observers_)
        observer->request_done(request);
}

void FanOut::walk_began(Source const& source) {
    for (auto* observer : observers_)
        observer->walk_began(source);
}

void FanOut::page_read(Source const& source, std::uint64_t pages, std::uint64_t rows,
                       std::uint64_t expected) {
    for (auto* observer : observers_)
        observer->page_read(source, pages, rows, expected);
}

void FanOut::questions_began(Source const& source, std::uint64_t suspects) {
    for (auto* observer : observers_)
        observer->questions_began(source, suspects);
}

void FanOut::question_answered(Source const& source, std::string_view answer, std::uint64_t done,
                               std::uint64_t of) {
    for (auto* observer : observers_)
        observer->question_answered(source, answer, done, of);
}

void FanOut::published(Source const& source, PartOutcome const& outcome) {
    for (auto* observer : observers_)
        observer->published(source, outcome);
}

void FanOut::walk_ended(Source const& source, Certificate const& certificate,
                        std::chrono::milliseconds duration) {
    for (auto* observer : observers_)
        observer->walk_ended(source, certificate, duration);
}

void FanOut::throttled(Source const& source) {
    for (auto* observer : observers_)
        observer->throttled(source);
}

void FanOut::unknown_met(Source const& source, std::map<std::string, std::uint64_t> const& names) {
    for (auto* observer : observers_)
        observer->unknown_met(source, names);
}

void FanOut::clock_skew_learned(Site site, std::chrono::seconds skew) {
    for (auto* observer : observers_)
        observer->clock_skew_learned(site, skew);
}

void FanOut::database_failed(Error const& error) {
    for (auto* observer : observers_)
        observer->database_failed(error);
}

void FanOut::lease_changed(std::string_view account_id, bool is_held) {
    for (auto* observer : observers_)
        observer->lease_changed(account_id, is_held);
}

void FanOut::reloaded(bool is_in_force) {
    for (auto* observer : observers_)
        observer->reloaded(is_in_force);
}

}  // namespace sasyncd
