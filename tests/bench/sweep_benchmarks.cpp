#include "bench/benchmarks.hpp"
#include "bench/rig.hpp"
#include "bench/run.hpp"
#include "bench/server.hpp"

#include <fstream>
#include <stdexcept>

namespace sasyncd::bench {

namespace {

constexpr std::uint32_t kPageSize = 100;  // the default of the settings
constexpr char kAccount[] = "1001";

/// The most memory that this process ever held, in bytes.
double peak_memory() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (word == "VmHWM:") {
            double kibibytes = 0;
            status >> kibibytes;
            return kibibytes * 1024;
        }
    throw std::runtime_error("/proc/self/status does not tell VmHWM");
}

/// A daemon over a page file, ready to sweep.
class Sweeper {
public:
    Sweeper(Bench const& bench, std::string const& variant)
        : file_(bench.page_file(variant)), api_(file_), rig_(io_, bench.database(), kAccount) {
        run(io_, rig_.prepare());
    }

    /// Seconds of one sweep, which must have met all rows and written `expected` of them.
    double sweep(std::uint64_t expected) {
        Certificate certificate;
        auto const seconds = seconds_of([&] { certificate = run(io_, rig_.sweep(api_, file_.page_size())); });
        auto const written = certificate.outcome.rows_written;
        if (certificate.keys != file_.rows() || written != expected)
            throw std::runtime_error("a sweep met " + std::to_string(certificate.keys) + " and wrote " +
                                     std::to_string(written) + " rows");
        return seconds;
    }
    [[nodiscard]] std::uint64_t rows() const { return file_.rows(); }
    [[nodiscard]] TimedLedger const& ledger() const { return rig_.ledger(); }

private:
    boost::asio::io_context io_{1};
    PageFile file_;
    FileApi api_;
    Rig rig_;
};

/// What the statistics of the tables of findings say of updates and deletions.
struct Updates {
    explicit Updates(ServerSession& server)
        : all(sum(server, "n_tup_upd")),
          hot(sum(server, "n_tup_hot_upd")),
          deleted(sum(server, "n_tup_del")) {}

    static std::int64_t sum(ServerSession& server, std::string const& column) {
        server.wait_until_alone();
        return server.number("SELECT sum(" + column +
                             ") FROM pg_stat_user_tables WHERE schemaname = 'sasync' AND relname IN "
                             "('occurrence', 'occurrence_state', 'finding', 'episode', 'event', 'rescan')");
    }
    std::int64_t all;
    std::int64_t hot;
    std::int64_t deleted;
};

}  // namespace

void make_pages(Bench const& bench, bool all_variants) {
    write_page_file(bench.page_file("base"), bench.rows, kPageSize, Variant::base);
    if (!all_variants)
        return;
    write_page_file(bench.page_file("changed"), bench.rows, kPageSize, Variant::changed);
    write_page_file(bench.page_file("rescanned"), bench.rows, kPageSize, Variant::rescanned);
}

void measure_first_load(Bench const& bench) {
    make_database(bench.database());
    Sweeper sweeper(bench, "base");
    ServerSession(bench.database()).exec("CHECKPOINT");
    bench.add("first_load", sweeper.sweep(bench.rows));
    bench.add("first_load_publishing", sweeper.ledger().publishing());
    bench.add("peak_first_load", peak_memory());
}

void measure_unchanged(Bench const& bench, std::string const& series) {
    constexpr int kTimed = 3;
    ServerSession server(bench.database());
    Updates const before(server);
    {
        Sweeper sweeper(bench, "base");
        sweeper.sweep(0);
        server.exec(
            "CHECKPOINT");  // so that the pages that are written first go into the WAL whole, as is usual
        auto const wal = server.wal();
        std::vector<double> seconds = {sweeper.sweep(0)};
        bench.add("unchanged_wal", static_cast<double>(server.wal() - wal));
        while (seconds.size() < kTimed)
            seconds.push_back(sweeper.sweep(0));
        bench.add(series, median(seconds));
        bench.add(series + "_loading", sweeper.ledger().loading());
        bench.add("peak_unchanged", peak_memory());
    }
    Updates const after(server);
    bench.add("unchanged_dead", static_cast<double>(after.all + after.deleted - before.all - before.deleted));
}

void measure_changed(Bench const& bench) {
    Sweeper sweeper(bench, "changed");
    ServerSession server(bench.database());
    server.exec("VACUUM ANALYZE");
    server.exec("CHECKPOINT");
    bench.add("changed", sweeper.sweep((bench.rows + 199) / 200 + sweeper.rows() - bench.rows));
}

void measure_rescanned(Bench const& bench) {
    ServerSession server(bench.database());
    server.exec("VACUUM ANALYZE");
    Updates const before(server);
    {
        Sweeper sweeper(bench, "rescanned");
        server.exec("CHECKPOINT");
        bench.add("rescanned", sweeper.sweep(sweeper.rows()));
    }
    Updates const after(server);
    bench.add("rescanned_hot", 100.0 * static_cast<double>(after.hot - before.hot) /
                                   static_cast<double>(after.all - before.all));
}

}  // namespace sasyncd::bench
