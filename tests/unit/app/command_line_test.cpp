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
    EXPECT_EQ(parse_command_line({"sync", "--confg", "x"}).fault,
              "unknown option --confg; did you mean --config?");
    EXPECT_EQ(parse_command_line({}).fault, "no command given");
    EXPECT_EQ(parse_command_line({"sync", "run"}).fault, "one command at a time: sync and run");
    EXPECT_EQ(parse_command_line({"sync", "--config"}).fault, "--config needs a value");
    EXPECT_EQ(parse_command_line({"sync", "--print"}).fault, "--print goes with the command migrate only");
    EXPECT_FALSE(parse_command_line({"run", "--log-level", "loud"}).is_usable());
}

TEST(CommandLine, release_takes_one_source_and_a_reason) {
    auto const line =
        parse_command_line({"release", "prod/china", "--reason", "registry cleaned up", "--yes"});
    EXPECT_TRUE(line.is_usable()) << line.fault;
    EXPECT_EQ(line.source, "prod/china");
    EXPECT_EQ(line.reason, "registry cleaned up");
    EXPECT_TRUE(line.yes);
    EXPECT_FALSE(parse_command_line({"release", "prod/china"}).yes);
    EXPECT_EQ(parse_command_line({"release"}).fault,
              "release needs a source, for example prod/china; sasyncd status shows them");
    EXPECT_EQ(parse_command_line({"release", "a/china", "b/china"}).fault,
              "one source at a time: a/china and b/china");
    EXPECT_EQ(parse_command_line({"sync", "--yes"}).fault,
              "--yes goes with the command release or retire only");
    EXPECT_EQ(parse_command_line({"sync", "--reason=x"}).fault,
              "--reason goes with the command release or retire only");
}

TEST(CommandLine, a_dry_run_goes_with_sync) {
    EXPECT_TRUE(parse_command_line({"sync", "--dry-run"}).dry_run);
    EXPECT_FALSE(parse_command_line({"sync"}).dry_run);
    EXPECT_EQ(parse_command_line({"run", "--dry-run"}).fault, "--dry-run goes with the command sync only");
}

TEST(CommandLine, recordings_are_made_by_sync_and_replayed_in_their_order) {
    EXPECT_EQ(parse_command_line({"sync", "--record", "d"}).record, "d");
    EXPECT_EQ(parse_command_line({"run", "--record=d"}).fault, "--record goes with the command sync only");
    EXPECT_EQ(parse_command_line({"sync", "--record", "d", "--dry-run"}).fault,
              "--record goes with a sync that writes, not with --dry-run");
    EXPECT_EQ(parse_command_line({"replay", "b", "a"}).recordings, (std::vector<std::string>{"b", "a"}));
    EXPECT_EQ(parse_command_line({"replay"}).fault,
              "replay needs a directory that sync --record was given, or several in their order");
}

TEST(CommandLine, readers_are_granted_named_accounts_or_all_that_are_asked_for) {
    auto const line = parse_command_line({"grant", "anna", "--account", "prod", "--account=test"});
    EXPECT_TRUE(line.is_usable()) << line.fault;
    EXPECT_EQ(line.reader, "anna");
    EXPECT_EQ(line.accounts, (std::vector<std::string>{"prod", "test"}));
    EXPECT_TRUE(parse_command_line({"grant", "anna", "--all"}).all);
    EXPECT_TRUE(parse_command_line({"revoke", "anna"}).is_usable());
    EXPECT_EQ(
        parse_command_line({"grant", "anna"}).fault,
        "grant needs --account NAME, once for each account, or --all for all of them and those to come");
    EXPECT_EQ(parse_command_line({"grant", "anna", "--all", "--account", "prod"}).fault,
              "--all are all accounts: leave --account out");
    EXPECT_EQ(parse_command_line({"revoke"}).fault, "revoke needs a reader: a database role that can log in");
    EXPECT_EQ(parse_command_line({"grant", "anna", "berta"}).fault, "one reader at a time: anna and berta");
    EXPECT_EQ(parse_command_line({"sync", "--account", "prod"}).fault,
              "--account goes with the command grant or revoke only");
    EXPECT_EQ(parse_command_line({"revoke", "anna", "--all"}).fault,
              "--all goes with the command quarantine or grant only");
    EXPECT_EQ(parse_command_line({"grant", "anna", "--acount", "prod"}).fault,
              "unknown option --acount; did you mean --account?");
    EXPECT_EQ(parse_command_line({"grant", "anna", "--account"}).fault, "--account needs a value");
}

