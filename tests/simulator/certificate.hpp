#pragma once

#include <openssl/ssl.h>

#include <map>
#include <memory>
#include <string>

namespace sasyncd::simulator {

// A certificate authority made at start, and what it signed: "good" (127.0.0.1, ::1, localhost), "wrong-name"
// (other.example), "expired"; and "self-signed", which it did not sign.
class Certificates {
public:
    explicit Certificates(std::string const& highest_tls);  // "1.3", "1.2" or "1.1"

    std::string const& ca_pem() const { return ca_pem_; }
    SSL_CTX* context(std::string const& kind) const { return contexts_.at(kind).get(); }

private:
    using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

    std::string ca_pem_;
    std::map<std::string, Context> contexts_;
};

}  // namespace sasyncd::simulator
