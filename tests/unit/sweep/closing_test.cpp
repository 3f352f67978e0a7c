#include "unit/sweep/walk_bench.hpp"

namespace sasyncd {
namespace {

/// Twelve images, six containers, six targets, a file each; walked once.
class Closing : public ::testing::Test {
protected:
    Closing() {
        for (int i = 0; i < 12; ++i)
            bench.site.add(image_row(i, i));
        for (int i = 0; i < 6; ++i) {
            bench.site.add(container_row(i, 100 + i));
            bench.site.add(target_row(i, 200 + i));
        }
        bench.walk();
    }

    Key vanish(std::size_t at = 0) {
        auto const key = key_of(bench.site.rows()[at]);
        bench.site.remove(at);
        return key;
    }
    [[nodiscard]] std::optional<Gone> gone(Key const& key) const {
        return bench.ledger.occurrences().at(key).gone;
    }
    /// Of the answers whose request ids a closing names, none held the row, and both were asked for its file.
    void expect_proof(Key const& key) const {
        auto const& occurrence = bench.ledger.occurrences().at(key);
        ASSERT_TRUE(occurrence.gone) << "it is still present";
        for (auto const& id : {occurrence.gone->first_request_id, occurrence.gone->request_id}) {
            auto const* call = bench.site.find_call(id);
            ASSERT_NE(call, nullptr) << "no call has the request id " << id;
            EXPECT_EQ(call->asked_for("MaliciousMd5"), occurrence.row[Text::malicious_md5]);
            EXPECT_FALSE(call->keys.contains(key));
        }
        EXPECT_NE(occurrence.gone->first_request_id, occurrence.gone->request_id);
    }
    [[nodiscard]] std::size_t calls_for(std::string const& md5) const {
        std::size_t count = 0;
        for (auto const& call : bench.site.calls())
            count += call.asked_for("MaliciousMd5") == md5 ? 1U : 0U;
        return count;
    }

