#include "store/fixture.hpp"

#include <map>
#include <sstream>

namespace sasyncd::test {
namespace {

/// The contract with analysts: these columns are there, whatever else is. Never take one out.
std::map<std::string, std::string> const kContract = {
    {"finding",
     "account account_id image_uuid image_uuid_derived malicious_md5 malware_name level level_rank status "
     "status_name presence is_current first_scan_at latest_scan_at latest_verify_at opened_at closed_at "
     "close_reason episodes occurrences image digest tag repo_region_id repo_instance_id repo_id repo_name "
     "repo_namespace last_read_at"},
    {"occurrence",
     "account site source image_uuid malicious_md5 presence event_id level status file_path layer digest "
     "image tag repo_region_id repo_instance_id repo_id repo_name repo_namespace cluster_id cluster_name "
     "pod container_id instance_name internet_ip intranet_ip host_uuid target_type target_id target_name "
     "highlight extra first_scan_at latest_scan_at latest_verify_at appeared_at gone_at"},
    {"event",
     "event_id account image_uuid malicious_md5 kind at old_value new_value reason walk_id request_id source "
     "first_request_id"},
    {"episode",
     "account image_uuid malicious_md5 episode opened_at last_seen_at closed_at close_reason closing_walk "
     "closing_request_id proof continued_from"},
    {"walk",
     "walk_id sweep_id account site source daemon_version started_at ended_at verdict reason page_size_asked "
     "page_size_served pages requests retries total_first total_last total_changes rows keys keys_twice "
     "folded "
     "quarantined regions suspects asked closed left_open held control_request_id first_request_id "
     "last_request_id keys_digest"},
    {"source",
     "account site source configured health read_at proven_at age fresh last_verdict open_findings held "
     "reason"},
    {"region", "account site repo_region_id reported seen asked_at open_findings"},
    {"quarantine", "account source reason first_at gone_at id payload"},
};

class Views : public StoreTest {};

TEST_F(Views, have_all_columns_of_the_contract) {
    for (auto const& [view, columns] : kContract) {
        std::istringstream list(columns);
        for (std::string column; list >> column;)
            EXPECT_EQ(
                database->one("SELECT count(*) FROM information_schema.columns WHERE table_schema = 'sas' "
                              "AND table_name = '" +
                              view + "' AND column_name = '" + column + "'"),
                "1")
                << view << "." << column;
    }
}

TEST_F(Views, have_times_with_time_zone_only) {
    EXPECT_EQ(database->one(
                  "SELECT count(*) FROM information_schema.columns WHERE table_schema IN ('sas', 'sasync') "
                  "AND data_type = 'timestamp without time zone'"),
              "0");
}

TEST_F(Views, know_that_findings_are_current_while_their_sources_are_fresh) {
    RowMaker row;
    load({row});
    auto const current = [this] { return database->one("SELECT is_current FROM sas.finding"); };
    EXPECT_EQ(current(), "t");
    database->exec("UPDATE sasync.source SET read_at = now() - interval '1 day'");
    EXPECT_EQ(current(), "f");
}

TEST_F(Views, count_a_finding_of_two_sources_as_current_only_where_both_are_fresh) {
    RowMaker a, b;
    a.path = "/a";
    b.path = "/b";
    load({a, b});
    auto filtered = make_source();
    filtered.filter["Levels"] = "serious";
    auto const start = begin(filtered);
    auto part = part_of(start);
    part.adopted.push_back(b.key());
    publish(std::move(part));
    EXPECT_EQ(database->one("SELECT is_current FROM sas.finding"), "f") << "the other one was never read";
    end(start);
    EXPECT_EQ(database->one("SELECT is_current FROM sas.finding"), "t");
    EXPECT_EQ(database->one("SELECT last_read_at = (SELECT min(read_at) FROM sas.source) FROM sas.finding"),
              "t");
}

TEST_F(Views, tell_of_a_source_that_no_setting_covers_any_more_and_what_to_do) {
    RowMaker row;
    load({row});
    auto const now = [this] {
        return database->one("SELECT health || ': ' || coalesce(reason, 'no reason') FROM sas.source");
    };
    EXPECT_EQ(now(), "ok: no reason");
    database->exec("UPDATE sasync.source SET configured = false");
    EXPECT_EQ(now(),
              "stale: no source of the settings covers it any more: put it back, or run sasyncd retire "
              "prod/china");
    database->exec("UPDATE sasync.finding SET presence = 'absent'");
    EXPECT_EQ(now(), "retired: no reason") << "nothing is left that could be stale";
}

TEST_F(Views, spell_an_md5_alike_wherever_it_stands) {
    RowMaker row;
    row.md5 = "abcdef0123";
    load({row});
    auto const start = begin();
    auto part = part_of(start);
    row.md5 = "ABCDEF0123";
    part.changed.push_back(row.record());
    publish(std::move(part));
    for (auto const* view : {"finding", "occurrence", "episode", "event"})
        EXPECT_EQ(
            database->one(std::string("SELECT string_agg(DISTINCT malicious_md5, ',') FROM sas.") + view),
            "ABCDEF0123")
            << view;
    EXPECT_EQ(database->one("SELECT count(*) FROM sas.event"), "1") << "a spelling is no event";
}

TEST_F(Views, join_what_a_query_does_not_use_for_nothing) {
    auto const plan = database->rows(
        "EXPLAIN SELECT level, count(*) FROM sas.finding WHERE presence = 'present' "
        "GROUP BY level");
    for (auto const& line : plan)
        EXPECT_EQ(line.find("Join"), std::string::npos) << line;
}

TEST_F(Views, show_names_of_malware_where_known) {
    RowMaker row;
    row.md5 = "ABCDEF";
    load({row});
    EXPECT_EQ(database->one("SELECT malware_name FROM sas.finding"), "NULL");
    database->exec("INSERT INTO sasync.malware (malicious_md5, name) VALUES ('abcdef', 'Trojan')");
    EXPECT_EQ(database->one("SELECT malware_name FROM sas.finding"), "Trojan");
}

}  // namespace
}  // namespace sasyncd::test
