#include "bench/benchmarks.hpp"
#include "bench/rig.hpp"
#include "bench/run.hpp"
#include "bench/server.hpp"

#include <array>

namespace sasyncd::bench {

namespace {

/// What a sweep fills in proportion to the rows.
constexpr std::array<char const*, 9> kTables = {"occurrence", "occurrence_state", "finding", "episode",
                                                "event",      "rescan",           "daily",   "open_count",
                                                "standing"};

/// The file of a table, in the server's own directory, where the server may write.
std::string file_of(ServerSession& server, Bench const& bench, std::string const& table) {
    auto const data = server.text("SHOW data_directory");
    return "'" + data.substr(0, data.rfind('/')) + "/" + bench.database() + "." + table + "'";
}

void make_tables(std::string const& database) {
    make_database(database);
    boost::asio::io_context io(1);
    Rig rig(io, database, "1001");
    run(io, rig.prepare());
}

}  // namespace

void dump_rows(Bench const& bench) {
    ServerSession loaded(bench.database());
    for (auto const* table : kTables)
        loaded.exec(std::string("COPY sasync.") + table + " TO " + file_of(loaded, bench, table));
}

void measure_copy(Bench const& bench) {
    auto const database = bench.database() + "_copy";
    make_tables(database);
    {
        ServerSession server(database);
        server.exec("CHECKPOINT");
        bench.add("copy", seconds_of([&] {
                      server.exec("BEGIN");
                      for (auto const* table : kTables)
                          server.exec(std::string("COPY sasync.") + table + " FROM " +
                                      file_of(server, bench, table));
                      server.exec("COMMIT");
                  }));
    }
    drop_database(database);
}

}  // namespace sasyncd::bench
