#include "app/entitlement.hpp"
#include "app/names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sasyncd {
namespace {

using testing::HasSubstr;

SourceWalk walk(Site site, Verdict verdict, std::uint64_t pages) {
    SourceWalk made;
    made.source.label = "prod";
    made.source.site = site;
    made.certificate.emplace();
    made.certificate->verdict = verdict;
    made.certificate->pages = pages;
    return made;
}

std::vector<SourceStatus> sources(std::vector<std::string> const& names) {
    std::vector<SourceStatus> list(names.size());
    for (std::size_t i = 0; i < names.size(); ++i)
        list[i].name = names[i];
    return list;
}

TEST(Entitlement, a_site_refused_alone_may_be_none_of_the_accounts) {
    auto const refused = walk(Site::international, Verdict::refused, 0);
    EXPECT_TRUE(is_refused_alone(refused, {walk(Site::china, Verdict::whole, 3), refused}));
    EXPECT_TRUE(is_refused_alone(refused, {walk(Site::china, Verdict::partial, 1), refused}));
}

TEST(Entitlement, sites_that_are_refused_together_are_a_fault_of_the_account) {
    auto const refused = walk(Site::international, Verdict::refused, 0);
    EXPECT_FALSE(is_refused_alone(refused, {refused}));
    EXPECT_FALSE(is_refused_alone(refused, {walk(Site::china, Verdict::refused, 0), refused}));
    EXPECT_FALSE(is_refused_alone(refused, {walk(Site::china, Verdict::partial, 0), refused}));
    SourceWalk unknown;  // database or lease stood in the way
    EXPECT_FALSE(is_refused_alone(refused, {unknown, refused}));
    auto const whole = walk(Site::china, Verdict::whole, 3);
    EXPECT_FALSE(is_refused_alone(whole, {whole, refused}));
}

TEST(SourceNames, are_found_as_they_are_shown) {
    auto const known = sources({"prod/china", "prod/international", "prod/china#1234abcd"});
    EXPECT_EQ(find_source(known, "prod/china#1234abcd"), &known[2]);
    EXPECT_EQ(find_source(known, "prod"), nullptr);
}

TEST(SourceNames, an_unknown_one_is_answered_with_the_nearest) {
    auto const known = sources({"prod/international", "prod/china"});
    EXPECT_EQ(
        unknown_source(known, "prod/chnia"),
        "no source is called prod/chnia; did you mean prod/china? There are prod/china, prod/international");
    EXPECT_EQ(unknown_source(known, "x"), "no source is called x; there are prod/china, prod/international");
    EXPECT_EQ(unknown_source({}, "x"), "no source is called x: none is on record yet");
    std::vector<std::string> many;
    for (int i = 10; i < 30; ++i)
        many.push_back("a" + std::to_string(i) + "/china");
    EXPECT_THAT(unknown_source(sources(many), "\x1b[2J"), HasSubstr("a19/china and 10 more"));
    EXPECT_THAT(unknown_source(sources(many), "\x1b[2J"), HasSubstr("called \\u{1b}[2J"));
}

TEST(Names, the_operator_is_the_person_behind_sudo) {
    setenv("SUDO_USER", "alice", 1);
    EXPECT_THAT(operator_name(), testing::StartsWith("alice@"));
    unsetenv("SUDO_USER");
    EXPECT_THAT(operator_name(), testing::Not(testing::StartsWith("alice@")));
    EXPECT_THAT(process_name(), testing::EndsWith(":" + std::to_string(getpid())));
}

}  // namespace
}  // namespace sasyncd
