#pragma once

#include "sweep/controls.hpp"
#include "sweep/testimony.hpp"

namespace sasyncd {

/// Puts questions twice: all of them, and at the end of the round once more those that some suspect was absent from.
class QuestionRound {
public:
    /// `views`: the filters under which every question is put; its suspects' regions come to them.
    QuestionRound(PieceContext& context, Asking& asking, Controls& controls, CallBudget& budget,
                  std::vector<Parameters> views)
        : context_(context),
          asking_(asking),
          controls_(controls),
          budget_(budget),
          views_(std::move(views)) {}

    /// A suspect about which both answers agreed, and how it ends.
    struct Verdict {
        Suspect suspect;
        Gone gone;
    };
    /// An error only where the database failed.
    [[nodiscard]] Task<Result<std::vector<Verdict>>> ask(std::vector<Question> questions);

private:
    struct Open {
        Suspect suspect;
        Fate fate = Fate::undecided;
    };
    /// One filter under which a question is put twice, and the suspects that it is to decide.
    struct Inquiry {
        std::vector<std::string> spellings;  ///< of its MD5
        std::vector<Parameters> views;
        Parameters narrowing;
        bool reads_all_pages = false;
        std::vector<Open> open;
        Testimony first;
    };
    using Inquiries = std::vector<Inquiry>;
    using Verdicts = std::vector<Verdict>;

    [[nodiscard]] Task<Inquiries> put(Question question);
    [[nodiscard]] Task<Inquiries> put_narrowed(Question question);
    [[nodiscard]] Task<Parameters> choose_narrowing(Question const& question, RowOutline detail, Kind kind,
                                                    std::map<Parameters, Inquiry>& tried);
    [[nodiscard]] Task<Verdicts> put_again(Inquiry inquiry);
    [[nodiscard]] Inquiry inquiry_into(Question const& question, Parameters narrowing) const;
    [[nodiscard]] Task<void> read_first(Inquiry& inquiry);
    [[nodiscard]] Task<Testimony> read(Inquiry const& inquiry, Round round);
    [[nodiscard]] Task<void> look_within(Inquiry const& inquiry, Testimony& testimony, Round round);
    [[nodiscard]] Task<Answer> look(std::vector<Parameters> filters, Inquiry const& inquiry, Round round,
                                    bool is_within_source);
    [[nodiscard]] Fate fate_of(Suspect const& suspect, Testimony const& testimony) const;
    [[nodiscard]] bool keep_open(Inquiry& inquiry) const;

    PieceContext& context_;
    Asking& asking_;
    Controls& controls_;
    CallBudget& budget_;
    std::vector<Parameters> views_;
    std::uint64_t answered_ = 0;
    Status database_;
};

}  // namespace sasyncd