    WalkBench bench;
};

TEST_F(Closing, ClosesWhatTwoAnswersLackedAndKeepsTheirRequestIds) {
    auto const key = vanish();
    auto const certificate = bench.walk();
    expect_proof(key);
    EXPECT_EQ(gone(key)->proof, Proof::asked);
    EXPECT_EQ(gone(key)->reason, GoneReason::absent);
    EXPECT_EQ(certificate.suspects, 1U);
    EXPECT_EQ(certificate.asked, 1U);
    EXPECT_EQ(certificate.closed, 1U);
    EXPECT_EQ(certificate.left_open, 0U);
    EXPECT_NE(certificate.control_request_id, "");
    EXPECT_TRUE(bench.ledger.suspects().empty());
    EXPECT_TRUE(bench.ledger.irregularities().empty());
}

TEST_F(Closing, ARowThatOnlyThePagesSkippedStaysOpen) {
    auto const skipped = bench.site.rows()[3];
    bench.site.options.hides = [&](Row const& row, Parameters const& filter) {
        return !filter.contains("MaliciousMd5") && key_of(row) == key_of(skipped);
    };
    auto const certificate = bench.walk();
    EXPECT_FALSE(gone(key_of(skipped)));
    EXPECT_EQ(certificate.suspects, 1U);
    EXPECT_EQ(certificate.left_open, 0U) << "it was found by the question";
}

TEST_F(Closing, ARowThatComesBackBeforeTheSecondAnswerStaysOpen) {
    auto const row = bench.site.rows()[0];
    auto const md5 = row[Text::malicious_md5];
    auto const key = vanish();
    int asked = 0;
    bench.site.before_answer = [&](PageQuery const& query) {
        if (query.filter.contains("MaliciousMd5") && query.filter.at("MaliciousMd5") == md5 && ++asked == 2)
            bench.site.add(row);
    };
    bench.walk();
    EXPECT_EQ(asked, 2);
    EXPECT_FALSE(gone(key));
}

TEST_F(Closing, AsksForTheFileAsItWasSpelled) {
    auto row = image_row(50, 50);
    row.set(Text::malicious_md5, "D836968041F7683B5459AAAAAAAAAAAA");
    bench.site.insert(0, row);
    bench.walk();
    auto const key = vanish();
    bench.walk();
    expect_proof(key);
}

TEST_F(Closing, NothingClosesWhileNoControlComesBack) {
    auto const key = vanish();
    bench.site.fail = [](PageQuery const& query, std::uint64_t) -> std::optional<Error> {
        if (query.filter.contains("MaliciousMd5"))
            return Error(ErrorKind::rejected, "no such filter");
        return std::nullopt;
    };
    auto const certificate = bench.walk();
    EXPECT_FALSE(gone(key));
    EXPECT_EQ(certificate.left_open, 1U);
    EXPECT_EQ(certificate.verdict, Verdict::whole);
    bench.site.fail = nullptr;
    bench.walk();
    expect_proof(key);
}

TEST_F(Closing, NothingClosesWhereTheControlNoLongerComesBackAfterwards) {
    auto const key = vanish();
    std::set<std::string> asked;
    bool is_lying = false;
    auto const vanished = md5_of(0);
    bench.site.before_answer = [&](PageQuery const& query) {
        auto const md5 = query.filter.find("MaliciousMd5");
        // Once the question was put for the second time, the site answers everything by file with nothing.
        if (md5 != query.filter.end() && md5->second == vanished && !asked.insert(vanished).second)
            is_lying = true;
    };
    bench.site.options.hides = [&](Row const&, Parameters const& filter) {
        return is_lying && filter.contains("MaliciousMd5");
    };
    bench.walk();
    EXPECT_TRUE(is_lying);
    EXPECT_FALSE(gone(key));
}

TEST_F(Closing, AKindIsVouchedForByItsOwnKind) {
    // Answers about containers are empty, those about images are right.
    auto const at = std::find_if(bench.site.rows().begin(), bench.site.rows().end(),
                                 [](Row const& row) { return kind_of(row) == Kind::container; });
    auto const container = vanish(static_cast<std::size_t>(at - bench.site.rows().begin()));
    auto const image = vanish(0);
    bench.site.options.hides = [](Row const& row, Parameters const& filter) {
        return filter.contains("MaliciousMd5") && kind_of(row) == Kind::container;
    };
    bench.walk();
    EXPECT_FALSE(gone(container));
    expect_proof(image);
}

TEST_F(Closing, AKindOfWhichNoRowLivesClosesAfterTheHold) {
    std::vector<Key> containers;
    for (std::size_t at = 0; at < bench.site.rows().size();) {
        if (kind_of(bench.site.rows()[at]) == Kind::container)
            containers.push_back(vanish(at));
        else
            ++at;
    }
    bench.walk();
    for (auto const& key : containers)
        EXPECT_FALSE(gone(key));
    bench.clock.advance(bench.options.fuse.hold + std::chrono::seconds(1));
    bench.walk();
    for (auto const& key : containers)
        expect_proof(key);
}

TEST_F(Closing, AnAnswerThatHoldsAnotherFileProvesNothing) {
    auto const key = vanish();
    bench.site.options.ignored_filters = {"MaliciousMd5"};
    auto const certificate = bench.walk();
    EXPECT_FALSE(gone(key));
    EXPECT_EQ(certificate.left_open, 1U);
}

TEST_F(Closing, WhereTheFilterIsNeverHonouredThreeStillWalksClose) {
    auto const key = vanish();
    bench.site.options.ignored_filters = {"MaliciousMd5"};
    bench.walk();
    bench.walk();
    EXPECT_FALSE(gone(key));
    bench.walk();
    ASSERT_TRUE(gone(key));
    EXPECT_EQ(gone(key)->proof, Proof::walks);
}

TEST_F(Closing, AFilterThatIsHonouredAgainIsAskedAgain) {
    bench.site.options.ignored_filters = {"MaliciousMd5"};
    auto const first = vanish();
    for (int i = 0; i < 3; ++i)
        bench.walk();
    ASSERT_TRUE(gone(first));
    bench.site.options.ignored_filters.clear();
    auto const second = vanish();
    bench.walk();
    expect_proof(second);
    EXPECT_EQ(bench.ledger.source(1).memory.dishonest_walks, 0U);
}

TEST_F(Closing, AnAnswerOfExactlyOnePageIsTestedByTheNextPage) {
    for (int i = 0; i < 20; ++i)
        bench.site.add(image_row(300 + i, 77));
    bench.walk();
    auto row = image_row(400, 77);
    bench.site.insert(0, row);
    bench.walk();
    auto const key = vanish(0);  // 20 rows of the file are left: just one page
    bench.walk();
    expect_proof(key);
    EXPECT_GE(calls_for(md5_of(77)), 6U);
}

TEST_F(Closing, ALongAnswerIsNarrowedByTheSuspectsImage) {
    for (int i = 0; i < 50; ++i)
        bench.site.add(image_row(300 + i, 77));
    bench.walk();
    auto const key = vanish(bench.site.rows().size() - 10);
    bench.walk();
    expect_proof(key);
    EXPECT_EQ(gone(key)->proof, Proof::asked);
    EXPECT_FALSE(bench.site.find_call(gone(key)->request_id)->asked_for("ImageDigest").empty());
}

TEST_F(Closing, AnAnswerThatNothingNarrowsIsReadWholeTwice) {
    for (int i = 0; i < 50; ++i)
        bench.site.add(target_row(300 + i, 77));
    bench.walk();
    auto const key = vanish(bench.site.rows().size() - 10);
    bench.walk();
    expect_proof(key);
    EXPECT_EQ(gone(key)->proof, Proof::walks);
}

TEST_F(Closing, TwoUnequalReadingsOfALongAnswerCloseNothing) {
    for (int i = 0; i < 50; ++i)
        bench.site.add(target_row(300 + i, 77));
    bench.walk();
    auto const key = vanish(bench.site.rows().size() - 10);
    int next = 400;
    bench.site.before_answer = [&](PageQuery const& query) {
        if (query.filter.contains("MaliciousMd5") && query.page == 3)
            bench.site.add(target_row(next++, 77));
    };
    bench.walk();
    EXPECT_FALSE(gone(key));
}

TEST_F(Closing, ANarrowedAnswerThatTheFilterCannotGiveProvesNothing) {
    for (int i = 0; i < 50; ++i)
        bench.site.add(image_row(300 + i, 77));
    bench.walk();
    auto const alive = key_of(bench.site.rows().back());
    // The last row is skipped by pages, and ImageDigest and its kin bring nothing back at all.
    bench.site.options.hides = [&](Row const& row, Parameters const& filter) {
        bool const narrows =
            filter.contains("ImageDigest") || filter.contains("ImageLayer") || filter.contains("RepoId");
        return narrows || (filter.empty() && key_of(row) == alive);
    };
    bench.walk();
    EXPECT_FALSE(gone(alive));
}

TEST_F(Closing, AQuarantinedRowInTheAnswerKeepsTheSuspectOpen) {
    auto const row = bench.site.rows()[0];
    auto const key = key_of(row);
    bench.site.options.is_bad = [&](Row const& r) { return key_of(r) == key; };
    bench.walk();
    EXPECT_FALSE(gone(key));
}

TEST_F(Closing, TheLimitBoundsTheCallsAndTheRestIsLeftOpen) {
    for (int i = 0; i < 5; ++i)
        vanish();
    bench.ask_limit = 6;
    auto const before = bench.site.calls().size();
    auto certificate = bench.walk();
    std::size_t by_file = 0;
    for (auto i = before; i < bench.site.calls().size(); ++i)
        by_file += bench.site.calls()[i].query.filter.contains("MaliciousMd5") ? 1U : 0U;
    EXPECT_LE(by_file, 6U);
    EXPECT_GE(certificate.closed, 1U);
    EXPECT_EQ(certificate.left_open, 5 - certificate.closed);
    EXPECT_EQ(certificate.verdict, Verdict::whole);
    for (int i = 0; i < 4 && certificate.left_open > 0; ++i)
        certificate = bench.walk();
    EXPECT_EQ(certificate.left_open, 0U);
}

TEST_F(Closing, WithALimitOf0NothingIsAskedAndNothingCloses) {
    auto const key = vanish();
    bench.ask_limit = 0;
    bench.walk();
    EXPECT_FALSE(gone(key));
    EXPECT_EQ(calls_for(md5_of(0)), 0U);
}

TEST_F(Closing, AWalkThatIsPartialAsksToo) {
    for (int i = 0; i < 60; ++i)
        bench.site.add(image_row(500 + i, 500 + i));
    bench.walk();
    auto const key = vanish();
    bench.site.fail = [](PageQuery const& query, std::uint64_t) -> std::optional<Error> {
        if (query.filter.empty() && query.page == 3)
            return Error(ErrorKind::rejected, "not this one");
        return std::nullopt;
    };
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.verdict, Verdict::partial);
    expect_proof(key);
    EXPECT_EQ(bench.ledger.present().size(), 83U) << "rows of the page that failed are alive";
}

TEST_F(Closing, ARefusedWalkAsksNothing) {
    auto const key = vanish();
    bench.site.fail = [](PageQuery const&, std::uint64_t) -> std::optional<Error> {
        return Error(ErrorKind::unauthorised, "not allowed");
    };
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.verdict, Verdict::refused);
    EXPECT_FALSE(gone(key));
    EXPECT_EQ(calls_for(md5_of(0)), 0U);
}

