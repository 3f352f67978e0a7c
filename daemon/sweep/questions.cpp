#include "sweep/questions.hpp"

#include <fmt/format.h>

namespace sasyncd {

void QuestionList::add(std::string const& malicious_md5, Suspect suspect, std::string const& region) {
    auto const order = digest64(fmt::format("{}:{}", walk_id_, malicious_md5));
    if (questions_.size() >= most_questions_ && !questions_.contains(order)) {
        if (most_questions_ == 0 || order > questions_.rbegin()->first)
            return;
        questions_.erase(std::prev(questions_.end()));
    }
    auto& question = questions_[order];
    question.malicious_md5 = malicious_md5;
    question.suspects.push_back(std::move(suspect));
    if (!region.empty())
        question.regions.insert(region);
}

std::vector<Question> QuestionList::take(std::size_t calls) {
    std::vector<Question> chosen;
    std::set<ControlClass> controls;
    for (auto& [order, question] : questions_) {
        auto with_these = controls;
        for (auto const& suspect : question.suspects)
            with_these.insert(suspect.control);
        bool const fits = 2 * (with_these.size() + chosen.size() + 1) <= calls;
        if (!fits && !chosen.empty())
            break;
        controls = std::move(with_these);
        chosen.push_back(std::move(question));
    }
    return chosen;
}

std::vector<Narrowing> narrowings_of(RowOutline const& row) {
    std::vector<Narrowing> all;
    for (auto const& [parameter, value] : {std::pair("ContainerId", &row.container_id),
                                           {"ImageDigest", &row.digest},
                                           {"ImageLayer", &row.layer},
                                           {"RepoId", &row.repo_id}})
        if (!value->empty())
            all.push_back({parameter, *value});
    return all;
}

}  // namespace sasyncd
