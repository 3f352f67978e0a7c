// Beast and Asio's TLS compiled once for the whole program (see BOOST_BEAST_SEPARATE_COMPILATION).
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
