#include "sweep/answer.hpp"

#include "unit/sweep/site_rows.hpp"

#include <gtest/gtest.h>

namespace sasyncd {
namespace {

std::vector<Key> keys(std::initializer_list<std::uint64_t> numbers) {
    std::vector<Key> all;
    for (auto const number : numbers)
        all.push_back({0, number});
    return all;
}

Page page_of(std::vector<Row> rows) {
    Page page;
    page.number = 1;
    page.total_count = static_cast<std::int64_t>(rows.size());
    page.rows = std::move(rows);
    return page;
}

TEST(AnswerCursor, FewerRowsThanOneAnswerCanBringAreAllThereIs) {
    AnswerCursor cursor(3, 3);
    cursor.answered(2, 2, keys({1, 2}));
    EXPECT_TRUE(cursor.is_snapshot());
    EXPECT_FALSE(cursor.next());
}

TEST(AnswerCursor, AnEmptyAnswerIsASnapshot) {
    AnswerCursor cursor(0, 0);
    cursor.answered(0, 0, {});
    EXPECT_TRUE(cursor.is_snapshot());
}

TEST(AnswerCursor, AFullPageIsASnapshotOnlyWherePage2IsEmptyAndPage1Unchanged) {
    AnswerCursor cursor(2, 2);
    cursor.answered(2, 2, keys({1, 2}));
    EXPECT_EQ(cursor.next()->page, 2U);
    cursor.answered(0, 2, {});
    EXPECT_EQ(cursor.next()->page, 1U);
    cursor.answered(2, 2, keys({2, 1}));
    EXPECT_TRUE(cursor.is_snapshot());
}

TEST(AnswerCursor, AFullPageThatChangedMeanwhileIsNone) {
    for (auto const& [total, second] : {std::pair(std::int64_t{2}, keys({1, 3})), {3, keys({1, 2})}}) {
        AnswerCursor cursor(2, 2);
        cursor.answered(2, 2, keys({1, 2}));
        cursor.answered(0, 2, {});
        cursor.answered(2, total, second);
        EXPECT_FALSE(cursor.is_snapshot());
        EXPECT_FALSE(cursor.next());
    }
}

TEST(AnswerCursor, RowsOnPage2MakeItTooLong) {
    AnswerCursor cursor(2, 2);
    cursor.answered(2, 3, keys({1, 2}));
    cursor.answered(1, 3, keys({3}));
    EXPECT_FALSE(cursor.is_snapshot());
    EXPECT_FALSE(cursor.next());
}

TEST(AnswerCursor, AShortPageThatPromisesMoreIsNotTakenForAll) {
    AnswerCursor cursor(100, 100);
    cursor.answered(20, 25, keys({1}));
    EXPECT_FALSE(cursor.is_snapshot());
    EXPECT_EQ(cursor.next()->page, 2U);
    EXPECT_EQ(cursor.next()->size, 20U) << "of a size that begins where page 1 ended, though the server caps";
}

TEST(Answer, OfAnotherMd5ProvesNothing) {
    auto const page = page_of({image_row(1, 1), image_row(2, 2)});
    EXPECT_NE(fault_of_answer(page, md5_of(1)), "");
    EXPECT_TRUE(has_another_md5(page, md5_of(1)));
}

TEST(Answer, Md5sAreComparedWithoutCase) {
    auto row = image_row(1, 1);
    row.set(Text::malicious_md5, "ABCDEF0123");
    EXPECT_EQ(fault_of_answer(page_of({row}), "abcdef0123"), "");
}

TEST(Answer, WithAQuarantinedRowProvesNothing) {
    auto page = page_of({image_row(1, 1)});
    page.quarantined.push_back({"Digest is not text", "{}"});
    EXPECT_NE(fault_of_answer(page, md5_of(1)), "");
}

TEST(Answer, EmptyAgainstItsOwnTotalCountProvesNothing) {
    auto page = page_of({});
    page.total_count = 1;
    EXPECT_NE(fault_of_answer(page, md5_of(1)), "");
    page.total_count = 0;
    EXPECT_EQ(fault_of_answer(page, md5_of(1)), "");
}

}  // namespace
}  // namespace sasyncd
