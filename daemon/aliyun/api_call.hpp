#pragma once

#include "base/result.hpp"
#include "base/task.hpp"
#include "net/transport.hpp"
#include "sweep/options.hpp"

#include <string>

namespace sasyncd {

/// Asks the cloud once: for real, or a recording of it.
class ApiCall {
public:
    virtual ~ApiCall() = default;

    /// An answer that is no error: by status, and by code where the body is short.
    [[nodiscard]] virtual Task<Result<HttpResponse>> call(std::string action, Parameters params) = 0;
};

/// What came of one call.
struct CallOutcome {
    std::string const& action;
    Parameters const& params;
    HttpResponse const* response;    ///< what came, good or bad; null where nothing came
    Error const* error;              ///< null for a good answer
    std::string_view access_key_id;  ///< not to be kept
};

/// Is shown what came of each call, in the order in which they end.
class CallWitness {
public:
    virtual ~CallWitness() = default;
    virtual void saw(CallOutcome const& outcome) = 0;
};

}  // namespace sasyncd
