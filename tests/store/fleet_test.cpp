#include "store/fixture.hpp"
#include "store/fleet_book.hpp"

namespace sasyncd::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

class Fleets : public StoreTest {
protected:
    FleetBook book_of(std::string holder, std::chrono::milliseconds ttl = std::chrono::seconds(60)) {
        return FleetBook(*writer, std::move(holder), LeaseOptions{ttl}, database->options());
    }
};

TEST_F(Fleets, daemons_see_each_other_and_who_leads) {
    auto here = book_of("here:1");
    auto there = book_of("there:2");
    ASSERT_TRUE(run(here.announce({"1001", "2002"})));
    auto const view = run(there.announce({"2002"})).value();
    EXPECT_THAT(view.accounts_of, ElementsAre(Pair("here:1", ElementsAre("1001", "2002")),
                                              Pair("there:2", ElementsAre("2002"))));
    EXPECT_THAT(view.leader_of, ElementsAre(Pair("1001", "here:1")));
    ASSERT_TRUE(view.next_lapse) << "the other's lease, and its word";
    EXPECT_LE(*view.next_lapse, std::chrono::seconds(60));
    ASSERT_TRUE(run(here.leave()));
    EXPECT_THAT(run(there.announce({"2002"})).value().accounts_of,
                ElementsAre(Pair("there:2", ElementsAre("2002"))));
}

TEST_F(Fleets, who_is_silent_for_too_long_is_gone_and_so_is_a_lease_that_ran_out) {
    auto here = book_of("here:1", std::chrono::milliseconds(1));
    ASSERT_TRUE(run(here.announce({"1001"})));
    database->exec("UPDATE sasync.lease SET expires_at = now() - interval '1 second'");
    database->exec("UPDATE sasync.daemon SET expires_at = now() - interval '1 second'");
    auto there = book_of("there:2");
    auto const view = run(there.announce({"1001"})).value();
    EXPECT_THAT(view.accounts_of, ElementsAre(Pair("there:2", ElementsAre("1001"))));
    EXPECT_THAT(view.leader_of, IsEmpty());
    EXPECT_FALSE(view.next_lapse);
}

}  // namespace
}  // namespace sasyncd::test
