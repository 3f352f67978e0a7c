#include "bench/benchmarks.hpp"
#include "bench/run.hpp"
#include "bench/server.hpp"

#include <fstream>
#include <stdexcept>
#include <vector>

namespace sasyncd::bench {

namespace {

constexpr int kTimed = 5;
constexpr std::string_view kTitle = "-- ";

struct Question {
    std::string title;
    std::string sql;
};

/// Each begins with a comment line, which is its title.
std::vector<Question> read_questions(std::string const& path) {
    std::ifstream in(path);
    std::vector<Question> questions;
    for (std::string line; std::getline(in, line);)
        if (line.starts_with(kTitle))
            questions.push_back({line.substr(kTitle.size()), ""});
        else if (!questions.empty())
            questions.back().sql += line + '\n';
    if (questions.empty())
        throw std::runtime_error("no questions in " + path);
    return questions;
}

}  // namespace

void measure_views(Bench const& bench, std::string const& questions_file) {
    ServerSession server(bench.database());
    server.exec("VACUUM ANALYZE");  // index-only scans need it
    server.exec("SET jit = off");   // as migrations/roles.sql has it for readers
    for (auto const& [title, sql] : read_questions(questions_file)) {
        server.exec(sql);
        for (int i = 0; i < kTimed; ++i)
            bench.add("view " + title, 1000 * seconds_of([&, &question = sql] { server.exec(question); }));
    }
}

}  // namespace sasyncd::bench
