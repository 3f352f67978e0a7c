#include "simulator.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

namespace sasyncd::simulator {
namespace {

// Whole or not at all: a starter waits for the file to appear.
void write_file(std::string const& path, std::string const& content) {
    const std::string temporary = path + ".new";
    std::ofstream file{temporary, std::ios::binary};
    file << content;
    file.close();
    if (!file) {
        throw std::runtime_error{fmt::format("cannot write {}", temporary)};
    }
    std::filesystem::rename(temporary, path);
}

std::string read_file(std::string const& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream content;
    if (!(content << file.rdbuf())) {
        throw std::runtime_error{fmt::format("cannot read {}", path)};
    }
    return content.str();
}

std::string url(std::uint16_t port) {
    return fmt::format("https://127.0.0.1:{}", port);
}

}  // namespace

Simulator::Simulator(boost::asio::io_context& io, Options const& options)
    : certificates_{options.tls}, sessions_{world_}, api_{world_, sessions_}, control_{world_, sessions_} {
    if (!options.state.empty()) {
        std::filesystem::remove(options.state +
                                "/port.control");  // of an earlier run: nobody may take it for ours
    }
    fill(options);
    listen(io, options.port);
    if (!options.state.empty()) {
        write_state(options);
    }
}

void Simulator::fill(Options const& options) {
    world_.default_account = options.account_id;
    world_.seed = options.seed;
    const JsonDocument settings{options.settings};
    for (auto& [site, each] : world_.settings) {
        each.apply(settings.root().get_object());
    }
    if (!options.faults_file.empty()) {
        const JsonDocument faults{read_file(options.faults_file)};
        world_.faults.replace(faults.root());
    }
    std::vector<std::string> keys = options.keys;
    if (keys.empty()) {
        keys.emplace_back("test-access-key-id:test-access-key-secret");
    }
    std::set<std::string> accounts;
    for (std::string const& text : keys) {
        AccessKey key = KeyRing::parse(text, options.account_id);
        accounts.insert(key.account);
        world_.keys.put(std::move(key));
    }
    for (std::string const& account : accounts) {
        world_.generate(account, Site::china, options.rows, options.seed);
        world_.generate(account, Site::international, options.rows_international.value_or(options.rows / 4),
                        options.seed);
    }
}

void Simulator::listen(boost::asio::io_context& io, std::uint16_t port) {
    for (const Site site : kSites) {
        auto const own = static_cast<std::uint16_t>(port == 0 ? 0 : port + static_cast<int>(site));
        servers_.push_back(
            std::make_unique<TlsServer>(io, site, own, TlsServer::Parts{world_, api_, certificates_}));
    }
    auto const own = static_cast<std::uint16_t>(port == 0 ? 0 : port + 3);
    control_server_ = std::make_unique<ControlServer>(io, own, control_);
}

std::uint16_t Simulator::port(Site site) const {
    return servers_.at(static_cast<std::size_t>(site))->port();
}

void Simulator::write_state(Options const& options) const {
    std::string const& state = options.state;
    std::filesystem::create_directories(state);
    const std::string ca_file = std::filesystem::absolute(state) / "ca.pem";
    write_file(ca_file, ca_pem());
    const std::string china = url(port(Site::china));
    const std::string international = url(port(Site::international));
    const std::string sts = url(port(Site::sts));
    AccessKey const& key = world_.keys.all().begin()->second;
    write_file(state + "/settings.yaml",
               fmt::format("endpoints:\n  china: {}\n  international: {}\n  sts: {}\n  metadata: "
                           "http://127.0.0.1:{}\n  cr: {}\ntls:\n  ca_file: {}\n",
                           china, international, sts, control_port(), china, ca_file));
    write_file(state + "/env",
               fmt::format("SIMULATOR_CHINA={}\nSIMULATOR_INTERNATIONAL={}\nSIMULATOR_STS={}\n"
                           "SIMULATOR_CONTROL=http://127.0.0.1:{}\nSIMULATOR_CA={}\n"
                           "ALIBABA_CLOUD_ACCESS_KEY_ID='{}'\nALIBABA_CLOUD_ACCESS_KEY_SECRET='{}'\n",
                           china, international, sts, control_port(), ca_file, key.id, key.secret));
    for (const Site site : kSites) {
        write_file(fmt::format("{}/port.{}", state, to_text(site)), fmt::format("{}\n", port(site)));
    }
    // Last: whoever waits, waits for this one.
    write_file(state + "/port.control", fmt::format("{}\n", control_port()));
}

}  // namespace sasyncd::simulator
