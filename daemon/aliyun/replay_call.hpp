#pragma once

#include "aliyun/api_call.hpp"
#include "aliyun/gzip.hpp"
#include "aliyun/recorded_call.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace sasyncd {

/// Answers calls from a recording of them. Which answer a call gets its parameters decide, and how often they were
/// asked for; answers come in the order in which they came then, so that calls side by side overtake each other as they
/// did.
class ReplayCall final : public ApiCall {
public:
    ReplayCall(std::unique_ptr<GzipReader> file, boost::asio::any_io_executor executor);

    /// `unavailable` for what the recording does not hold.
    [[nodiscard]] Task<Result<HttpResponse>> call(std::string action, Parameters params) override;

    /// In what the replay is not all of the recording, or more; empty where it was just that. Reads to the end.
    [[nodiscard]] std::vector<std::string> deviations();

private:
    struct Recorded {
        std::size_t place;
        RecordedCall call;
    };
    using Request = std::pair<std::string, Parameters>;

    /// The next answer to this request; empty where there is none.
    [[nodiscard]] std::optional<Recorded> find(Request const& request);
    [[nodiscard]] bool read_on();
    [[nodiscard]] Task<void> await_turn(std::size_t place);
    void wake_next();

    std::unique_ptr<GzipReader> file_;
    boost::asio::any_io_executor executor_;
    std::map<Request, std::deque<Recorded>> unasked_;
    std::map<std::size_t, boost::asio::steady_timer> waiting_;  ///< by the place of the answer
    std::size_t read_ = 0;
    std::size_t next_ = 0;  ///< place of the answer whose turn it is
    bool keeps_order_ = true;
    std::size_t missing_ = 0;
    std::string first_missing_;
    std::string damage_;
};

}  // namespace sasyncd
