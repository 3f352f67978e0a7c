#pragma once

#include "store/status_reader.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sasyncd {

/// "host:pid", which names this process in the lease table.
[[nodiscard]] std::string process_name();

/// "user@host": the person behind sudo, where there is one; for the record of who asked for what.
[[nodiscard]] std::string operator_name();

/// The source that an operator named as sas.source spells it; null where there is none.
[[nodiscard]] SourceStatus const* find_source(std::vector<SourceStatus> const& sources,
                                              std::string_view name);

/// What to say of a name that no source has: "no source is called prod/chnia; did you mean prod/china? …".
[[nodiscard]] std::string unknown_source(std::vector<SourceStatus> const& sources, std::string_view name);

}  // namespace sasyncd
