#include "tree.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>

namespace sasyncd {
namespace {

namespace fs = std::filesystem;

using Names = std::set<std::string>;

/// Which rooms each room may look into, besides itself: imports run one way.
std::map<std::string, Names> const kMayInclude = {
    {"base", {}},
    {"findings", {"base"}},
    {"sweep", {"base", "findings"}},
    {"net", {"base"}},
    {"aliyun", {"base", "findings", "sweep", "net"}},
    {"store", {"base", "findings", "sweep"}},
    {"service", {"base", "findings", "sweep"}},
    {"settings", {"base", "findings", "sweep", "net", "aliyun", "store", "service"}},
    {"app", {"base", "findings", "sweep", "net", "aliyun", "store", "service", "settings"}},
    {"main", {"base", "app", "settings"}},
};

/// A library, told by how its headers begin, and the rooms or files that may include them.
struct Confined {
    std::string prefix;
    Names places;
};

// The longest prefix that fits a header decides.
std::vector<Confined> const kConfined = {
    {"boost/beast", {"net", "service"}},
    {"boost/beast/ssl", {"net"}},
    {"boost/asio/ssl", {"net"}},
    {"openssl/", {"aliyun", "findings", "net"}},
    {"openssl/ssl.h", {"net"}},
    {"openssl/tls1.h", {"net"}},
    {"openssl/x509", {"net"}},
    {"openssl/bio.h", {"net"}},
    {"openssl/err.h", {"net", "aliyun"}},
    {"openssl/pem.h", {"net"}},
    {"openssl/evp.h", {"aliyun", "findings"}},
    {"openssl/hmac.h", {"aliyun", "findings"}},
    {"openssl/sha.h", {"aliyun", "findings"}},
    {"openssl/md5.h", {"aliyun", "findings"}},
    {"openssl/rand.h", {"aliyun"}},
    {"openssl/crypto.h", {"daemon/base/secret.cpp"}},
    {"simdjson", {"aliyun"}},
    {"pqxx", {"store"}},
    {"libpq", {"store"}},
    {"postgresql/", {"store"}},
    {"yaml-cpp", {"settings"}},
    {"prometheus/", {"service"}},
    {"zlib", {"daemon/aliyun/gzip.cpp"}},
};

std::vector<SourceFile> const& daemon_files() {
    static auto const files = read_daemon(SASYNCD_SOURCE_DIR);
    return files;
}

std::string joined(Names const& names) {
    std::string text;
    for (auto const& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text.empty() ? "nothing" : text;
}

Names const& may_include(std::string const& room) {
    static Names const nothing;
    auto const found = kMayInclude.find(room);
    return found == kMayInclude.end() ? nothing : found->second;
}

std::string room_of(Include const& include) {
    auto const slash = include.header.find('/');
    return slash == std::string::npos ? "" : include.header.substr(0, slash);
}

/// The rule of a header; null where none fits.
Confined const* rule_of(std::string const& header) {
    Confined const* best = nullptr;
    for (auto const& rule : kConfined)
        if (header.rfind(rule.prefix, 0) == 0 &&
            (best == nullptr || rule.prefix.size() > best->prefix.size()))
            best = &rule;
    return best;
}

TEST(House, HasItsRoomsAndNoOthers) {
    for (auto const& entry : fs::directory_iterator(SASYNCD_SOURCE_DIR "/daemon")) {
        auto const name = entry.path().filename().string();
        bool const is_loose = name == "CMakeLists.txt" || name == "main.cpp";
        if (entry.is_directory() && kMayInclude.count(name) == 0)
            ADD_FAILURE()
                << "daemon/" << name
                << " is no room of the design; the rooms and whom they may include stand in kMayInclude";
        if (!entry.is_directory() && !is_loose)
            ADD_FAILURE() << "daemon/" << name << " belongs into a room";
    }
    EXPECT_GT(daemon_files().size(), 50U) << "the sources were not found, so nothing was checked";
}

TEST(House, ImportsRunOneWay) {
    for (auto const& file : daemon_files())
        for (auto const& include : file.includes) {
            auto const room = room_of(include);
            if (kMayInclude.count(room) == 0 || room == file.room)
                continue;
            auto const& allowed = may_include(file.room);
            if (allowed.count(room) == 0)
                ADD_FAILURE()
                    << file.place(include) << ", but " << file.room << " may look into " << joined(allowed)
                    << " only. Let a room above bring the two together, or put what both need into a room "
                       "below.";
        }
}

TEST(House, OwnHeadersStandInQuotesWithTheirRoom) {
    for (auto const& file : daemon_files())
        for (auto const& include : file.includes) {
            // What the build generates lies in no room.
            bool const is_bare = room_of(include).empty() && include.is_ours;
            bool const is_generated =
                is_bare && !fs::exists(fs::path(SASYNCD_SOURCE_DIR) / "daemon" / file.room / include.header);
            bool const names_room = kMayInclude.count(room_of(include)) == 1;
            if (include.is_ours != (names_room || is_generated))
                ADD_FAILURE()
                    << file.place(include)
                    << ": write \"room/header.hpp\" for our own headers and <…> for those of others";
        }
}

TEST(House, LibrariesStayInTheirRooms) {
    for (auto const& file : daemon_files())
        for (auto const& include : file.includes) {
            auto const* rule = include.is_ours ? nullptr : rule_of(include.header);
            if (rule == nullptr)
                continue;
            if (rule->places.count(file.room) + rule->places.count(file.path) == 0)
                ADD_FAILURE() << file.place(include) << ", which is confined to " << joined(rule->places)
                              << ": hide it behind an interface of that room";
        }
}

TEST(House, BeastsServerIsKnownToOneFile) {
    Names files;
    for (auto const& file : daemon_files())
        for (auto const& include : file.includes)
            if (file.room == "service" && include.header.rfind("boost/beast", 0) == 0)
                files.insert(file.path);
    EXPECT_LE(files.size(), 1U) << "Beast in service/ belongs into one file, and is in " << joined(files);
}

TEST(House, NoFileOutgrowsItsReader) {
    for (auto const& file : daemon_files())
        if (file.lines > 400)
            ADD_FAILURE() << file.path << " has " << file.lines << " lines: split it by what it does";
}

TEST(House, MainIsShort) {
    for (auto const& file : daemon_files())
        if (file.path == "daemon/main.cpp" && file.lines > 60)
            ADD_FAILURE() << "daemon/main.cpp has " << file.lines << " lines: move work into daemon/app";
}

TEST(House, HeadersGuardThemselves) {
    for (auto const& file : daemon_files()) {
        if (fs::path(file.path).extension() != ".hpp")
            continue;
        std::ifstream in(fs::path(SASYNCD_SOURCE_DIR) / file.path);
        std::string first;
        std::getline(in, first);
        if (first != "#pragma once")
            ADD_FAILURE() << file.path << " must begin with #pragma once";
    }
}

/// Two types of one name in one namespace are linked as one, without a word from compiler or linker.
TEST(House, NoTwoHeadersDefineATypeOfOneName) {
    std::regex const definition("^(?:struct|class|enum class) (\\w+)(?!.*;)");
    std::map<std::string, std::string> defined_in;
    for (auto const& file : daemon_files()) {
        if (fs::path(file.path).extension() != ".hpp")
            continue;
        std::ifstream in(fs::path(SASYNCD_SOURCE_DIR) / file.path);
        std::smatch found;
        for (std::string line; std::getline(in, line);)
            if (std::regex_search(line, found, definition)) {
                auto const [other, is_new] = defined_in.emplace(found.str(1), file.path);
                if (!is_new)
                    ADD_FAILURE() << file.path << " and " << other->second << " both define " << found.str(1);
            }
    }
    EXPECT_GT(defined_in.size(), 100U) << "no definitions were found, so nothing was checked";
}

/// What a person sees first: just this, dot-files, and what a build leaves.
TEST(House, TheTopLevelIsTidy) {
    Names const required = {"CMakeLists.txt", "daemon", "config",   "migrations",
                            "systemd",        "tests",  "README.md"};
    Names const allowed = {"CMakePresets.json", "LICENSE", "CHANGELOG.md", "build"};
    Names found;
    for (auto const& entry : fs::directory_iterator(SASYNCD_SOURCE_DIR))
        found.insert(entry.path().filename().string());
    for (auto const& name : required)
        if (found.count(name) == 0)
            ADD_FAILURE() << name << " is missing at the top level";
    for (auto const& name : found)
        if (name[0] != '.' && required.count(name) + allowed.count(name) == 0)
            ADD_FAILURE() << name << " does not belong to the top level; only " << joined(required) << ", "
                          << joined(allowed) << " and dot-files do";
}

std::string text_of(fs::path const& path) {
    std::ifstream file(fs::path(SASYNCD_SOURCE_DIR) / path);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The wall clock may be stepped, by NTP or by hand, and tells nothing of how long something took: it signs and dates
/// requests, and is shown to people. What waits, repeats or grows old is counted on the steady clock.
TEST(House, TheWallClockSignsAndNothingElse) {
    std::regex const wall_clock(
        "system_now\\(\\)|system_clock::now|\\bstd::time\\(|gettimeofday|CLOCK_REALTIME");
    std::regex const local_time("\\blocaltime|current_zone|\\bmktime\\(");
    Names const shows = {"daemon/base/clock.cpp", "daemon/base/clock.hpp", "daemon/app/replay.cpp",
                         "daemon/app/run.cpp", "daemon/app/page_values.cpp"};
    std::size_t askers = 0;
    for (auto const& file : daemon_files()) {
        auto const text = text_of(file.path);
        if (std::regex_search(text, local_time))
            ADD_FAILURE() << file.path << " asks for local time, which is one hour twice a year: use UTC";
        if (!std::regex_search(text, wall_clock))
            continue;
        ++askers;
        if (file.room != "aliyun" && shows.count(file.path) == 0)
            ADD_FAILURE() << file.path
                          << " asks the wall clock, which may be stepped: use Clock::steady_now()";
    }
    EXPECT_GT(askers, 3U) << "nobody was found to ask, so nothing was checked";
}

/// A replay dates what it writes as the recording did. Leases and waiting processes need the real clock, by its full name.
TEST(House, WhatIsStoredIsDatedByMoment) {
    std::regex const real_time(
        "\\b(now|transaction_timestamp|statement_timestamp|timeofday)\\(\\)|\\b("
        "current_timestamp|current_date|current_time|localtimestamp|localtime)\\b",
        std::regex::icase);
    Names const real_clocks = {"action_pending.sql",    "action_touch.sql",    "clock.sql",
                               "daemon_accounts.sql",   "daemon_announce.sql", "daemon_leases.sql",
                               "daemon_next_lapse.sql", "lease_acquire.sql",   "lease_read.sql",
                               "lease_renew.sql",       "refuse_sources.sql"};
    std::size_t statements = 0;
    for (auto const& entry : fs::directory_iterator(SASYNCD_SOURCE_DIR "/daemon/store/sql")) {
        auto const name = entry.path().filename().string();
        auto const sql = text_of("daemon/store/sql/" + name);
        ++statements;
        if (std::regex_search(sql, real_time))
            ADD_FAILURE() << name << " asks for the time: use sasync.moment(), which a replay sets";
        if (sql.find("clock_timestamp") != std::string::npos && real_clocks.count(name) == 0)
            ADD_FAILURE() << name << " asks for the real time: use sasync.moment(), which a replay sets";
    }
    EXPECT_GT(statements, 50U);
    auto const tables = text_of("migrations/V0001__tables.sql");
    std::regex const default_now("DEFAULT\\s+(now\\(|clock_timestamp|current_timestamp)");
    auto const of_migrations = tables.find("applied_at     timestamptz NOT NULL DEFAULT now()");
    for (std::sregex_iterator found(tables.begin(), tables.end(), default_now), end; found != end; ++found)
        if (static_cast<std::size_t>(found->position()) > of_migrations + 60)
            ADD_FAILURE() << "V0001__tables.sql has a " << found->str() << "…: use sasync.moment()";
}

/// `config/sasyncd.yaml` holds every key; each must be found in the README as `key`, `.key` or `section.key`.
TEST(House, TheReadmeTellsEverySetting) {
    auto const readme = text_of("README.md");
    auto const begin = readme.find("\n## Settings\n");
    ASSERT_NE(begin, std::string::npos);
    auto const section = readme.substr(begin, readme.find("\n## ", begin + 1) - begin);
    auto const settings = text_of("config/sasyncd.yaml");
    std::regex const key("(?:^|\n)[ ]*(?:- )?([a-z_0-9]+):");
    std::size_t keys = 0;
    for (std::sregex_iterator found(settings.begin(), settings.end(), key), end; found != end;
         ++found, ++keys)
        if (!std::regex_search(section, std::regex("[`.]" + found->str(1) + "[`.\\[]")))
            ADD_FAILURE() << "README.md, section Settings, does not tell of " << found->str(1);
    EXPECT_GT(keys, 60U);
}

}  // namespace
}  // namespace sasyncd