TEST(CommandLine, the_schema_is_told_plain_or_as_markdown) {
    EXPECT_TRUE(parse_command_line({"schema", "--markdown"}).markdown);
    EXPECT_FALSE(parse_command_line({"schema"}).markdown);
    EXPECT_EQ(parse_command_line({"status", "--markdown"}).fault,
              "--markdown goes with the command schema only");
}

TEST(CommandLine, quarantine_lists_and_shows) {
    auto const list = parse_command_line({"quarantine", "list", "prod/china", "--all", "--json"});
    EXPECT_TRUE(list.is_usable()) << list.fault;
    EXPECT_EQ(list.view, "list");
    EXPECT_EQ(list.source, "prod/china");
    EXPECT_TRUE(list.all && list.json);
    EXPECT_TRUE(parse_command_line({"quarantine", "list"}).is_usable());
    auto const show = parse_command_line({"quarantine", "show", "00ab"});
    EXPECT_TRUE(show.is_usable()) << show.fault;
    EXPECT_EQ(show.id, "00ab");
    EXPECT_EQ(parse_command_line({"quarantine"}).fault, "quarantine needs list or show");
    EXPECT_EQ(parse_command_line({"quarantine", "lst"}).fault, "quarantine takes list or show, not lst");
    EXPECT_EQ(parse_command_line({"quarantine", "list", "a", "b"}).fault, "one at a time: a and b");
    for (auto const& words : {std::vector<std::string>{"quarantine", "show"},
                              std::vector<std::string>{"quarantine", "show", "00a"}})
        EXPECT_NE(parse_command_line(words).fault.find("needs an id"), std::string::npos);
    EXPECT_EQ(parse_command_line({"quarantine", "show", "00ab", "--all"}).fault,
              "--all goes with quarantine list only");
    EXPECT_EQ(parse_command_line({"sync", "--json"}).fault,
              "--json goes with the command status or quarantine only");
}

TEST(CommandLine, repair_and_api_go_with_verify) {
    auto const line = parse_command_line({"verify", "--repair", "--api"});
    EXPECT_TRUE(line.is_usable()) << line.fault;
    EXPECT_TRUE(line.repair);
    EXPECT_TRUE(line.api);
    EXPECT_EQ(parse_command_line({"sync", "--repair"}).fault, "--repair goes with the command verify only");
}

TEST(CommandLine, help_names_every_command) {
    for (auto const* command :
         {"run", "sync", "--dry-run", "--record DIR", "replay DIR...", "check", "migrate", "release SOURCE",
          "status", "quarantine list", "quarantine show", "verify", "--repair", "--api"})
        EXPECT_NE(help_text().find(command), std::string::npos) << command;
}

TEST(CommandLine, help_and_version_need_no_command) {
    EXPECT_TRUE(parse_command_line({"--help"}).is_usable());
    EXPECT_TRUE(parse_command_line({"--version"}).is_usable());
}

TEST(ExitCode, the_gravest_of_several_outcomes_wins) {
    using namespace exit_code;
    EXPECT_EQ(graver(kDone, kTryAgain), kTryAgain);
    EXPECT_EQ(graver(kTryAgain, kUnavailable), kUnavailable);
    EXPECT_EQ(graver(kTryAgain, kData), kData);
    EXPECT_EQ(graver(kData, kUnavailable), kUnavailable);
    EXPECT_EQ(graver(kNoPermission, kUnavailable), kNoPermission);
    EXPECT_EQ(graver(kNoPermission, kSettings), kSettings);
}

TEST(ExitCode, a_source_that_holds_something_wants_another_look) {
    Certificate certificate;
    certificate.verdict = Verdict::whole;
    EXPECT_EQ(exit_code::of(certificate), exit_code::kDone);
    certificate.held = 1;
    EXPECT_EQ(exit_code::of(certificate), exit_code::kTryAgain);
    certificate.verdict = Verdict::refused;
    certificate.stopped_by = Error(ErrorKind::unlicensed, "the edition is too low");
    EXPECT_EQ(exit_code::of(certificate), exit_code::kNoPermission);
    certificate.held = 0;
    certificate.verdict = Verdict::partial;
    certificate.stopped_by = Error(ErrorKind::unavailable, "no route");
    EXPECT_EQ(exit_code::of(certificate), exit_code::kUnavailable);
    certificate.stopped_by.reset();
    EXPECT_EQ(exit_code::of(certificate), exit_code::kTryAgain);
}

}  // namespace
}  // namespace sasyncd
