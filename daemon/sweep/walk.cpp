#include "sweep/walk.hpp"

#include "sweep/piece.hpp"
#include "sweep/regions.hpp"
#include "sweep/slices.hpp"
#include "sweep/splitting.hpp"
#include "sweep/suspects.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace sasyncd {

namespace {

/// One walk on its way, from the first page to the certificate.
class Walk {
public:
    Walk(WalkParts const& parts, Source const& source, Leadership const& leader, WalkStart const& start,
         Baseline& baseline, std::uint32_t page_size, boost::asio::any_io_executor executor)
        : parts_(parts),
          source_(source),
          start_(start),
          working_size_(page_size),
          difference_(baseline, source.account_id, source.site, start.source_id, start.is_initial,
                      start.walk_id),
          publisher_(parts, source, leader, difference_, std::move(executor)),
          control_rows_(static_cast<std::uint64_t>(start.walk_id)),
          context_{parts_,           source_,          difference_,     publisher_,
                   end_.certificate, end_.quarantined, seen_by_region_, end_.memory.largest_answer,
                   control_rows_} {
        end_.walk_id = start.walk_id;
        end_.source_id = start.source_id;
        end_.memory = start.memory;
        end_.certificate.page_size_asked = page_size;
        end_.certificate.verdict = Verdict::whole;
    }
    Walk(Walk const&) = delete;
    Walk& operator=(Walk const&) = delete;

    /// All that is to be read, asked and published. What was under way has ended when it returns.
    [[nodiscard]] Task<Status> run();
    [[nodiscard]] WalkEnd take_end();
    /// Once a walk: what the API sends that this version has no column for.
    void tell_unknown() const;
    void tell_quarantined() const;

private:
    [[nodiscard]] Task<Status> read_all();
    [[nodiscard]] Task<Result<PieceOutcome>> read_to_the_end(Parameters filter);
    [[nodiscard]] Task<Result<PieceOutcome>> read_with_a_size_that_is_taken(Parameters filter);
    [[nodiscard]] Task<Status> read_slices();
    [[nodiscard]] Task<Status> read_slice(Parameters slice);
    [[nodiscard]] Task<Status> read_and_decide();
    void judge(PieceOutcome const& outcome);

