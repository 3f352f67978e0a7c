#include "app/commands.hpp"
#include "app/database_desk.hpp"
#include "service/terminal.hpp"
#include "store/dictionary.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sasyncd {

namespace {

using Entries = std::vector<DictionaryEntry>;

constexpr char const* kHead = R"(# Data dictionary

What sasyncd keeps in schema `sas`, for whoever asks questions in SQL. Made by `sasyncd schema --markdown` from the comments
in the database, which `\d+` of psql and most BI tools show too. Views and columns are only ever added.
)";

/// A cell of a table ends at a bar.
std::string cell(std::string text) {
    for (auto at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
        text.insert(at, 1, '\\');
    return text;
}

/// GitHub's rule: letters, digits, "-" and "_" stay, blanks become "-".
std::string anchor(std::string const& title) {
    std::string name;
    for (char const c : title)
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')
            name += c;
        else if (c == ' ')
            name += '-';
    return name;
}

void print_columns(DictionaryEntry const& entry) {
    bool const has_remarks = std::any_of(entry.columns.begin(), entry.columns.end(),
                                         [](auto const& column) { return !column.remark.empty(); });
    fmt::print("\n| column | type |{}\n| --- | --- |{}\n", has_remarks ? " what it is |" : "",
               has_remarks ? " --- |" : "");
    for (auto const& column : entry.columns)
        fmt::print("| `{}` | {} |{}\n", column.name, cell(column.type),
                   has_remarks ? fmt::format(" {} |", cell(column.remark)) : "");
}

void print_markdown(Entries const& entries) {
    fmt::print("{}", kHead);
    for (bool const is_function : {false, true}) {
        fmt::print("\n## {}\n\n", is_function ? "Functions" : "Views");
        for (auto const& entry : entries)
            if (entry.is_function == is_function)
                fmt::print("- [`sas.{}`](#sas{}): {}\n", entry.title, anchor(entry.title), entry.remark);
    }
    for (auto const& entry : entries) {
        fmt::print("\n## sas.{}\n\n{}\n", entry.title, entry.remark);
        if (!entry.columns.empty())
            print_columns(entry);
        else if (entry.is_function)
            fmt::print("\nReturns {}.\n", entry.result);
    }
}

void print_plain(Entries const& entries) {
    for (auto const& entry : entries) {
        fmt::print("sas.{}\n    {}\n", entry.title, entry.remark);
        for (auto const& column : entry.columns)
            fmt::print("    {} {} {}\n", left_aligned(column.name, 24), left_aligned(column.type, 24),
                       column.remark);
        fmt::print("\n");
    }
}

}  // namespace

int run_schema(CommandLine const& line, Settings settings, Log log) {
    DatabaseDesk desk("schema", settings.database, std::move(log));
    auto reader = desk.open<DictionaryReader>();
    return desk.run([&]() -> Task<int> {
        auto const entries = co_await reader.read();
        if (!entries.has_value())
            co_return desk.failed(entries.error());
        (line.markdown ? print_markdown : print_plain)(*entries);
        co_return exit_code::kDone;
    });
}

}  // namespace sasyncd
