#include "store/fixture.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

namespace sasyncd::test {
namespace {

using ::testing::IsEmpty;

/// "finding account text" → finding: [account text, …]; a function stands under its own name.
using Contract = std::map<std::string, std::vector<std::string>>;

Contract contract_of(std::vector<std::string> const& lines) {
    Contract contract;
    for (auto const& line : lines) {
        auto const space = std::min(line.find(' '), line.find('('));
        if (space != std::string::npos)
            contract[line.substr(0, space)].push_back(line.substr(space));
    }
    return contract;
}

std::string path_of(std::string const& name) {
    return std::string(SASYNCD_TESTS_DIR) + "/store/" + name;
}

std::vector<std::string> lines_of(std::string const& name) {
    std::vector<std::string> lines;
    std::ifstream file(path_of(name));
    for (std::string line; std::getline(file, line);)
        lines.push_back(line);
    return lines;
}

class ReleasedViews : public StoreTest {
protected:
    Contract now() {
        std::ostringstream query;
        query << std::ifstream(path_of("list_views.sql")).rdbuf();
        return contract_of(database->rows(query.str()));
    }
};

TEST_F(ReleasedViews, are_only_ever_added_to) {
    auto const present = now();
    auto const released = contract_of(lines_of("released_views.txt"));
    ASSERT_GT(released.size(), 5U) << "tests/store/released_views.txt was not found, so nothing was checked";
    for (auto const& [name, columns] : released) {
        auto const found = present.find(name);
        if (found == present.end()) {
            ADD_FAILURE() << "sas." << name << " was released, and is no more: dashboards ask for it";
            continue;
        }
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (i >= found->second.size() || found->second[i] != columns[i])
                ADD_FAILURE() << "column " << i + 1 << " of sas." << name << " was released as" << columns[i]
                              << ", and is" << (i < found->second.size() ? found->second[i] : " no more")
                              << ": names, types and order stay; new columns go to the end";
    }
}

TEST_F(ReleasedViews, and_all_others_begin_with_the_account) {
    for (auto const& [name, columns] : now()) {
        bool const is_function = columns.front().front() == '(';
        if (is_function || name == "event" || name == "walk")
            continue;
        EXPECT_EQ(columns.front(), " account text") << "sas." << name;
    }
}

TEST_F(ReleasedViews, and_tables_and_functions_are_all_explained) {
    EXPECT_THAT(database->rows(
                    "SELECT c.oid::regclass || coalesce('.' || a.attname, '') FROM pg_class c "
                    "LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
                    "WHERE c.relnamespace IN ('sas'::regnamespace, 'sasync'::regnamespace) "
                    "AND c.relkind IN ('r', 'p', 'v', 'm', 'f') "
                    "AND (coalesce(col_description(c.oid, a.attnum), '') = '' OR "
                    "coalesce(obj_description(c.oid), '') = '')"),
                IsEmpty())
        << "each table, view and column has a COMMENT that a person who knows nothing of us understands";
    EXPECT_THAT(database->rows("SELECT p.oid::regprocedure FROM pg_proc p "
                               "WHERE p.pronamespace IN ('sas'::regnamespace, 'sasync'::regnamespace) "
                               "AND coalesce(obj_description(p.oid), '') = ''"),
                IsEmpty())
        << "each function has one too";
}

}  // namespace
}  // namespace sasyncd::test
