#pragma once

#include "base/environment.hpp"
#include "base/log.hpp"
#include "net/options.hpp"
#include "net/transport.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace sasyncd {

/// HTTP/1.1 over TLS 1.2 or later, for the one io thread. Trusts the system's store and `options.ca_file`; goes
/// through a proxy as `options.proxy` or the environment says; keeps idle connections for 30 s and uses them again.
/// Error `rejected`: the CA file or the proxy URL is no good.
[[nodiscard]] Result<std::unique_ptr<Transport>> make_beast_transport(boost::asio::any_io_executor executor,
                                                                      TransportOptions const& options,
                                                                      Environment const& environment,
                                                                      Log log);

}  // namespace sasyncd
