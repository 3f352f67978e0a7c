#pragma once

#include "sweep/answer.hpp"
#include "sweep/piece.hpp"

namespace sasyncd {

/// Every question is asked twice, so a call of the first round takes its like of the second with it.
enum class Round : std::uint8_t { first, second };

/// How many calls one round of questions may make.
class CallBudget {
public:
    explicit CallBudget(std::uint32_t calls) : free_(calls) {}

    /// False where none is left.
    [[nodiscard]] bool take(Round round);
    /// Calls of the second round that will not be needed.
    void give_back(std::uint32_t calls);

private:
    std::uint32_t free_;
    std::uint32_t kept_ = 0;  ///< for the second round
};

/// Puts single questions to a site and judges the answers. Rows of an answer are applied like those of a page, unless
/// it may reach beyond what the operator narrowed the source to: `is_within_source` says that `filter` does not.
class Asking {
public:
    /// `most_rows`: of one answer of the site, at `page_size`.
    Asking(PieceContext& context, CallBudget& budget, std::uint32_t page_size, std::uint32_t most_rows)
        : context_(context), budget_(budget), page_size_(page_size), most_rows_(most_rows) {}

    /// As many pages as it takes to know whether it is a snapshot.
    [[nodiscard]] Task<Answer> ask(Parameters filter, std::string malicious_md5, Round round,
                                   bool is_within_source);
    /// All of its pages.
    [[nodiscard]] Task<Answer> ask_all_pages(Parameters filter, std::string malicious_md5, Round round,
                                             bool is_within_source);
    /// One page only, its rows as they came: they are alive, and nothing is said of others.
    [[nodiscard]] Task<Answer> ask_one_page(PageQuery query, std::string malicious_md5, Round round);
    [[nodiscard]] std::uint32_t page_size() const { return page_size_; }
    /// Asked twice, the site brought what it first left out.
    void note_contradiction() { context_.has_contradicted_itself = true; }

private:
    struct PageOfAnswer {
        bool is_good = false;
        std::uint64_t elements = 0;
        std::int64_t total_count = 0;
        std::vector<AnswerRow> rows;
    };
    [[nodiscard]] Task<PageOfAnswer> read(PageQuery query, Round round, bool is_within_source,
                                          Answer& answer);
    [[nodiscard]] std::vector<AnswerRow> rows_of(Page const& page) const;

    PieceContext& context_;
    CallBudget& budget_;
    std::uint32_t page_size_;
    std::uint32_t most_rows_;
};

}  // namespace sasyncd
