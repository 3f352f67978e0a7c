#pragma once

#include "json_read.hpp"
#include "names.hpp"
#include "random.hpp"
#include "url.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sasyncd::simulator {

// One thing to do wrong. README.md lists the kinds and their options.
struct Fault {
    std::string kind;
    std::map<std::string, std::string> options;

    bool has(std::string_view name) const { return options.contains(std::string{name}); }
    std::string text(std::string_view name, std::string_view otherwise) const;
    std::int64_t number(std::string_view name, std::int64_t otherwise) const;
    bool flag(std::string_view name) const { return text(name, "false") == "true"; }
    std::vector<std::int64_t> numbers(std::string_view name) const;
};

// Whether the kind is a way of delivering the bytes (true), or changes what is answered (false).
bool is_delivery(std::string_view kind);

// What a rule looks at.
struct Call {
    Site site;
    std::string action;
    std::string account;
    Parameters const& parameters;
};

// What the rules that matched a call ask for, in their order.
struct Injection {
    std::vector<Fault> faults;
    std::vector<std::string> mutations;  // JSON, to be carried out before the call is answered
    std::uint64_t hit = 0;               // how often the last matching rule has matched
};

class FaultScript {
public:
    // Throws std::invalid_argument; then the old rules stand.
    void replace(Json rules);
    void append(Json rules);
    void clear() { rules_.clear(); }

    Injection match(Call const& call);

    // The rules with the number of calls that each matched and that each was applied to.
    std::string to_json() const;

private:
    struct Rule {
        std::string source;  // as given
        std::string site;
        std::string action;
        std::string account;
        std::map<std::string, std::optional<std::string>> wanted;  // none: must be absent
        std::int64_t page_from = 0;
        std::int64_t page_to = 0;  // 0: any page
        std::set<std::uint64_t> nth;
        std::uint64_t skip = 0;
        std::uint64_t times = 0;  // 0: always
        double probability = 1.0;
        std::uint64_t seed = 0;
        std::vector<Fault> faults;
        std::vector<std::string> mutations;
        std::uint64_t matched = 0;
        std::uint64_t applied = 0;

        bool matches(Call const& call) const;
        bool is_due();
    };

    static std::vector<Rule> read(Json rules);
    static Rule read_rule(Json object);
    static void read_match(Json object, Rule& rule);

    std::vector<Rule> rules_;
};

}  // namespace sasyncd::simulator
