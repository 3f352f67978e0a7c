#pragma once

#include "base/result.hpp"
#include "net/transport.hpp"
#include "sweep/options.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace sasyncd {

/// One call and what came of it, as a recording keeps it: a line of JSON. Without credentials, signature or nonce.
struct RecordedCall {
    std::string at;  ///< by the clock of who recorded; for people
    std::string action;
    Parameters params;
    std::optional<HttpResponse> response;  ///< with the headers that matter; empty where none came
    std::optional<Error> error;            ///< as the caller was told; empty for a good answer

    /// What the caller was told.
    [[nodiscard]] Result<HttpResponse> outcome() const;
};

[[nodiscard]] std::string to_line(RecordedCall const& call);

/// `malformed` where the line is none of ours.
[[nodiscard]] Result<RecordedCall> parse_call(std::string_view line);

}  // namespace sasyncd
