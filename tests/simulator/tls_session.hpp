#pragma once

#include <boost/asio/ip/tcp.hpp>

namespace sasyncd::simulator {

class TlsServer;

// Serves one connection until either side closes it.
void start_session(TlsServer& server, boost::asio::ip::tcp::socket socket);

}  // namespace sasyncd::simulator
