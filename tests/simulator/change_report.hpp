#pragma once

#include "row.hpp"
#include "row_edit.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace sasyncd::simulator {

// What a mutation did: counts, and the first rows as they were and are.
class ChangeReport {
public:
    explicit ChangeReport(std::size_t rows_shown) : left_{rows_shown} {}

    void begin(std::string_view operation) { operation_ = operation; }
    void added(Row const& row) { note("added", "", row.json()); }
    void removed(Row const& row) { note("removed", row.json(), ""); }
    void reopened(Row const& row) { note("reopened", "", row.json()); }
    void changed(Row const& before, RowEdit const& after);
    void added_silently(std::uint64_t count) { counts_["added"] += count; }
    void removed_silently(std::uint64_t count) { counts_["removed"] += count; }

    // Beside the others, by what was changed: for random mutations.
    void kind(std::string_view name) { ++kinds_[std::string{name}]; }

    std::string to_json() const;

private:
    void note(std::string_view what, std::string_view before, std::string_view after);

    std::size_t left_;
    std::string operation_;
    std::map<std::string, std::uint64_t> counts_{
        {"added", 0}, {"changed", 0}, {"removed", 0}, {"reopened", 0}};
    std::map<std::string, std::uint64_t> kinds_;
    std::string rows_;
};

}  // namespace sasyncd::simulator
