#include "aliyun/signature_v1.hpp"

#include "aliyun/digest.hpp"
#include "aliyun/signature.hpp"

#include <fmt/format.h>

namespace sasyncd {

SignatureV1 sign_v1(std::string_view method, Parameters const& parameters, Secret const& access_key_secret) {
    SignatureV1 s;
    s.canonical_query = canonical_query(parameters);
    s.string_to_sign = fmt::format("{}&%2F&{}", method, percent_encode(s.canonical_query));
    Secret const key(access_key_secret.reveal() + "&");
    s.signature = base64(hmac_sha1(key.reveal(), s.string_to_sign));
    return s;
}

}  // namespace sasyncd