TEST_F(Closing, FindsRowsOnlyASliceShowsAndKeepsThem) {
    for (int i = 0; i < 3; ++i)
        bench.site.change(static_cast<std::size_t>(i), [](Row& row) { row.status = 3; });
    bench.walk();
    auto const hidden = key_of(bench.site.rows()[0]);
    bench.site.options.hidden_statuses = {3};
    auto const certificate = bench.walk();
    EXPECT_FALSE(gone(hidden));
    EXPECT_EQ(certificate.left_open, 0U);
    EXPECT_NE(certificate.notes, "");
    EXPECT_TRUE(bench.ledger.source(1).memory.slice_by_status);
    // One of them goes: closed by questions under "all" and under each Status.
    auto const key = vanish(1);
    bench.walk();
    expect_proof(key);
    EXPECT_FALSE(gone(hidden));
}

TEST_F(Closing, SlicesAreReadToTheirEndsWhereTotalCountIsTooSmall) {
    for (int i = 0; i < 300; ++i)
        bench.site.add(image_row(i / 30 + 500, 500 + i));
    bench.site.change(0, [](Row& row) { row.status = 3; });
    bench.walk();
    bench.site.options.hidden_statuses = {3};
    EXPECT_EQ(bench.walk().verdict, Verdict::whole);
    bench.site.options.totals = SiteOptions::Totals::images;
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.verdict, Verdict::whole) << certificate.reason;
}

TEST_F(Closing, ATotalCountThatCountsImagesDoesNotMakeSlicesForEver) {
    // One image with rows of two statuses is one image in all and one image in each.
    bench.site.options.totals = SiteOptions::Totals::images;
    auto second = image_row(0, 900);
    second.status = 1;
    bench.site.add(second);
    bench.walk();
    bench.clock.advance(std::chrono::hours(25));
    bench.walk();
    EXPECT_FALSE(bench.ledger.source(1).memory.slice_by_status);
}

}  // namespace
}  // namespace sasyncd
