#include "certificate.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <cstdint>
#include <stdexcept>

namespace sasyncd::simulator {
namespace {

using KeyPtr = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using CertificatePtr = std::unique_ptr<X509, decltype(&X509_free)>;

constexpr long kDay = 86'400;

template <typename Value>
Value checked(Value value) {
    if (!value) {
        throw std::runtime_error{"OpenSSL could not make a certificate"};
    }
    return value;
}

KeyPtr make_key() {
    return checked(KeyPtr{EVP_EC_gen("P-256"), EVP_PKEY_free});
}

void add_extension(X509* certificate, X509* issuer, int kind, char const* value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = checked(X509V3_EXT_conf_nid(nullptr, &context, kind, value));
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

struct Plan {
    char const* name;
    char const* alternative_names;  // null: an authority
    long from_days;
    long to_days;
};

// Without an issuer the certificate signs itself.
CertificatePtr make_certificate(EVP_PKEY* key, Plan const& plan, X509* issuer, EVP_PKEY* issuer_key) {
    CertificatePtr certificate = checked(CertificatePtr{X509_new(), X509_free});
    X509* x509 = certificate.get();
    X509_set_version(x509, 2);
    std::uint64_t serial = 0;
    RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial);
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(x509), serial >> 1);
    X509_gmtime_adj(X509_getm_notBefore(x509), plan.from_days * kDay);
    X509_gmtime_adj(X509_getm_notAfter(x509), plan.to_days * kDay);
    X509_set_pubkey(x509, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_ASC,
                               reinterpret_cast<unsigned char const*>(plan.name), -1, -1, 0);
    X509* signer = issuer != nullptr ? issuer : x509;
    X509_set_issuer_name(x509, X509_get_subject_name(signer));
    add_extension(x509, signer, NID_subject_key_identifier, "hash");
    if (plan.alternative_names != nullptr) {
        add_extension(x509, signer, NID_basic_constraints, "critical,CA:FALSE");
        add_extension(x509, signer, NID_subject_alt_name, plan.alternative_names);
        add_extension(x509, signer, NID_ext_key_usage, "serverAuth");
    } else {
        add_extension(x509, signer, NID_basic_constraints, "critical,CA:TRUE");
        add_extension(x509, signer, NID_key_usage, "critical,keyCertSign,cRLSign");
    }
    checked(X509_sign(x509, issuer_key != nullptr ? issuer_key : key, EVP_sha256()));
    return certificate;
}

std::string to_pem(X509* certificate) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory{BIO_new(BIO_s_mem()), BIO_free};
    PEM_write_bio_X509(memory.get(), certificate);
    char* data = nullptr;
    long const size = BIO_get_mem_data(memory.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

int to_version(std::string const& text) {
    if (text == "1.3" || text == "1.2" || text == "1.1") {
        return text == "1.3" ? TLS1_3_VERSION : text == "1.2" ? TLS1_2_VERSION : TLS1_1_VERSION;
    }
    throw std::invalid_argument{"--tls: expected 1.1, 1.2 or 1.3"};
}

}  // namespace

Certificates::Certificates(std::string const& highest_tls) {
    constexpr char const* kHere = "IP:127.0.0.1,IP:::1,DNS:localhost";
    const KeyPtr ca_key = make_key();
    const CertificatePtr ca =
        make_certificate(ca_key.get(), {"sasyncd simulator CA", nullptr, -1, 3650}, nullptr, nullptr);
    ca_pem_ = to_pem(ca.get());
    int const version = to_version(highest_tls);
    const std::pair<char const*, Plan> plans[] = {
        {"good", {"127.0.0.1", kHere, -1, 365}},
        {"wrong-name", {"other.example", "DNS:other.example", -1, 365}},
        {"expired", {"127.0.0.1", kHere, -30, -1}},
        {"self-signed", {"127.0.0.1", kHere, -1, 365}}};
    for (auto const& [kind, plan] : plans) {
        const KeyPtr key = make_key();
        bool const is_own = std::string_view{kind} == "self-signed";
        const CertificatePtr certificate =
            make_certificate(key.get(), plan, is_own ? nullptr : ca.get(), is_own ? nullptr : ca_key.get());
        Context context = checked(Context{SSL_CTX_new(TLS_server_method()), SSL_CTX_free});
        SSL_CTX_set_max_proto_version(context.get(), version);
        if (version < TLS1_2_VERSION) {
            SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
            SSL_CTX_set_cipher_list(context.get(),
                                    "DEFAULT:@SECLEVEL=0");  // else the library refuses old TLS
        }
        SSL_CTX_use_certificate(context.get(), certificate.get());
        checked(SSL_CTX_use_PrivateKey(context.get(), key.get()));
        contexts_.emplace(kind, std::move(context));
    }
}

}  // namespace sasyncd::simulator
