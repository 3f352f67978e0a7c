#include "http_reader.hpp"

#include "filters.hpp"

namespace sasyncd::simulator {

void HttpReader::fill(HttpRequest& request, Message& message) {
    const std::string target{message.target()};
    const std::size_t mark = target.find('?');
    request.method = message.method_string();
    request.path = target.substr(0, mark);
    request.query = mark == std::string::npos ? std::string{} : target.substr(mark + 1);
    request.keep_alive = message.keep_alive();
    for (auto const& field : message) {
        request.headers.emplace_back(lower(field.name_string()), std::string{field.value()});
    }
    request.body = std::move(message.body());
}

}  // namespace sasyncd::simulator
