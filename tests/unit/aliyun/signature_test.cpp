#include "aliyun/signature.hpp"

#include "aliyun/digest.hpp"
#include "aliyun/signature_v1.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <simdjson.h>

namespace sasyncd {
namespace {

namespace dom = simdjson::dom;

dom::element vectors() {
    static dom::parser parser;
    static dom::element const root =
        parser.load(std::string(SASYNCD_TESTS_DIR) + "/support/vectors/signing-vectors.json").value();
    return root;
}

std::string text(dom::element const& object, std::string_view name) {
    std::string_view value;
    return object[name].get_string().get(value) == simdjson::SUCCESS ? std::string(value) : std::string();
}

Parameters parameters(dom::element const& object) {
    Parameters out;
    for (auto const field : dom::object(object))
        out.emplace(field.key, std::string_view(field.value));
    return out;
}

SigningInput input_of(dom::element const& vector) {
    auto const in = vector["input"].value();
    auto const expect = vector["expect"].value();
    SigningInput input;
    input.method = text(in, "method");
    input.host = text(in, "host");
    input.action = text(in, "action");
    input.version = text(in, "version");
    input.date = text(in, "date");
    input.nonce = text(in, "nonce");
    input.access_key_id = text(in, "access_key_id");
    input.access_key_secret = Secret(text(in, "access_key_secret"));
    input.security_token = Secret(text(in, "security_token"));
    input.body = text(expect, "body");
    if (input.body.empty())
        input.params = parameters(expect["flattened_params"].value());
    else
        input.content_type = "application/x-www-form-urlencoded";
    dom::element extra;
    if (in["extra_signed_headers"].get(extra) == simdjson::SUCCESS)
        for (auto const& [name, value] : parameters(extra))
            input.extra_headers.emplace_back(name, value);
    return input;
}

TEST(Signature, V3MatchesEveryStageOfEveryVector) {
    std::size_t seen = 0;
    for (auto const vector : dom::array(vectors()["v3"])) {
        SCOPED_TRACE(text(vector, "name"));
        ++seen;
        auto const expect = vector["expect"].value();
        auto const input = input_of(vector);
        auto const out = sign_v3(input);
        EXPECT_EQ(sha256_hex(input.body), text(expect, "payload_sha256"));
        EXPECT_EQ(out.canonical_query, text(expect, "canonical_query"));
        EXPECT_EQ(out.canonical_headers, text(expect, "canonical_headers"));
        EXPECT_EQ(out.signed_headers, text(expect, "signed_headers"));
        EXPECT_EQ(out.canonical_request, text(expect, "canonical_request"));
        EXPECT_EQ(sha256_hex(out.canonical_request), text(expect, "hashed_canonical_request"));
        EXPECT_EQ(out.string_to_sign, text(expect, "string_to_sign"));
        EXPECT_EQ(out.signature, text(expect, "signature"));
        EXPECT_EQ(out.authorization, text(expect, "authorization"));
        Parameters sent(out.headers_to_send.begin(), out.headers_to_send.end());
        EXPECT_EQ(sent["authorization"], out.authorization);
        sent.erase("authorization");
        EXPECT_EQ(sent, parameters(expect["headers_signed"].value()));
    }
    EXPECT_EQ(seen, 10U);
}

TEST(Signature, V1MatchesEveryStageOfEveryVector) {
    std::size_t seen = 0;
    for (auto const vector : dom::array(vectors()["v1"])) {
        SCOPED_TRACE(text(vector, "name"));
        ++seen;
        auto const in = vector["input"].value();
        auto const expect = vector["expect"].value();
        auto const out = sign_v1(text(in, "method"), parameters(expect["all_params_but_signature"].value()),
                                 Secret(text(in, "access_key_secret")));
        EXPECT_EQ(out.canonical_query, text(expect, "canonical_query"));
        EXPECT_EQ(out.string_to_sign, text(expect, "string_to_sign"));
        EXPECT_EQ(out.signature, text(expect, "signature"));
    }
    EXPECT_EQ(seen, 6U);
}

TEST(Signature, NoncesAreLongAndNeverTheSame) {
    auto const one = make_nonce();
    EXPECT_EQ(one.size(), 32U);
    EXPECT_NE(one, make_nonce());
}

}  // namespace
}  // namespace sasyncd
