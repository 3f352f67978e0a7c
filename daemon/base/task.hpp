#pragma once

#include <boost/asio/awaitable.hpp>

namespace sasyncd {

/// A coroutine of the io thread. Under g++ 12, build no class temporary by braces, no capturing lambda and no
/// class-typed `?:` in a full expression that contains `co_await`: name it on the line before and move it in.
template <class T>
using Task = boost::asio::awaitable<T>;

}  // namespace sasyncd
