#pragma once

#include "aliyun/api_call.hpp"
#include "aliyun/page_parser.hpp"
#include "sweep/page_reader.hpp"

namespace sasyncd {

/// Asks Security Center for a page of the query's listing, with CurrentPage, PageSize, Lang=en and the
/// query's filter. Error `malformed` also where the answer is another page's. `call` outlives the reader.
class SasPageReader final : public PageReader {
public:
    explicit SasPageReader(ApiCall& call) : call_(call) {}

    [[nodiscard]] Task<Result<Page>> read(PageQuery query) override;

private:
    ApiCall& call_;
    PageParser parser_;
};

}  // namespace sasyncd
