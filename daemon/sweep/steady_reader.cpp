#include "sweep/steady_reader.hpp"

namespace sasyncd {

Task<Result<Page>> SteadyReader::read(PageQuery query) {
    std::function<Task<Result<Page>>()> const attempt = [&] { return plain_.read(query); };
    auto page = co_await steadiness_.call<Page>(attempt);
    co_return page;
}

}  // namespace sasyncd
