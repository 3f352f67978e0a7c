#pragma once

#include "api.hpp"
#include "certificate.hpp"
#include "control.hpp"
#include "control_server.hpp"
#include "options.hpp"
#include "sessions.hpp"
#include "tls_server.hpp"
#include "world.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <vector>

namespace sasyncd::simulator {

// Builds everything, listens, and writes the state files. Not copied, not moved.
class Simulator {
public:
    Simulator(boost::asio::io_context& io, Options const& options);

    std::uint16_t port(Site site) const;
    std::uint16_t control_port() const { return control_server_->port(); }
    std::string const& ca_pem() const { return certificates_.ca_pem(); }
    World& world() { return world_; }
    Control& control() { return control_; }

private:
    void fill(Options const& options);
    void listen(boost::asio::io_context& io, std::uint16_t port);
    void write_state(Options const& options) const;

    World world_;
    Certificates certificates_;
    Sessions sessions_;
    Api api_;
    Control control_;
    std::vector<std::unique_ptr<TlsServer>> servers_;
    std::unique_ptr<ControlServer> control_server_;
};

}  // namespace sasyncd::simulator
