#pragma once

#include "base/log.hpp"
#include "base/task.hpp"
#include "service/options.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <list>
#include <memory>
#include <string>

namespace sasyncd {

/// What the admin endpoint answers to one path.
struct AdminAnswer {
    unsigned status = 200;
    std::string content_type = "text/plain; charset=utf-8";
    std::string body;
};

/// A small HTTP/1.1 server for those who look at the daemon: GET and HEAD only, short requests, few connections, each
/// with a deadline, so that nobody who talks to it can harm the work. Where all are taken, whoever has kept us waiting
/// longest makes room, so that those who hold connections open keep nobody else from an answer.
class AdminServer {
public:
    /// Called on the io thread with the path, without its query; status 404 where there is nothing of the kind.
    using Answer = std::function<Task<AdminAnswer>(std::string path)>;

    AdminServer(boost::asio::any_io_executor executor, AdminOptions options, Answer answer, Log log);
    ~AdminServer();

    /// Listens and serves for ever; where the address cannot be listened on, says so and tries again.
    [[nodiscard]] Task<void> serve();

private:
    class Session;
    using Sessions = std::list<std::shared_ptr<Session>>;

    [[nodiscard]] Task<void> listen_and_accept();
    /// False where all that are open are being answered.
    [[nodiscard]] bool make_room();
    void begin(std::shared_ptr<Session> session);

    boost::asio::any_io_executor executor_;
    AdminOptions options_;
    Answer answer_;
    Log log_;
    Sessions open_;  ///< the oldest first
};

}  // namespace sasyncd
