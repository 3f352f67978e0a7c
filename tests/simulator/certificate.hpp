#pragma once

#include <map>
#include <memory>
#include <openssl/ssl.h>
#include <string>

namespace sasyncd::simulator {

// A certificate authority made at start, and what it signed: "good" (127.0.0.1, ::1, localhost), "wrong-name"
// (other.example), "expired"; and "self-signed", which it did not sign.
class Certificates {
public:
    explicit Certificates(const std::string& highest_tls);  // "1.3", "1.2" or "1.1"

    const std::string& ca_pem() const { return ca_pem_; }
    SSL_CTX* context(const std::string& kind) const { return contexts_.at(kind).get(); }

private:
    using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

    std::string ca_pem_;
    std::map<std::string, Context> contexts_;
};

}  // namespace sasyncd::simulator
