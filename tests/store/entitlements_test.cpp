#include "store/entitlements.hpp"

#include "store/fixture.hpp"

namespace sasyncd::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class EntitlementsTest : public StoreTest {
protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (!IsSkipped())
            entitlements = std::make_unique<Entitlements>(*writer, clock, observer, database->options());
    }
    std::set<std::string> tried() { return run(entitlements->tried_today("1001")).value(); }
    std::string health() {
        return database->one("SELECT health FROM sas.source WHERE site = 'international'");
    }

    std::unique_ptr<Entitlements> entitlements;
};

TEST_F(EntitlementsTest, a_site_is_tried_again_after_a_day) {
    auto const there = make_source(Site::international);
    begin(there);
    EXPECT_THAT(tried(), IsEmpty());
    ASSERT_TRUE(run(entitlements->record(leader, there, true)));
    EXPECT_EQ(health(), "not_entitled");
    EXPECT_THAT(tried(), ElementsAre("international"));
    database->exec("UPDATE sasync.source SET not_entitled_at = now() - interval '25 hours'");
    EXPECT_THAT(tried(), IsEmpty());
    EXPECT_EQ(health(), "not_entitled") << "until it is tried, nothing else is known";
    ASSERT_TRUE(run(entitlements->record(leader, there, true)));
    EXPECT_THAT(tried(), ElementsAre("international"));
    ASSERT_TRUE(run(entitlements->record(leader, there, false)));
    EXPECT_NE(health(), "not_entitled");
}

TEST_F(EntitlementsTest, a_source_is_named_with_its_filter) {
    auto narrowed = make_source(Site::international);
    narrowed.filter["Levels"] = "serious";
    begin(narrowed);
    begin(make_source(Site::international));
    ASSERT_TRUE(run(entitlements->record(leader, narrowed, true)));
    EXPECT_THAT(tried(), ElementsAre(narrowed.name().substr(narrowed.label.size() + 1)));
}

TEST_F(EntitlementsTest, a_site_of_which_anything_was_ever_seen_is_not_empty) {
    EXPECT_TRUE(run(entitlements->is_site_empty("1001", Site::china)).value());
    load({RowMaker{}});
    auto const start = begin();
    auto part = part_of(start);
    part.gone.push_back(gone(RowMaker{}.key()));
    publish(std::move(part));
    EXPECT_FALSE(run(entitlements->is_site_empty("1001", Site::china)).value());
    EXPECT_TRUE(run(entitlements->is_site_empty("1001", Site::international)).value());
}

TEST_F(EntitlementsTest, only_the_leader_records) {
    auto stale = leader;
    ++stale.token;
    auto const refused = run(entitlements->record(stale, make_source(), true));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::lost_lease);
}

}  // namespace
}  // namespace sasyncd::test
