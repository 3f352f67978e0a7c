#include "store/sources.hpp"

#include "store_sql.hpp"

namespace sasyncd {

std::string source_suffix(Source const& source) {
    auto const name = source.name();
    auto const mark = name.rfind('#');
    return mark == std::string::npos ? std::string() : name.substr(mark);
}

void add_source(Transaction& transaction, Source const& source) {
    Params params;
    params.add(source.account_id).add(std::string(to_string(source.site))).add(source_suffix(source));
    params.add(source.filter_text());
    transaction.exec(sql::add_source, params);
}

}  // namespace sasyncd
