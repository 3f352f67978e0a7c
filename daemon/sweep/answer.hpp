#pragma once

#include "findings/key.hpp"
#include "sweep/page_reader.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sasyncd {

/// One row of an answer, as far as questions need it.
struct AnswerRow {
    Key row_key;
    Kind kind = Kind::image;
    std::optional<std::int32_t> status;
    std::string level;
    bool was_seen = false;  ///< this walk had seen it before the answer came
};

/// What came of asking a site for one MaliciousMd5.
struct Answer {
    enum class Worth : std::uint8_t {
        nothing,    ///< failed, malformed, dishonest, or no call was left for it: it proves nothing
        too_long,   ///< more than one page: no snapshot
        snapshot,   ///< all of it came in one page
        all_pages,  ///< read to its end, page by page: worth something only beside an equal second reading
    };

    Worth worth = Worth::nothing;
    bool is_dishonest = false;    ///< it held a row of another MD5
    std::vector<AnswerRow> rows;  ///< by key
    std::int64_t total_count = 0;
    std::string request_id;   ///< of its last call
    std::uint32_t calls = 0;  ///< that it took
    std::string why;          ///< of worth `nothing`

    [[nodiscard]] bool has(Key const& row_key) const;
    void add(std::vector<AnswerRow> more);
};

/// What keeps a page from being (part of) an answer to a question for `malicious_md5`; empty where nothing does. MD5s
/// are compared without case.
[[nodiscard]] std::string_view fault_of_answer(Page const& page, std::string_view malicious_md5);
[[nodiscard]] bool has_another_md5(Page const& page, std::string_view malicious_md5);

/// Is an answer all in one page? Pure. Page 1 tells it where it brought fewer rows than one answer of the site can
/// and promises no more; otherwise an empty page 2, of the size that page 1 brought, and an unchanged page 1 do.
class AnswerCursor {
public:
    struct Ask {
        std::uint32_t page;
        std::uint32_t size;
    };
    /// `most_rows`: the most that one answer of the site ever brought, at `page_size`.
    AnswerCursor(std::uint32_t page_size, std::uint32_t most_rows)
        : page_size_(page_size), most_rows_(most_rows) {}

    /// What to ask for next; empty where it is decided.
    [[nodiscard]] std::optional<Ask> next() const;
    void answered(std::uint64_t elements, std::int64_t total_count, std::vector<Key> keys);
    [[nodiscard]] bool is_snapshot() const { return state_ == State::snapshot; }

private:
    enum class State : std::uint8_t { first, second, first_again, snapshot, too_long };

    std::uint32_t page_size_;
    std::uint32_t most_rows_;
    std::uint32_t rows_ = 0;  ///< of page 1
    State state_ = State::first;
    std::int64_t total_count_ = 0;
    std::vector<Key> keys_;
};

}  // namespace sasyncd
