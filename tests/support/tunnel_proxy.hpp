#pragma once

#include "support/scripted_server.hpp"

#include <string>
#include <vector>

namespace sasyncd::test {

/// A proxy that understands CONNECT. Every tunnel leads to one port of 127.0.0.1, whatever name was asked for.
class TunnelProxy {
public:
    TunnelProxy(boost::asio::any_io_executor executor, std::uint16_t target_port);

    /// Answers so instead of opening tunnels.
    void refuse_with(std::string answer) { log_->refusal = std::move(answer); }
    [[nodiscard]] std::uint16_t port() const { return server_.port(); }
    /// The heads of all requests so far.
    [[nodiscard]] std::vector<std::string> const& heads() const { return log_->heads; }

private:
    struct Log {
        std::string refusal;
        std::vector<std::string> heads;
    };

    [[nodiscard]] static Task<void> attend(Peer& peer, std::shared_ptr<Log> log, std::uint16_t target_port);

    std::shared_ptr<Log> log_ = std::make_shared<Log>();
    ScriptedServer server_;
};

}  // namespace sasyncd::test
