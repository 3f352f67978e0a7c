// store_bench [ROWS [PART [RUNS]]]
//
// What the database part of a sweep costs, against the floor: COPY of the same final rows into the same
// tables and indexes, in one transaction, on the same server in the same run. The server must run on this
// machine, and the role must be a superuser (COPY to a file).

#include "store/fixture.hpp"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <random>

namespace sasyncd::test {
namespace {

using Clock = std::chrono::steady_clock;

class Bench : public StoreTest {
public:
    void TestBody() override {}
    void set_up() { SetUp(); }

    std::size_t rows = 100'000;
    std::size_t part_rows = 25'000;

    void generate();
    double first_load();
    double floor();
    double baseline();
    double unchanged();
    double rescan_all();
    double change_some();
    /// HOT updates of all updates since the tables were made.
    std::string hot() {
        std::string out;
        // A session reports what it did when it ends.
        writer.reset();
        writer =
            std::make_unique<DatabaseThread>(io.get_executor(), "writer", database->options(), silent_log());
        ledger = std::make_unique<PgLedger>(*writer, clock, observer, database->options(), false);
        for (auto const& row :
             database->rows("SELECT relname, n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables "
                            "WHERE n_tup_upd > 0 ORDER BY relname"))
            out += row + "\n";
        return out;
    }
    void vacuum() { database->exec("VACUUM ANALYZE"); }

private:
    double timed(std::function<void()> const& work) {
        auto const since = Clock::now();
        work();
        return std::chrono::duration<double>(Clock::now() - since).count();
    }
    void publish_all(WalkStart const& start, std::function<void(Part&, std::size_t)> const& add);

