#include "net/tls_context.hpp"

#include "base/text.hpp"
#include "net/origin.hpp"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace sasyncd {

namespace {

namespace ssl = boost::asio::ssl;

struct FreeBio {
    void operator()(BIO* bio) const { BIO_free(bio); }
};

template <class Print>
std::string printed(Print print) {
    std::unique_ptr<BIO, FreeBio> const memory(BIO_new(BIO_s_mem()));
    print(memory.get());
    char* text = nullptr;
    auto const size = BIO_get_mem_data(memory.get(), &text);
    return text == nullptr ? std::string() : printable({text, static_cast<std::size_t>(size)}, 200);
}

std::string name_text(X509_NAME const* name) {
    return printed(
        [&](BIO* out) { X509_NAME_print_ex(out, name, 0, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB); });
}

Error fault(std::string code, std::string what, std::string remedy) {
    auto error = Error(ErrorKind::unavailable, std::move(what)).with_remedy(std::move(remedy));
    error.code = std::move(code);
    return error;
}

}  // namespace

Result<std::unique_ptr<ssl::context>> make_tls_context(std::string const& ca_file) {
    auto context = std::make_unique<ssl::context>(ssl::context::tls_client);
    if (SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION) != 1)
        throw std::runtime_error("OpenSSL offers no TLS 1.2; check the system's crypto policy");
    context->set_verify_mode(ssl::verify_peer);
    context->set_default_verify_paths();
    if (ca_file.empty())
        return context;
    boost::system::error_code failure;
    context->load_verify_file(ca_file, failure);
    if (failure)
        return Error(ErrorKind::rejected,
                     fmt::format("tls.ca_file {}: {}", printable(ca_file), failure.message()))
            .with_remedy("it must be readable and hold certificates in PEM form");
    return context;
}

void CertificateFault::note(ssl::verify_context& context) {
    auto* const store = context.native_handle();
    code = X509_STORE_CTX_get_error(store);
    auto* const certificate = X509_STORE_CTX_get_current_cert(store);
    if (certificate == nullptr)
        return;
    subject = name_text(X509_get_subject_name(certificate));
    issuer = name_text(X509_get_issuer_name(certificate));
    not_after = printed([&](BIO* out) { ASN1_TIME_print(out, X509_get0_notAfter(certificate)); });
}

void expect_host(SSL* handle, std::string const& host) {
    auto* const expected = SSL_get0_param(handle);
    bool is_done = false;
    if (is_ip_address(host)) {
        is_done = X509_VERIFY_PARAM_set1_ip_asc(expected, host.c_str()) == 1;
    } else {
        X509_VERIFY_PARAM_set_hostflags(expected, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        is_done = X509_VERIFY_PARAM_set1_host(expected, host.data(), host.size()) == 1 &&
                  SSL_set_tlsext_host_name(handle, host.c_str()) == 1;
    }
    if (!is_done)
        throw std::runtime_error("OpenSSL does not take the host name " + printable(host));
}

bool has_unread(SSL* handle) {
    return SSL_has_pending(handle) == 1 || BIO_ctrl_pending(SSL_get_rbio(handle)) > 0;
}

Error certificate_error(CertificateFault const& found, std::string const& where) {
    switch (found.code) {
        case X509_V_ERR_HOSTNAME_MISMATCH:
        case X509_V_ERR_IP_ADDRESS_MISMATCH:
            return fault(
                "TlsWrongName",
                fmt::format("the certificate that {} shows is for another name ({})", where, found.subject),
                "check the endpoint's host name, and what stands between here and there");
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return fault("TlsExpired",
                         fmt::format("the certificate of {} ({}) expired on {}", where, found.subject,
                                     found.not_after),
                         "check this host's clock; if it is right, the server's certificate must be renewed");
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return fault("TlsNotYetValid",
                         fmt::format("the certificate of {} ({}) is not valid yet", where, found.subject),
                         "check this host's clock");
        default:
            return fault(
                "TlsUntrusted",
                fmt::format("the certificate of {} is not trusted: {} (issued by {})", where,
                            X509_verify_cert_error_string(found.code), found.issuer),
                "install the package ca-certificates, or name the file of the authority that issued it, such "
                "as a proxy's own, in tls.ca_file");
    }
}

}  // namespace sasyncd
