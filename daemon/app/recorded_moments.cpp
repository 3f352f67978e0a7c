#include "app/recorded_moments.hpp"

namespace sasyncd {

RecordedMoments::RecordedMoments(RecordedSweep const& recorded, DatabaseThread& writer,
                                 ReplayTarget& database)
    : writer_(writer), database_(database), last_(recorded.head.started_at) {
    for (auto const& entry : recorded.journal)
        if (entry.kind == JournalEntry::Kind::moment)
            moments_[entry.what].push_back(entry.at);
        else if (entry.kind == JournalEntry::Kind::number)
            numbers_[entry.what].push_back(entry.number);
}

void RecordedMoments::mark(std::string const& what) {
    if (auto const known = moments_.find(what); known != moments_.end() && !known->second.empty()) {
        last_ = std::move(known->second.front());
        known->second.pop_front();
    }
    writer_.set_moment(last_);
}

Task<Status> RecordedMoments::before_sweep() {
    auto const number = number_of("sweep");
    if (!number)
        co_return Status();
    co_return co_await database_.number_next_sweep(*number);
}

Task<Status> RecordedMoments::before_walk(std::string what) {
    auto const number = number_of(what);
    if (!number)
        co_return Status();
    co_return co_await database_.number_next_walk(*number);
}

std::optional<std::int64_t> RecordedMoments::number_of(std::string const& what) {
    auto const known = numbers_.find(what);
    if (known == numbers_.end() || known->second.empty())
        return std::nullopt;
    auto const number = known->second.front();
    known->second.pop_front();
    return number;
}

}  // namespace sasyncd