    std::vector<OccurrenceRecord> records_;
    std::vector<SystemTime> scans_;
};

std::string hex(std::mt19937_64& random, std::size_t digits) {
    std::string out;
    while (out.size() < digits) {
        char piece[17];
        std::snprintf(piece, sizeof piece, "%016llx", static_cast<unsigned long long>(random()));
        out += piece;
    }
    return out.substr(0, digits);
}

void Bench::generate() {
    std::mt19937_64 random(7);
    std::string image, md5, digest;
    for (std::size_t i = 0; i < rows; ++i) {
        // About four findings to five occurrences.
        if (i % 5 != 4) {
            image = hex(random, 32);
            md5 = hex(random, 32);
            digest = "sha256:" + hex(random, 64);
        }
        RowMaker maker;
        maker.image = image;
        maker.md5 = md5;
        maker.level = i % 7 == 0 ? "suspicious" : i % 11 == 0 ? "remind" : "serious";
        maker.path = "/usr/local/lib/" + hex(random, 40) + "/payload.so";
        auto row = maker.row();
        row[Text::digest] = digest;
        row[Text::layer] = "sha256:" + hex(random, 64);
        row[Text::repo_name] = "service-" + std::to_string(i % 900);
        row[Text::repo_id] = "crr-" + std::to_string(i % 900);
        row[Text::cluster_id] = "c" + hex(random, 32);
        row[Text::download_url] = "https://sas.example/" + hex(random, 60);
        row[Text::high_light] =
            R"({"ruleId":700001,"value":"https://www.example.com/)" + hex(random, 120) + R"("})";
        auto const key = image_key_of(row).value();
        records_.push_back({row_key(Site::china, key, row), finding_key("1001", key, md5), key,
                            fingerprint(row), PackedRow(row)});
        scans_.push_back(*row.latest_scan);
    }
}

void Bench::publish_all(WalkStart const& start, std::function<void(Part&, std::size_t)> const& add) {
    std::int32_t number = 0;
    for (std::size_t i = 0; i < rows;) {
        auto part = part_of(start, ++number);
        for (std::size_t n = 0; n < part_rows && i < rows; ++n, ++i)
            add(part, i);
        publish(std::move(part));
    }
}

double Bench::first_load() {
    auto const start = begin();
    auto const seconds = timed(
        [&] { publish_all(start, [&](Part& part, std::size_t i) { part.fresh.push_back(records_[i]); }); });
    end(start);
    return seconds;
}

double Bench::floor() {
    std::vector<std::string> const tables = {
        "occurrence", "occurrence_state", "finding", "episode", "event", "daily", "rescan"};
    for (auto const& table : tables) {
        database->exec("COPY sasync." + table + " TO '/tmp/sasyncd_bench_" + table + "'");
        database->exec("CREATE TABLE floor_" + table + " (LIKE sasync." + table +
                       " INCLUDING DEFAULTS INCLUDING INDEXES INCLUDING STORAGE)");
        auto const options =
            database->one("SELECT array_to_string(reloptions, ',') FROM pg_class WHERE oid = 'sasync." +
                          table + "'::regclass");
        if (options != "NULL")
            database->exec("ALTER TABLE floor_" + table + " SET (" + options + ")");
    }
    database->exec("CHECKPOINT");
    auto const seconds = timed([&] {
        database->exec("BEGIN");
        for (auto const& table : tables)
            database->exec("COPY floor_" + table + " FROM '/tmp/sasyncd_bench_" + table + "'");
        database->exec("COMMIT");
    });
    for (auto const& table : tables)
        database->exec("DROP TABLE floor_" + table);
    return seconds;
}

double Bench::baseline() {
    return timed([&] {
        auto const loaded = run(ledger->load_baseline("1001", Site::china)).value();
        if (loaded.size() != rows)
            std::abort();
    });
}

double Bench::unchanged() {
    return timed([&] {
        auto const start = begin();
        auto const loaded = run(ledger->load_baseline("1001", Site::china)).value();
        end(start);
    });
}

double Bench::rescan_all() {
    auto const start = begin();
    auto const seconds = timed([&] {
        publish_all(start, [&](Part& part, std::size_t i) {
            scans_[i] += std::chrono::hours(24);
            part.times_moved.push_back({records_[i].row_key, scans_[i], scans_[i], std::nullopt});
        });
    });
    end(start);
    return seconds;
}

/// One in a hundred: a third each changed, gone, new.
double Bench::change_some() {
    auto const start = begin();
    auto const seconds = timed([&] {
        auto part = part_of(start);
        for (std::size_t i = 0; i < rows; i += 100) {
            auto record = records_[i];
            auto row = record.row.unpack();
            if (i % 300 == 0) {
                row.status = 1;
                record.fingerprint = fingerprint(row);
                record.row = PackedRow(row);
                part.changed.push_back(std::move(record));
            } else if (i % 300 == 100) {
                part.gone.push_back(gone(record.row_key));
            } else {
                row[Text::file_path] += ".new";
                record.row_key = row_key(Site::china, record.image_key, row);
                record.row = PackedRow(row);
                part.fresh.push_back(std::move(record));
            }
        }
        publish(std::move(part));
    });
    end(start);
    return seconds;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

int main_of(int argc, char** argv) {
    auto const argument = [&](int i, std::size_t otherwise) {
        return argc > i ? static_cast<std::size_t>(std::atoll(argv[i])) : otherwise;
    };
    std::map<std::string, std::vector<double>> figures;
    std::string hot;
    for (std::size_t i = 0; i < argument(3, 3); ++i) {
        Bench bench;
        bench.rows = argument(1, 100'000);
        bench.part_rows = argument(2, 25'000);
        bench.set_up();
        bench.generate();
        auto const first = bench.first_load();
        auto const floor = bench.floor();
        bench.vacuum();
        figures["1 floor, s"].push_back(floor);
        figures["2 first load / floor"].push_back(first / floor);
        figures["3 baseline, s"].push_back(bench.baseline());
        figures["4 unchanged / first load"].push_back(bench.unchanged() / first);
        figures["5 rescan of all / first load"].push_back(bench.rescan_all() / first);
        hot = bench.hot();
        bench.vacuum();
        figures["6 1 % changed / first load"].push_back(bench.change_some() / first);
    }
    for (auto const& [name, values] : figures)
        std::printf("%-32s %.3f\n", name.c_str() + 2, median(values));
    std::printf("%s\n", hot.c_str());
    return 0;
}

}  // namespace
}  // namespace sasyncd::test

int main(int argc, char** argv) {
    return sasyncd::test::main_of(argc, argv);
}
