#pragma once

#include "base/task.hpp"
#include "support/certificates.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sasyncd::test {

/// What a server was sent.
struct SeenRequest {
    std::string head;  ///< request line and fields, with the blank line
    std::string body;
    std::string server_name;  ///< that TLS asked for; empty: none
    int connection = 0;       ///< counted from 1
};

/// What happened at a server so far.
struct Records {
    std::vector<SeenRequest> requests;
    int accepted = 0;
    int refused_handshakes = 0;
    int ended = 0;  ///< connections whose script is over, so that they are closed
};

/// One accepted connection, as a script sees it; hands are shaken already. It closes when the script ends.
class Peer {
public:
    Peer(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context* context, Records& records);

    /// Reads a request with its body into the records; false where the client closed instead.
    [[nodiscard]] Task<bool> read_request();
    /// Reads up to the next blank line, in clear too where that comes before TLS; empty where the client closed.
    [[nodiscard]] Task<std::string> read_head();
    /// False where the client has gone.
    Task<bool> write(std::string bytes);
    /// Says by TLS that nothing more will come, and waits until the client says so too or closes.
    Task<void> say_farewell();
    /// Closes without a word, so that TLS sees its stream cut off.
    void close();
    /// So that the client gets a reset.
    void reset();
    /// Takes what comes until the client closes.
    Task<void> wait_for_end();
    Task<void> pause(std::chrono::milliseconds time);

    [[nodiscard]] Task<bool> shake_hands();
    [[nodiscard]] boost::asio::ip::tcp::socket release() { return std::move(stream_.next_layer()); }

private:
    [[nodiscard]] Task<bool> receive();

    boost::asio::ssl::stream<boost::asio::ip::tcp::socket> stream_;  // in clear, only its lower layer is used
    bool is_tls_;
    Records& records_;
    int number_;
    std::string server_name_;
    std::string received_;
};

/// What a server does with each connection. It may hold values: it lives as long as the last connection.
using Script = std::function<Task<void>(Peer&)>;

struct ServerTls {
    explicit ServerTls(Identity shown, int lowest_version = 0, int highest_version = 0)
        : identity(std::move(shown)), lowest(lowest_version), highest(highest_version) {}
    Identity identity;
    int lowest;  ///< TLS1_1_VERSION and the like; 0: OpenSSL's choice
    int highest;
};

/// Listens on a free port of 127.0.0.1, on the executor that the client runs on, and follows a script.
class ScriptedServer {
public:
    ScriptedServer(boost::asio::any_io_executor executor, Script script);  // in clear
    ScriptedServer(boost::asio::any_io_executor executor, ServerTls const& tls, Script script);
    ~ScriptedServer();
    ScriptedServer(ScriptedServer const&) = delete;
    ScriptedServer& operator=(ScriptedServer const&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] Records const& records() const;
    /// From now on connections are refused; those that are open stay.
    void stop_listening();

    struct State;

private:
    std::shared_ptr<State> state_;
};

/// An answer with Content-Length. `fields` end in a line break each.
[[nodiscard]] std::string make_answer(std::string const& body, std::string const& fields = "",
                                      std::string const& status = "200 OK");

/// Gives each request the same answer, for as long as the client keeps the connection.
[[nodiscard]] Script answer_always(std::string answer);
/// Reads a request, sends those bytes, and closes without a word; by TLS a stream cut off.
[[nodiscard]] Script answer_and_close(std::string bytes);
/// Reads a request, sends those bytes, and then nothing.
[[nodiscard]] Script answer_and_stall(std::string bytes);

}  // namespace sasyncd::test
