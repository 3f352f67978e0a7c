#include "store/fixture.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace sasyncd::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string output_of(std::string const& command) {
    std::string out;
    std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    std::array<char, 4096> buffer{};
    while (auto const size = std::fread(buffer.data(), 1, buffer.size(), pipe.get()))
        out.append(buffer.data(), size);
    return out;
}

std::string content_of(std::string const& path) {
    std::ostringstream out;
    out << std::ifstream(path).rdbuf();
    return out.str();
}

class Migrations : public StoreTest {
protected:
    SchemaState state() { return run(Migrator(*writer, database->options()).state()).value(); }
};

TEST_F(Migrations, from_nothing_equal_the_schema_in_the_repository) {
    auto const dumped =
        output_of(std::string(SASYNCD_TESTS_DIR) + "/store/dump_schema.sh " + database->name());
    EXPECT_EQ(dumped, content_of(std::string(SASYNCD_SOURCE_DIR) + "/migrations/schema.sql"));
}

TEST_F(Migrations, explain_every_table_view_and_column) {
    EXPECT_THAT(
        database->rows("SELECT c.relname, a.attname FROM pg_class c "
                       "JOIN pg_namespace n ON n.oid = c.relnamespace "
                       "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
                       "WHERE n.nspname IN ('sas', 'sasync') AND c.relkind IN ('r', 'v') "
                       "AND (col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid) IS NULL)"),
        IsEmpty());
}

TEST_F(Migrations, are_applied_once) {
    EXPECT_EQ(state().kind, SchemaState::Kind::current);
    EXPECT_EQ(run(Migrator(*writer, database->options()).apply()).value(), 0);
    EXPECT_TRUE(run(Migrator(*writer, database->options()).ensure()));
    EXPECT_EQ(database->one("SELECT count(*) FROM sasync.schema_migration WHERE checksum IS NOT NULL"),
              std::to_string(Migrator::migrations().size()));
}

TEST_F(Migrations, two_at_once_do_it_once) {
    Database fresh;
    DatabaseThread a(io.get_executor(), "a", fresh.options(), silent_log());
    DatabaseThread b(io.get_executor(), "b", fresh.options(), silent_log());
    Migrator first(a, fresh.options()), second(b, fresh.options());
    int applied = 0;
    for (auto* migrator : {&first, &second})
        boost::asio::co_spawn(io, migrator->apply(), [&](std::exception_ptr, Result<int> count) {
            ASSERT_TRUE(count) << count.error().line();
            applied += *count;
        });
    io.restart();
    io.run();
    EXPECT_EQ(applied, static_cast<int>(Migrator::migrations().size()));
}

TEST_F(Migrations, of_a_newer_sasyncd_are_refused) {
    database->exec("INSERT INTO sasync.schema_migration (version, name) VALUES (999, 'future')");
    EXPECT_EQ(state().kind, SchemaState::Kind::newer);
    auto const refused = run(Migrator(*writer, database->options()).ensure());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::rejected);
    EXPECT_THAT(refused.error().what, HasSubstr("999"));
}

TEST_F(Migrations, that_were_altered_are_refused) {
    database->exec("UPDATE sasync.schema_migration SET checksum = 'other' WHERE version = 1");
    EXPECT_EQ(state().kind, SchemaState::Kind::altered);
    EXPECT_FALSE(run(Migrator(*writer, database->options()).ensure()));
}

TEST_F(Migrations, that_the_role_may_not_apply_are_left_to_the_dba) {
    Database fresh;
    auto const role = fresh.name() + "_role";
    fresh.exec("CREATE ROLE " + role + " LOGIN");
    auto options = fresh.options();
    options.url = Secret("dbname=" + fresh.name() + " user=" + role);
    {
        DatabaseThread thread(io.get_executor(), "other", options, silent_log());
        auto const refused = run(Migrator(thread, options).ensure());
        ASSERT_FALSE(refused);
        // Some servers let only their superuser log in.
        EXPECT_THAT(refused.error().what, ::testing::AnyOf(HasSubstr("sasyncd migrate --print"),
                                                           HasSubstr("authentication"), HasSubstr("pg_hba")));
    }
    fresh.exec("DROP ROLE " + role);
}

TEST_F(Migrations, are_not_applied_where_the_operator_forbids_it) {
    Database fresh;
    auto options = fresh.options();
    options.migrate = false;
    DatabaseThread thread(io.get_executor(), "other", options, silent_log());
    auto const refused = run(Migrator(thread, options).ensure());
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().what, HasSubstr("run sasyncd migrate"));
}

TEST_F(Migrations, printed_can_be_applied_by_psql) {
    Database fresh;
    auto const path = "/tmp/" + fresh.name() + ".sql";
    std::ofstream(path) << Migrator::print();
    output_of("psql --quiet --dbname=" + fresh.name() + " --file=" + path + " 2>&1");
    std::remove(path.c_str());
    DatabaseThread thread(io.get_executor(), "other", fresh.options(), silent_log());
    EXPECT_EQ(run(Migrator(thread, fresh.options()).state()).value().kind, SchemaState::Kind::current);
}

TEST_F(Migrations, and_roles_let_analysts_see_views_only) {
    output_of("psql --quiet --dbname=" + database->name() + " --file=" + SASYNCD_SOURCE_DIR +
              "/migrations/roles.sql 2>&1");
    EXPECT_EQ(database->one(
                  "SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = 'sasync.finding'::regclass"),
              "sasyncd_owner");
    auto const may = [this](std::string const& role, std::string const& table, std::string const& right) {
        return database->one("SELECT has_table_privilege('" + role + "', '" + table + "', '" + right + "')");
    };
    EXPECT_EQ(may("sasyncd_reader", "sas.finding", "SELECT"), "t");
    EXPECT_EQ(may("sasyncd_reader", "sasync.occurrence", "SELECT"), "f");
    EXPECT_EQ(may("sasyncd_writer", "sasync.occurrence", "INSERT"), "t");
    EXPECT_EQ(may("sasyncd_writer", "sasync.schema_migration", "INSERT"), "f");
    database->exec("SET ROLE sasyncd_reader");
    EXPECT_EQ(database->one("SELECT count(*) FROM sas.finding"), "0");
    database->exec("RESET ROLE");
    EXPECT_EQ(database->one("SELECT count(*) FROM information_schema.columns "
                            "WHERE table_schema = 'sas' AND column_name LIKE '%download%'"),
              "0");
    // Roles belong to the whole server; databases of other tests may refer to them too.
    database->exec(
        "DROP OWNED BY sasyncd_owner, sasyncd_writer, sasyncd_reader, sasyncd_account_reader, "
        "sasyncd_views CASCADE");
}

}  // namespace
}  // namespace sasyncd::test
