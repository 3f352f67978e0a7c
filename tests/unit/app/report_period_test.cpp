#include "app/report_period.hpp"

#include "app/whole_file.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace sasyncd {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

TEST(ReportPeriod, TakesDurationsAndDays) {
    EXPECT_EQ(parse_report_period("")->span, 720h);
    EXPECT_EQ(parse_report_period("12h")->span, 12h);
    EXPECT_EQ(parse_report_period("90d")->span, 90 * 24h);
    EXPECT_EQ(parse_report_period("2026-10-01")->day,
              std::chrono::sys_days(std::chrono::year(2026) / 10 / 1));
    for (auto const* text : {"yesterday", "30", "0s", "-3d", "2026-02-30", "2026-13-01", "26-01-01",
                             "1999-01-01", "2026-10-01T00:00", "99999d"})
        EXPECT_FALSE(parse_report_period(text).has_value()) << text;
}

std::string content_of(fs::path const& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
}

TEST(WholeFile, StandsInThePlaceOfTheOldOneOrLeavesItAsItWas) {
    std::string name = "/tmp/sasyncd-whole-file.XXXXXX";
    fs::path const folder = ::mkdtemp(name.data());
    auto const path = folder / "report.html";
    ASSERT_TRUE(write_whole_file(path.string(), "first").has_value());
    ASSERT_TRUE(write_whole_file(path.string(), "second").has_value());
    EXPECT_EQ(content_of(path), "second");
    auto const failed = write_whole_file((folder / "none" / "report.html").string(), "x");
    ASSERT_FALSE(failed.has_value());
    EXPECT_NE(failed.error().line().find("No such file or directory"), std::string::npos)
        << failed.error().line();
    EXPECT_FALSE(write_whole_file(folder.string(), "x").has_value());
    EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 1)
        << "something was left beside the file";
    fs::remove_all(folder);
}

}  // namespace
}  // namespace sasyncd
