#include "bench/api.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace sasyncd::bench {

Task<Result<Page>> FileApi::read(PageQuery query) {
    if (query.filter.empty() && query.size == file_.page_size())
        co_return parser_.parse(file_.page(query.page));
    auto answer = query.page == 1 && query.size == 1 ? file_.first_of(query.filter) : std::nullopt;
    if (answer)
        co_return parser_.parse(std::move(*answer));
    throw std::logic_error(fmt::format("no answer to page {} of size {} under {} filters was prepared",
                                       query.page, query.size, query.filter.size()));
}

Task<Result<Page>> SlowApi::read(PageQuery query) {
    co_await clock_.sleep_for(latency_);
    co_return co_await api_.read(std::move(query));
}

}  // namespace sasyncd::bench
