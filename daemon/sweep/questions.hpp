#pragma once

#include "sweep/control_rows.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace sasyncd {

/// A suspect about which a question may decide.
struct Suspect {
    Key row_key;
    Kind kind = Kind::image;
    ControlClass control;      ///< whose return vouches for the answers about it
    bool is_released = false;  ///< by an operator: the fuse does not count it
};

/// All suspects of one MaliciousMd5, spelled as it came.
struct Question {
    std::string malicious_md5;
    std::vector<Suspect> suspects;
    std::set<std::string>
        regions;  ///< of suspects whose region may show what "all" does not: it is asked there too
};

/// Suspects to questions, in the order of hash(md5, walk), so that none starves where not all can be asked. Keeps no
/// more questions than could be asked, however many suspects are offered.
class QuestionList {
public:
    QuestionList(std::int64_t walk_id, std::size_t most_questions)
        : walk_id_(walk_id), most_questions_(most_questions) {}

    /// `region`: to be asked beside "all"; empty where that will do.
    void add(std::string const& malicious_md5, Suspect suspect, std::string const& region);

    /// The first questions whose calls, and those of their controls, fit `calls` when each is made twice.
    [[nodiscard]] std::vector<Question> take(std::size_t calls);

private:
    std::int64_t walk_id_;
    std::size_t most_questions_;
    std::map<std::uint64_t, Question> questions_;  ///< by hash
};

/// A filter that may make an answer short enough, and the suspect's or control row's value of it.
struct Narrowing {
    std::string parameter;
    std::string value;
};

/// The narrowings that a row offers, the likeliest to be short first.
[[nodiscard]] std::vector<Narrowing> narrowings_of(RowOutline const& row);

}  // namespace sasyncd
