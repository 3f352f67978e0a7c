#include "unit/findings/rows.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

namespace sasyncd {
namespace {

ImageKey const kImage{"uuid-1", false};

// Keys are stored: another value for the same row would end every finding and open it anew. The values were computed
// by another implementation of the same rule.
TEST(Keys, KeepTheirValuesForEver) {
    EXPECT_EQ(finding_key("1234567890123456", kImage, "0123456789ABCDEF0123456789ABCDEF").to_uuid(),
              "78b54a92-60f8-a5e8-8b4c-9597dc0a7a8f");
    EXPECT_EQ(row_key(Site::china, kImage, full_row()).to_uuid(), "46173497-5adb-2214-ebb8-56edfdc24a13");
    EXPECT_EQ(row_key(Site::china, kImage, Row()).to_uuid(), "f3030ea7-75ce-2c50-cfd8-692f8ec73b97");
    EXPECT_EQ(fmt::format("{:016x}", fingerprint(full_row())), "4f60d47ff96d3418");
    EXPECT_EQ(fmt::format("{:016x}", fingerprint(Row())), "7af7fbc98f17c57f");
    EXPECT_EQ(fmt::format("{:016x}", digest64("abc")), "ce91dc5eec0139ad");
}

TEST(Keys, TravelAsUuids) {
    Key const key{0x0123456789abcdef, 0xfedcba9876543210};
    EXPECT_EQ(key.to_uuid(), "01234567-89ab-cdef-fedc-ba9876543210");
    EXPECT_EQ(Key::from_uuid(key.to_uuid()), key);
    EXPECT_EQ(Key::from_uuid("01234567-89AB-CDEF-FEDC-BA9876543210"), key);
    for (auto const* bad : {"", "0123456789abcdeffedcba9876543210", "01234567-89ab-cdef-fedc-ba987654321",
                            "01234567-89ab-cdef-fedc-ba987654321g", "01234567-89ab-cdef-fedc-ba9876543210 ",
                            "------------------------------------"})
        EXPECT_EQ(Key::from_uuid(bad), std::nullopt) << bad;
}

TEST(Keys, SortAsPostgresqlSortsUuids) {
    EXPECT_LT((Key{1, 9}), (Key{2, 0}));
    EXPECT_LT((Key{1, 1}), (Key{1, 0x8000000000000000}));
}

TEST(FindingKey, TellsAccountsImagesAndFilesApartAndNotTheCaseOfAnMd5) {
    auto const key = finding_key("1", kImage, "abc");
    EXPECT_EQ(finding_key("1", kImage, "ABC"), key);
    EXPECT_NE(finding_key("2", kImage, "abc"), key);
    EXPECT_NE(finding_key("1", {"uuid-2", false}, "abc"), key);
    EXPECT_NE(finding_key("1", {"uuid-1", true}, "abc"), key);
    EXPECT_NE(finding_key("1", kImage, "abd"), key);
    EXPECT_NE(finding_key("1", {"uuid-1a", false}, "bc"), key);
}

TEST(ImageKey, IsTheUuidOrWhatIsSteadiest) {
    auto row = full_row();
    auto const key = [&] { return image_key_of(row).value_or(ImageKey{"none", false}); };
    EXPECT_EQ(key().text, "value of ImageUuid");
    EXPECT_FALSE(key().is_derived);
    struct Step {
        Text gone;
        char const* next;
    };
    for (auto const& [gone, next] :
         {Step{Text::image_uuid, "digest:value of Digest"},
          Step{Text::digest, "target:value of TargetType/value of TargetId"},
          Step{Text::target_id, "image:value of Image"}, Step{Text::image, "host:value of Uuid"},
          Step{Text::host_uuid, "container:value of ContainerId"}}) {
        row.set(gone, "");
        EXPECT_EQ(key().text, next);
        EXPECT_TRUE(key().is_derived);
    }
    row.set(Text::container_id, "");
    EXPECT_EQ(image_key_of(row), std::nullopt);
}

std::set<Text> const kOfTheRowKey = {Text::malicious_md5, Text::file_path,        Text::layer,
                                     Text::digest,        Text::repo_instance_id, Text::repo_id,
                                     Text::tag,           Text::cluster_id,       Text::container_id,
                                     Text::target_type,   Text::target_id,        Text::host_uuid};

TEST(RowKey, ReactsToJustTheFieldsThatTellOccurrencesApart) {
    auto const key = row_key(Site::china, kImage, full_row());
    for (std::size_t i = 0; i < kTextCount; ++i) {
        auto row = full_row();
        row.set(static_cast<Text>(i), "another value");
        EXPECT_EQ(row_key(Site::china, kImage, row) != key, kOfTheRowKey.count(static_cast<Text>(i)) == 1)
            << kTextNames[i];
    }
    auto moved = full_row();
    moved.event_id.reset();
    moved.status.reset();
    moved.first_scan.reset();
    moved.latest_scan.reset();
    moved.latest_verify.reset();
    moved.extra.clear();
    EXPECT_EQ(row_key(Site::china, kImage, moved), key);
    EXPECT_NE(row_key(Site::international, kImage, full_row()), key);
    EXPECT_NE(row_key(Site::china, {"uuid-2", false}, full_row()), key);
}

TEST(RowKey, KnowsWhereOneFieldEndsAndTheNextBegins) {
    Row one;
    one.set(Text::file_path, "ab");
    one.set(Text::layer, "c");
    Row other;
    other.set(Text::file_path, "a");
    other.set(Text::layer, "bc");
    EXPECT_NE(row_key(Site::china, kImage, one), row_key(Site::china, kImage, other));
}

TEST(RowKey, DoesNotDependOnTheCaseOfTheMd5) {
    auto row = full_row();
    row.set(Text::malicious_md5, "ABCDEF");
    auto lower = row;
    lower.set(Text::malicious_md5, "abcdef");
    EXPECT_EQ(row_key(Site::china, kImage, row), row_key(Site::china, kImage, lower));
}

TEST(Fingerprint, ReactsToEveryStoredFieldThatIsNoKeyTimeOrLink) {
    auto const print = fingerprint(full_row());
    for (std::size_t i = 0; i < kTextCount; ++i) {
        auto row = full_row();
        auto const field = static_cast<Text>(i);
        row.set(field, "another value");
        // The spelling of an MD5 is stored, and no part of the key.
        bool const is_ignored =
            (kOfTheRowKey.count(field) == 1 && field != Text::malicious_md5) || field == Text::download_url;
        EXPECT_EQ(fingerprint(row) != print, !is_ignored) << kTextNames[i];
    }
    auto row = full_row();
    row.status = 3;
    EXPECT_NE(fingerprint(row), print);
    row.status.reset();
    EXPECT_NE(fingerprint(row), print);
    row = full_row();
    row.first_scan.reset();
    EXPECT_NE(fingerprint(row), print);
}

TEST(Fingerprint, IgnoresWhatMovesAtEveryScanOrCall) {
    auto row = full_row();
    row.event_id = 1;
    row.latest_scan.reset();
    row.latest_verify = SystemTime();
    row.extra = "{}";
    row.set(Text::download_url, "https://elsewhere");
    EXPECT_EQ(fingerprint(row), fingerprint(full_row()));
}

TEST(Fingerprint, TellsNoStatusFromStatusZero) {
    Row none;
    Row zero;
    zero.status = 0;
    EXPECT_NE(fingerprint(none), fingerprint(zero));
}

}  // namespace
}  // namespace sasyncd
