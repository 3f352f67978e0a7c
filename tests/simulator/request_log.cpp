#include "request_log.hpp"

#include "json_text.hpp"

#include <fmt/format.h>

namespace sasyncd::simulator {
namespace {

constexpr std::size_t kKept = 200'000;

std::string to_json(std::vector<std::string> const& list) {
    std::string out = "[";
    for (std::string const& item : list) {
        out += fmt::format("{}{}", out.size() > 1 ? "," : "", json_string(item));
    }
    return out + "]";
}

std::string to_json(Parameters const& parameters) {
    std::string out = "{";
    for (auto const& [name, value] : parameters) {
        out += fmt::format("{}{}:{}", out.size() > 1 ? "," : "", json_string(name), json_string(value));
    }
    return out + "}";
}

std::string to_json(LoggedRequest const& request) {
    auto const milliseconds =
        std::chrono::duration_cast<std::chrono::milliseconds>(request.at.time_since_epoch()).count();
    std::string out =
        fmt::format(R"({{"number":{},"at_ms":{},"site":"{}","action":{},"account":{},"method":{})",
                    request.number, milliseconds, to_text(request.site), json_string(request.action),
                    json_string(request.account), json_string(request.method));
    out += fmt::format(R"(,"parameters":{},"unknown_parameters":{},"faults":{},"request_id":"{}")",
                       to_json(request.parameters), to_json(request.unknown_parameters),
                       to_json(request.faults), request.request_id);
    out += fmt::format(R"(,"status":{},"code":{},"rows":{},"total":{},"connection":{}}})", request.status,
                       json_string(request.code), request.rows, request.total, request.connection);
    return out;
}

}  // namespace

void RequestLog::add(LoggedRequest request) {
    ++total_;
    request.number = ++last_number_;
    ++counters_[fmt::format("{}/{}/{}", to_text(request.site), request.action, request.code)];
    requests_.push_back(std::move(request));
    if (requests_.size() > kKept) {
        requests_.pop_front();
    }
}

void RequestLog::clear() {
    requests_.clear();
    counters_.clear();
    total_ = 0;
}

std::string RequestLog::to_json(Query const& query) const {
    std::string out = fmt::format("{{\"total\":{},\"last_number\":{},\"counters\":{{", total_, last_number_);
    bool is_first = true;
    for (auto const& [key, count] : counters_) {
        out += fmt::format("{}{}:{}", is_first ? "" : ",", json_string(key), count);
        is_first = false;
    }
    out += "}";
    if (query.counters_only) {
        return out + "}";
    }
    out += ",\"requests\":[";
    std::size_t shown = 0;
    for (LoggedRequest const& request : requests_) {
        bool const is_wanted = request.number > query.after && shown < query.limit &&
                               (query.site.empty() || query.site == to_text(request.site)) &&
                               (query.action.empty() || query.action == request.action);
        if (is_wanted) {
            out += fmt::format("{}{}", shown++ == 0 ? "" : ",", simulator::to_json(request));
        }
    }
    return out + "]}";
}

}  // namespace sasyncd::simulator
