#include "support/certificates.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>

namespace sasyncd::test {

namespace {

template <auto Free>
struct Freeing {
    template <class T>
    void operator()(T* object) const {
        Free(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Freeing<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freeing<X509_free>>;
using Memory = std::unique_ptr<BIO, Freeing<BIO_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freeing<X509_EXTENSION_free>>;

constexpr long kDay = 86'400;

template <class T>
T made(T object) {
    if (!object)
        throw std::runtime_error("OpenSSL could not make a certificate for a test");
    return object;
}

Key make_key() {
    return made(Key(EVP_EC_gen("P-256")));
}

template <class Write>
std::string pem(Write write) {
    auto const memory = made(Memory(BIO_new(BIO_s_mem())));
    write(memory.get());
    char* text = nullptr;
    auto const size = BIO_get_mem_data(memory.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

Memory reading(std::string const& text) {
    return made(Memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))));
}

void extend(X509* certificate, X509* issuer, int what, std::string const& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    auto const extension = made(Extension(X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str())));
    X509_add_ext(certificate, extension.get(), -1);
}

void name(X509* certificate, char const* common_name) {
    auto const* const bytes = reinterpret_cast<unsigned char const*>(common_name);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC, bytes, -1, -1, 0);
}

Certificate begin(EVP_PKEY* key, CertificatePlan const& plan, char const* common_name) {
    auto certificate = made(Certificate(X509_new()));
    X509_set_version(certificate.get(), 2);
    std::uint64_t serial = 0;
    RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial);
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), serial >> 1U);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), plan.from_days * kDay);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), plan.to_days * kDay);
    X509_set_pubkey(certificate.get(), key);
    name(certificate.get(), common_name);
    return certificate;
}

Identity signed_by(X509* issuer, EVP_PKEY* issuer_key, Certificate const& certificate, Key const& key) {
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer));
    extend(certificate.get(), issuer, NID_subject_key_identifier, "hash");
    made(X509_sign(certificate.get(), issuer_key, EVP_sha256()));
    return {pem([&](BIO* out) { PEM_write_bio_X509(out, certificate.get()); }), pem([&](BIO* out) {
                PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
            })};
}

Certificate begin_server(Key const& key, CertificatePlan const& plan) {
    auto certificate = begin(key.get(), plan, "a server of the tests");
    extend(certificate.get(), certificate.get(), NID_basic_constraints, "critical,CA:FALSE");
    extend(certificate.get(), certificate.get(), NID_subject_alt_name, plan.names);
    extend(certificate.get(), certificate.get(), NID_ext_key_usage, "serverAuth");
    return certificate;
}

}  // namespace

Authority::Authority() {
    // Each has a name of its own: it is by the name that an issuer is looked for.
    static int count = 0;
    auto const common_name = "authority of the tests " + std::to_string(++count);
    auto const key = make_key();
    auto const certificate = begin(key.get(), {}, common_name.c_str());
    extend(certificate.get(), certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
    extend(certificate.get(), certificate.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
    own_ = signed_by(certificate.get(), key.get(), certificate, key);
}

Identity Authority::issue(CertificatePlan const& plan) const {
    auto const issuer =
        made(Certificate(PEM_read_bio_X509(reading(own_.certificate).get(), nullptr, nullptr, nullptr)));
    auto const issuer_key =
        made(Key(PEM_read_bio_PrivateKey(reading(own_.key).get(), nullptr, nullptr, nullptr)));
    auto const key = make_key();
    return signed_by(issuer.get(), issuer_key.get(), begin_server(key, plan), key);
}

Identity make_self_signed(CertificatePlan const& plan) {
    auto const key = make_key();
    auto const certificate = begin_server(key, plan);
    return signed_by(certificate.get(), key.get(), certificate, key);
}

TemporaryFile::TemporaryFile(std::string const& text)
    : path_(std::filesystem::temp_directory_path() / "sasyncd-test-XXXXXX") {
    int const file = ::mkstemp(path_.data());
    if (file < 0 || ::write(file, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        throw std::runtime_error("cannot write " + path_);
    ::close(file);
}

TemporaryFile::~TemporaryFile() {
    ::unlink(path_.c_str());
}

}  // namespace sasyncd::test
