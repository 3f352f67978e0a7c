#include "store/fixture.hpp"

namespace sasyncd::test {

Row RowMaker::row() const {
    Row row;
    row.set(Text::image_uuid, image);
    row.set(Text::malicious_md5, md5);
    row.set(Text::file_path, path);
    row.set(Text::level, level);
    row.set(Text::image, "registry.example/" + repository + ":" + image);
    row.set(Text::digest, "sha256:" + image);
    row.set(Text::repo_name, repository);
    row.set(Text::repo_namespace, "team");
    row.set(Text::repo_instance_id, "cri-1");
    row.set(Text::repo_region_id, "cn-hangzhou");
    row.set(Text::pod, pod);
    row.set(Text::high_light, R"({"ruleId":1})");
    row.status = status;
    row.first_scan = SystemTime(std::chrono::milliseconds(1'600'000'000'000));
    row.latest_scan = SystemTime(std::chrono::milliseconds(scanned));
    row.latest_verify = row.latest_scan;
    return row;
}

OccurrenceRecord RowMaker::record(std::string const& account_id) const {
    auto const plain = row();
    auto const image_key = image_key_of(plain).value();
    return {row_key(site, image_key, plain), finding_key(account_id, image_key, md5), image_key,
            fingerprint(plain), PackedRow(plain)};
}

void StoreTest::SetUp() {
    if (!Database::is_available())
        GTEST_SKIP() << "no PostgreSQL: run this by tests/support/with_postgres.sh";
    database = std::make_unique<Database>();
    writer = std::make_unique<DatabaseThread>(io.get_executor(), "writer", database->options(), silent_log());
    Migrator migrator(*writer, database->options());
    ASSERT_TRUE(run(migrator.apply()));
    ledger = std::make_unique<PgLedger>(*writer, clock, observer, database->options(), false);
    lease = std::make_unique<Lease>(*writer, "here:1", LeaseOptions{}, database->options());
    leader = run(lease->acquire("1001")).value().value();
    Accounts accounts(*writer, clock, observer, database->options());
    ASSERT_TRUE(run(accounts.record("prod", "1001", "digest")));
}

Source StoreTest::make_source(Site site) {
    Source source;
    source.label = "prod";
    source.account_id = "1001";
    source.site = site;
    return source;
}

WalkStart StoreTest::begin(Source source) {
    return run(ledger->begin_walk(leader, std::move(source), 1)).value();
}

Part StoreTest::part_of(WalkStart const& start, std::int32_t number) const {
    Part part;
    part.walk_id = start.walk_id;
    part.source_id = start.source_id;
    part.number = number;
    part.is_initial = start.is_initial;
    return part;
}

PartOutcome StoreTest::publish(Part part) {
    return run(ledger->publish(leader, Site::china, std::move(part))).value();
}

WalkStart StoreTest::load(std::vector<RowMaker> const& rows) {
    auto const start = begin();
    auto part = part_of(start);
    for (auto const& row : rows)
        part.fresh.push_back(row.record());
    publish(std::move(part));
    end(start);
    return start;
}

void StoreTest::end(WalkStart const& start, Verdict verdict) {
    WalkEnd end;
    end.walk_id = start.walk_id;
    end.source_id = start.source_id;
    end.memory = start.memory;
    end.certificate.verdict = verdict;
    ASSERT_TRUE(run(ledger->end_walk(leader, Site::china, std::move(end))));
}

Gone StoreTest::gone(Key const& key) {
    Gone gone;
    gone.row_key = key;
    gone.first_request_id = "req-1";
    gone.request_id = "req-2";
    return gone;
}

std::int64_t StoreTest::wal() {
    return std::stoll(database->one("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint"));
}

}  // namespace sasyncd::test
