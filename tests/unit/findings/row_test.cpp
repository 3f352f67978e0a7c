#include "findings/level.hpp"
#include "findings/packed_row.hpp"
#include "unit/findings/rows.hpp"

#include <gtest/gtest.h>

#include <set>

namespace sasyncd {
namespace {

TEST(Row, FieldsAreNamedOnceEachAsTheApiNamesThem) {
    EXPECT_EQ(std::set<std::string_view>(kTextNames.begin(), kTextNames.end()).size(), kTextCount);
    auto const row = full_row();
    EXPECT_EQ(row[Text::malicious_md5], "value of MaliciousMd5");
    EXPECT_EQ(row[Text::repo_namespace], "value of Namespace");
    EXPECT_EQ(row[Text::host_uuid], "value of Uuid");
    EXPECT_EQ(row[Text::high_light], "value of HighLight");
    EXPECT_EQ(row[Text::level], "value of Level");
}

TEST(Row, KindIsTargetBeforeContainerBeforeImage) {
    Row row;
    EXPECT_EQ(kind_of(row), Kind::image);
    row.set(Text::container_id, "c");
    EXPECT_EQ(kind_of(row), Kind::container);
    row.set(Text::target_id, "t");
    EXPECT_EQ(kind_of(row), Kind::target);
    EXPECT_EQ(to_string(Kind::image), "image");
    EXPECT_EQ(to_string(Kind::container), "container");
    EXPECT_EQ(to_string(Kind::target), "target");
}

TEST(Row, KeepsWhatItIsGivenAndLeavesItsCopiesAlone) {
    auto row = full_row();
    auto const copy = row;
    for (int i = 0; i < 3; ++i)
        row.set(Text::tag, std::string(100, 'a') + std::string(row[Text::tag]));
    row.set(Text::pod, row[Text::tag].substr(0, 2));  // from its own ground
    row.set(Text::image, "");
    EXPECT_EQ(row[Text::tag], std::string(300, 'a') + "value of Tag");
    EXPECT_EQ(row[Text::pod], "aa");
    EXPECT_EQ(row[Text::image], "");
    EXPECT_EQ(row[Text::level], "value of Level");
    EXPECT_EQ(copy, full_row());
    EXPECT_NE(row, copy);
}

TEST(PackedRow, ComesBackAsItWas) {
    EXPECT_EQ(PackedRow(full_row()).unpack(), full_row());
    EXPECT_EQ(PackedRow(Row()).unpack(), Row());
}

TEST(PackedRow, KeepsLongTextsNulsAndEveryLengthAroundTheBoundaries) {
    for (std::size_t const length : {1U, 127U, 128U, 129U, 16'383U, 16'384U, 200'000U}) {
        auto row = full_row();
        row.set(Text::high_light, std::string(length, 'x'));
        row.set(Text::download_url, std::string("a\0b", 3));
        EXPECT_EQ(PackedRow(row).unpack(), row) << length;
    }
}

TEST(PackedRow, TellsAbsentFromZero) {
    Row row;
    row.status = 0;
    row.event_id = 0;
    row.latest_scan = SystemTime();
    auto const unpacked = PackedRow(row).unpack();
    EXPECT_EQ(unpacked.status, 0);
    EXPECT_EQ(unpacked.event_id, 0);
    EXPECT_EQ(unpacked.latest_scan, SystemTime());
    EXPECT_EQ(unpacked.first_scan, std::nullopt);
}

TEST(PackedRow, CostsLittleMoreThanItsText) {
    Row row;
    row.set(Text::file_path, std::string(100, 'x'));
    EXPECT_LT(PackedRow(row).size(), 160U);
    EXPECT_EQ(PackedRow().size(), 0U);
}

// Missing, null and empty are one: a reader leaves the text empty for all three, so nothing can tell them apart.
TEST(Row, AFieldThatWasNeverSetEqualsAnEmptyOne) {
    Row missing;
    missing.set(Text::image_uuid, "uuid");
    auto empty = missing;
    empty.set(Text::digest, "");
    empty.set(Text::layer, std::string());
    EXPECT_EQ(missing, empty);
    EXPECT_EQ(row_key(Site::china, {"uuid", false}, missing), row_key(Site::china, {"uuid", false}, empty));
    EXPECT_EQ(fingerprint(missing), fingerprint(empty));
}

TEST(Level, RanksTheWorstFirstAndTheUnknownAboveAll) {
    EXPECT_EQ(level_rank("serious"), 3);
    EXPECT_EQ(level_rank("suspicious"), 2);
    EXPECT_EQ(level_rank("remind"), 1);
    EXPECT_EQ(level_rank(""), 0);
    EXPECT_EQ(level_rank("Serious"), 4);
    EXPECT_EQ(level_rank("apocalyptic"), 4);
}

}  // namespace
}  // namespace sasyncd
