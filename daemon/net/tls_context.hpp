#pragma once

#include "base/result.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/verify_context.hpp>

#include <memory>
#include <string>

namespace sasyncd {

/// TLS 1.2 or later, peers verified, the system's store trusted and what `ca_file` (PEM; may be empty) holds. Error
/// `rejected` where that file cannot be used.
[[nodiscard]] Result<std::unique_ptr<boost::asio::ssl::context>> make_tls_context(std::string const& ca_file);

/// What OpenSSL did not like about a certificate, kept from the moment at which it was seen.
struct CertificateFault {
    int code = 0;  ///< X509_V_ERR_…; 0: none
    std::string subject;
    std::string issuer;
    std::string not_after;

    void note(boost::asio::ssl::verify_context& context);
};

/// Server name indication (not for IP addresses) and the check of the certificate's names, IP addresses included.
void expect_host(SSL* handle, std::string const& host);

/// Whether something came from the other side that nobody has asked for yet.
[[nodiscard]] bool has_unread(SSL* handle);

/// The fault as an error with its remedy. `where` is host:port.
[[nodiscard]] Error certificate_error(CertificateFault const& fault, std::string const& where);

}  // namespace sasyncd
