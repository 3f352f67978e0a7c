#include "app/action_answer.hpp"
#include "app/action_book.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sasyncd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Action action(std::int64_t number, ActionKind kind, std::string account_id = "1001") {
    Action made;
    made.action_id = number;
    made.request.kind = kind;
    made.request.account_id = std::move(account_id);
    return made;
}

std::vector<std::int64_t> numbers(std::vector<Action> const& actions) {
    std::vector<std::int64_t> list;
    for (auto const& one : actions)
        list.push_back(one.action_id);
    return list;
}

TEST(ActionAnswer, is_read_as_it_was_written) {
    ActionAnswer answer;
    answer.status = 75;
    answer.sweep_id = 17;
    answer.text = "1 of 2 sources whole; prod/china partial: page 3";
    EXPECT_EQ(to_text(answer), "exit 75; sweep 17; 1 of 2 sources whole; prod/china partial: page 3");
    auto const read = parse_answer(to_text(answer));
    EXPECT_EQ(read.status, 75);
    EXPECT_EQ(read.sweep_id, 17);
    EXPECT_EQ(read.text, answer.text);
}

TEST(ActionAnswer, text_without_a_status_is_a_success) {
    for (auto const* text : {"25 occurrences released", "exit of the fuse", "", "sweeping done"}) {
        auto const read = parse_answer(text);
        EXPECT_EQ(read.status, 0) << text;
        EXPECT_EQ(read.sweep_id, 0) << text;
        EXPECT_EQ(read.text, text);
    }
}

TEST(ActionBook, several_syncs_are_one_sweep) {
    ActionBook book;
    EXPECT_FALSE(book.has(ActionKind::sync));
    book.note("1001",
              {action(1, ActionKind::sync), action(2, ActionKind::release), action(3, ActionKind::sync)});
    book.note("2002", {action(4, ActionKind::sync, "2002")});
    EXPECT_TRUE(book.has(ActionKind::sync));
    EXPECT_THAT(numbers(book.take(ActionKind::sync)), ElementsAre(1, 3, 4));
    EXPECT_FALSE(book.has(ActionKind::sync));
    EXPECT_THAT(numbers(book.take(ActionKind::release)), ElementsAre(2));
}

TEST(ActionBook, what_is_being_carried_out_is_not_taken_twice) {
    ActionBook book;
    book.note("1001", {action(1, ActionKind::sync)});
    auto const taken = book.take(ActionKind::sync);
    // Read again while it is under way; one more came meanwhile.
    book.note("1001", {action(1, ActionKind::sync), action(2, ActionKind::sync)});
    book.note("2002", {});
    EXPECT_THAT(numbers(book.take(ActionKind::sync)), ElementsAre(2));
    book.give_back(taken.front());
    book.note("1001", {action(1, ActionKind::sync)});
    EXPECT_THAT(numbers(book.take(ActionKind::sync)), ElementsAre(1));
}

TEST(ActionBook, what_nobody_waits_for_any_more_lapses) {
    ActionBook book;
    book.note("1001", {action(1, ActionKind::sync)});
    book.note("1001", {});
    EXPECT_FALSE(book.has(ActionKind::sync));
    book.note("1001", {action(2, ActionKind::release)});
    book.keep_accounts({"2002"});
    EXPECT_THAT(book.take(ActionKind::release), IsEmpty());
}

}  // namespace
}  // namespace sasyncd
