#pragma once

#include <string>

namespace sasyncd::test {

/// A certificate and its key, both PEM.
struct Identity {
    std::string certificate;
    std::string key;
};

/// What a certificate says about its holder: names as OpenSSL spells a subjectAltName, and days from now.
struct CertificatePlan {
    std::string names = "DNS:sas.example,DNS:two.example,DNS:localhost,IP:127.0.0.1";
    long from_days = -1;
    long to_days = 1;
};

/// A certificate authority, made anew each time. Throws where OpenSSL cannot.
class Authority {
public:
    Authority();

    /// PEM, for whoever is to trust it.
    [[nodiscard]] std::string const& certificate() const { return own_.certificate; }
    [[nodiscard]] Identity issue(CertificatePlan const& plan = {}) const;

private:
    Identity own_;
};

/// Signed by nobody but itself.
[[nodiscard]] Identity make_self_signed(CertificatePlan const& plan = {});

/// A file with that text, gone with the object.
class TemporaryFile {
public:
    explicit TemporaryFile(std::string const& text);
    ~TemporaryFile();
    TemporaryFile(TemporaryFile const&) = delete;
    TemporaryFile& operator=(TemporaryFile const&) = delete;

    [[nodiscard]] std::string const& path() const { return path_; }

private:
    std::string path_;
};

}  // namespace sasyncd::test