    WalkParts const& parts_;
    Source const& source_;
    WalkStart const& start_;
    std::uint32_t working_size_;
    WalkEnd end_;
    Difference difference_;
    Publisher publisher_;
    ControlRows control_rows_;
    std::map<std::string, std::int64_t> seen_by_region_;
    bool splitting_helps_ = true;
    bool slices_are_known_ = true;
    PieceContext context_;
};

constexpr std::uint32_t kDocumentedPageSize = 20;

bool is_refusal(std::optional<Error> const& error) {
    return error && (error->kind == ErrorKind::unauthorised || error->kind == ErrorKind::unlicensed);
}

/// The certificate tells how each piece went; the first that did not reach its end gives the reason.
void Walk::judge(PieceOutcome const& outcome) {
    if (outcome.working_size) {
        // Of this walk only: each one begins with the size asked for, since a cap may be lifted, or was none.
        working_size_ = *outcome.working_size;
        end_.memory.page_size_works = working_size_;
    }
    if (outcome.is_whole)
        return;
    auto& certificate = end_.certificate;
    certificate.verdict = is_refusal(outcome.stopped_by) ? Verdict::refused : Verdict::partial;
    if (!certificate.stopped_by)
        certificate.stopped_by = outcome.stopped_by;
    if (certificate.reason.empty())
        certificate.reason = outcome.reason;
}

Task<Status> Walk::read_all() {
    auto const pieces = source_.pieces();
    for (auto const& filter : pieces) {
        auto outcome = co_await read_to_the_end(filter);
        if (!outcome.has_value())
            co_return outcome.error();
        judge(*outcome);
        if (is_refusal(outcome->stopped_by))
            break;
    }
    co_return Status();
}

/// The API documents no greatest page size; one that rejects ours is asked again with the size that it documents.
Task<Result<PieceOutcome>> Walk::read_with_a_size_that_is_taken(Parameters filter) {
    auto const size = working_size_;
    auto outcome = co_await read_piece(context_, filter, size, size == end_.memory.page_size_works);
    bool const is_rejected =
        outcome.has_value() && outcome->stopped_by && outcome->stopped_by->kind == ErrorKind::rejected;
    if (!is_rejected || size <= kDocumentedPageSize)
        co_return outcome;
    auto again = co_await read_piece(context_, std::move(filter), kDocumentedPageSize, false);
    if (!again.has_value())
        co_return again.error();
    if (again->stopped_by)
        co_return outcome;
    again->working_size = kDocumentedPageSize;
    end_.certificate.page_size_asked = kDocumentedPageSize;
    end_.certificate.notes += fmt::format("page_size {} was refused and {} was not: set page_size to {}; ",
                                          size, kDocumentedPageSize, kDocumentedPageSize);
    co_return again;
}

/// In one piece, or, where pages are too deep for that, in smaller ones.
Task<Result<PieceOutcome>> Walk::read_to_the_end(Parameters filter) {
    auto const size = working_size_;
    auto outcome = co_await read_with_a_size_that_is_taken(filter);
    if (!outcome.has_value() || !outcome->is_out_of_reach || !splitting_helps_)
        co_return outcome;
    auto const size_of_pieces = outcome->working_size.value_or(size);
    auto reached = co_await read_in_pieces(context_, std::move(filter), size_of_pieces, outcome->total_count);
    if (!reached.has_value())
        co_return reached.error();
    end_.certificate.notes += "pages were too deep, so it was read in pieces; ";
    outcome->is_whole = *reached;
    splitting_helps_ = *reached;
    co_return outcome;
}

Task<Status> Walk::read_slice(Parameters slice) {
    auto const pieces = source_.pieces();
    for (auto filter : pieces) {
        auto own = slice;
        filter.merge(own);
        auto outcome = co_await read_to_the_end(std::move(filter));
        if (!outcome.has_value())
            co_return outcome.error();
        judge(*outcome);
    }
    co_return Status();
}

/// What "all" leaves out is read too. Slices that brought nothing, read to their ends, are not read again before the
/// next comparison finds them to exceed the whole once more.
Task<Status> Walk::read_slices() {
    bool const is_due = start_.slices_are_due || !difference_.suspects().empty();
    auto filter = source_.filter;
    if (!source_.regions.empty())
        filter.erase(
            "RepoRegionId");  // a list, which the API does not take; slices are slices in every region
    if (is_due) {
        end_.slices_were_compared = co_await compare_slices(parts_.reader, std::move(filter), end_.memory);
        slices_are_known_ = end_.slices_were_compared;
    }
    auto const slices = slices_of(end_.memory);
    if (slices.empty())
        co_return Status();
    context_.meeting = Meeting::again_by_intent;
    auto const before = difference_.keys();
    for (auto const& slice : slices) {
        auto status = co_await read_slice(slice);
        if (!status.has_value())
            co_return status;
    }
    auto const found = difference_.keys() - before;
    end_.certificate.notes += "slices were walked and asked too; ";
    if (found == 0 && end_.certificate.verdict == Verdict::whole) {
        end_.memory.slice_by_status = false;
        end_.memory.slice_by_scan_range = false;
    }
    co_return Status();
}

Task<Status> Walk::read_and_decide() {
    auto status = co_await read_all();
    // Where no page came at all, no other call is worth its while, and nothing is known of what it did not see.
    bool const is_answered = !end_.certificate.stopped_by || difference_.keys() > 0;
    if (status.has_value() && is_answered && !source_.is_filtered())
        status = co_await ask_regions(context_, start_.regions, end_.memory);
    if (status.has_value() && is_answered)
        status = co_await read_slices();
    if (!status.has_value())
        co_return status;
    difference_.tell(end_.certificate);
    context_.meeting = Meeting::again_by_intent;
    SuspectDecisions decisions(context_, start_, end_, working_size_);
    bool const may_ask = is_answered && slices_are_known_ && end_.certificate.verdict != Verdict::refused;
    co_return co_await decisions.decide(difference_.suspects(), may_ask);
}

Task<Status> Walk::run() {
    auto status = co_await read_and_decide();
    if (status.has_value()) {
        difference_.settle_deferred();
        status = co_await publisher_.finish();
    }
    if (!status.has_value())
        co_await publisher_.drain();
    co_return status;
}

void Walk::tell_unknown() const {
    if (context_.unknown.empty())
        return;
    parts_.observer.unknown_met(source_, context_.unknown);
    std::string names;
    for (auto const& [name, count] : context_.unknown)
        names += fmt::format("{}{} ({})", names.empty() ? "" : ", ", name, count);
    parts_.log->info(
        "event=unknown_fields source={} {}; unknown fields are kept in sas.occurrence.extra, unreadable "
        "values are NULL",
        source_.name(), field("names", names));
}

void Walk::tell_quarantined() const {
    if (end_.quarantined.size() > 0)
        parts_.log->warn(
            "event=quarantined source={} rows={}; they cannot be stored: sasyncd quarantine list {} "
            "shows why",
            source_.name(), end_.quarantined.size(), source_.name());
}

WalkEnd Walk::take_end() {
    auto& certificate = end_.certificate;
    difference_.tell(certificate);
    certificate.quarantined = end_.quarantined.size();
    auto const& counts = parts_.reader.counts();
    certificate.requests = counts.requests;
    certificate.retries = counts.retries;
    certificate.first_request_id = counts.first_request_id;
    certificate.last_request_id = counts.last_request_id;
    certificate.outcome = publisher_.total();
    return std::move(end_);
}

}  // namespace

Task<Result<Certificate>> walk(WalkParts parts, Source source, Leadership leader, std::int64_t sweep_id,
                               std::uint32_t page_size) {
    auto executor = co_await boost::asio::this_coro::executor;
    auto const began = parts.clock.steady_now();
    parts.reader.reset_counts();
    parts.reader.when_throttled([&observer = parts.observer, source] { observer.throttled(source); });
    auto start = co_await parts.ledger.begin_walk(leader, source, sweep_id);
    if (!start.has_value())
        co_return start.error();
    auto baseline = co_await parts.ledger.load_baseline(source.account_id, source.site);
    if (!baseline.has_value())
        co_return baseline.error();
    parts.observer.walk_began(source);

    Walk walk(parts, source, leader, *start, *baseline, page_size, executor);
    auto status = co_await walk.run();
    if (!status.has_value())
        co_return status.error();
    walk.tell_unknown();
    walk.tell_quarantined();
    auto end = walk.take_end();
    auto certificate = end.certificate;
    auto ended = co_await parts.ledger.end_walk(leader, source.site, std::move(end));
    if (!ended.has_value())
        co_return ended.error();
    auto const duration = std::chrono::duration_cast<Milliseconds>(parts.clock.steady_now() - began);
    parts.observer.walk_ended(source, certificate, duration);
    co_return certificate;
}

}  // namespace sasyncd
