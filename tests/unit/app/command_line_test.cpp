#include "app/command_line.hpp"
#include "app/exit_code.hpp"

#include <gtest/gtest.h>

namespace sasyncd {
namespace {

TEST(CommandLine, options_stand_before_or_after_the_command) {
    for (auto const& words : {std::vector<std::string>{"--config", "a.yaml", "--log-level=debug", "sync"},
                              std::vector<std::string>{"sync", "--log-level", "debug", "--config=a.yaml"}}) {
        auto const line = parse_command_line(words);
        EXPECT_TRUE(line.is_usable()) << line.fault;
        EXPECT_EQ(line.command, "sync");
        EXPECT_EQ(line.config, "a.yaml");
        EXPECT_EQ(line.log_level, "debug");
    }
}

TEST(CommandLine, what_cannot_be_understood_is_named_with_the_nearest_word) {
    EXPECT_EQ(parse_command_line({"stats"}).fault, "unknown command stats; did you mean status?");
    EXPECT_EQ(parse_command_line({"sync", "--confg", "x"}).fault, "unknown option --confg; did you mean --config?");
    EXPECT_EQ(parse_command_line({}).fault, "no command given");
    EXPECT_EQ(parse_command_line({"sync", "run"}).fault, "one command at a time: sync and run");
    EXPECT_EQ(parse_command_line({"sync", "--config"}).fault, "--config needs a value");
    EXPECT_EQ(parse_command_line({"sync", "--print"}).fault, "--print goes with the command migrate only");
    EXPECT_FALSE(parse_command_line({"run", "--log-level", "loud"}).is_usable());
}

TEST(CommandLine, help_and_version_need_no_command) {
    EXPECT_TRUE(parse_command_line({"--help"}).is_usable());
    EXPECT_TRUE(parse_command_line({"--version"}).is_usable());
}

TEST(ExitCode, the_gravest_of_several_outcomes_wins) {
    using namespace exit_code;
    EXPECT_EQ(graver(kDone, kTryAgain), kTryAgain);
    EXPECT_EQ(graver(kTryAgain, kUnavailable), kUnavailable);
    EXPECT_EQ(graver(kNoPermission, kUnavailable), kNoPermission);
    EXPECT_EQ(graver(kNoPermission, kSettings), kSettings);
}

}  // namespace
}  // namespace sasyncd
