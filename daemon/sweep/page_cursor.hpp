#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>

namespace sasyncd {

/// Which page next, and is this the end? Pure: no I/O, no clock. Offset paging over live data has no snapshot, so the
/// only end is a well-formed empty page asked for after the last page with rows had answered.
class PageCursor {
public:
    struct Ask {
        std::uint32_t page = 0;
        std::uint32_t size = 0;
        std::uint32_t tries = 1;     ///< the how-manieth time because it came empty
        std::uint64_t sequence = 0;  ///< order of asking
        std::string answered_as;     ///< the request id of the empty answer that it had
    };
    /// Of a well-formed answer.
    struct Facts {
        std::uint64_t rows = 0;
        std::uint64_t new_keys = 0;
        std::int64_t total_count = 0;
        std::string request_id = {};
    };

    /// `size_works`: a page brought `size` rows in an earlier walk, so a short page is no sign of a cap.
    PageCursor(std::uint32_t size, bool size_works);

    /// A page to ask for now; empty while an answer must be waited for, or when all is done.
    [[nodiscard]] std::optional<Ask> next();
    void answered(Ask const& ask, Facts const& facts);
    /// The page failed for good. `is_final`: no other page would do better (refused, site away).
    void failed(Ask const& ask, bool is_final, std::string reason);

    /// Nothing left to ask and nothing outstanding.
    [[nodiscard]] bool is_done() const { return outstanding_.empty() && (has_ended_ || is_stopped_); }
    /// Every page arrived and the end was reached.
    [[nodiscard]] bool is_whole() const { return has_ended_ && failed_pages_.empty(); }
    /// Why it is not whole.
    [[nodiscard]] std::string const& reason() const { return reason_; }
    /// The end lies behind pages that would not come, or came empty against their own promise: splitting may help.
    /// Less than one full page is no depth that a server would leave empty.
    [[nodiscard]] bool is_out_of_reach() const {
        return was_refused_further_ || (came_empty_too_early_ && has_full_page_);
    }
    /// A page that came empty had rows when it was asked for again.
    [[nodiscard]] bool has_contradiction() const { return has_contradiction_; }
    [[nodiscard]] std::optional<std::uint32_t> working_size() const {
        return size_works_ ? std::optional(size_) : std::nullopt;
    }

private:
    [[nodiscard]] Ask issue(std::uint32_t page, std::uint32_t tries);
    [[nodiscard]] std::uint64_t promised_pages() const;
    void learn_size(Ask const& ask, std::uint64_t rows);
    void came_empty(Ask ask, Facts const& facts);
    void settle_empty_pages();
    [[nodiscard]] std::uint32_t first_page_past_rows() const;
    void ask_again_or_fail(Ask const& ask, char const* what);
    void stop(std::string reason);

    std::uint32_t size_;
    bool size_works_;
    std::uint64_t first_page_rows_ = 0;

    std::uint32_t next_page_ = 1;
    std::uint32_t last_page_with_rows_ = 0;
    bool has_full_page_ = false;
    bool has_contradiction_ = false;
    std::int64_t promised_rows_ = 0;
    bool is_beyond_promise_ = false;
    std::uint32_t pages_without_new_keys_ = 0;
    std::uint32_t failures_in_a_row_ = 0;

    std::uint64_t sequence_ = 0;
    std::uint64_t last_rows_sequence_ = 0;  ///< sequence_ when the last page with rows answered
    std::set<std::uint64_t> outstanding_;
    std::deque<Ask> again_;
    std::deque<Ask> empty_;  ///< empty pages whose meaning is open until all outstanding answered
    std::set<std::uint32_t> failed_pages_;
    bool has_ended_ = false;
    bool is_stopped_ = false;
    bool was_refused_further_ = false;
    bool came_empty_too_early_ = false;
    std::string last_request_id_;
    std::string reason_;
};

}  // namespace sasyncd
