#include "transport_test.hpp"

#include <openssl/ssl.h>

namespace sasyncd {
namespace {

using test::answer_always;
using test::Authority;
using test::CertificatePlan;
using test::make_answer;
using test::ScriptedServer;
using test::ServerTls;
using test::TemporaryFile;

class Tls : public TransportTest {
protected:
    /// What a call to a server with that TLS ends with; the error, where there is one, is in `error_`.
    std::string told_with(ServerTls const& tls, std::string const& host = "sas.example") {
        ScriptedServer server(io_.get_executor(), tls, answer_always(make_answer("hello")));
        auto const result = call(get(server.port(), host));
        error_ = result.has_error() ? result.error() : Error();
        where_ = host + ":" + std::to_string(server.port());
        return told(result);
    }

    Error error_;
    std::string where_;
};

TEST_F(Tls, VersionsFrom12OnAreSpoken) {
    auto const identity = authority().issue();
    EXPECT_EQ(told_with(ServerTls(identity, TLS1_2_VERSION, TLS1_2_VERSION)), "200 hello");
    EXPECT_EQ(told_with(ServerTls(identity, TLS1_3_VERSION, TLS1_3_VERSION)), "200 hello");
}

TEST_F(Tls, OlderVersionsAreRefused) {
    ServerTls const old(authority().issue(), TLS1_VERSION, TLS1_1_VERSION);
    EXPECT_EQ(told_with(old), "unavailable TlsFailed");
    EXPECT_NE(error_.remedy.find("TLS 1.2"), std::string::npos) << error_.line();
}

TEST_F(Tls, TheServerIsToldWhichNameIsMeant) {
    ScriptedServer server(io_.get_executor(), good_tls(), answer_always(make_answer("hello")));
    EXPECT_EQ(told(call(get(server.port()))), "200 hello");
    EXPECT_EQ(told(call(get(server.port(), "127.0.0.1"))), "200 hello");
    ASSERT_EQ(server.records().requests.size(), 2U);
    EXPECT_EQ(server.records().requests[0].server_name, "sas.example");
    EXPECT_EQ(server.records().requests[1].server_name, "") << "addresses are no names";
}

TEST_F(Tls, ACertificateForAnotherNameIsRefused) {
    CertificatePlan plan;
    plan.names = "DNS:other.example,IP:127.0.0.2";
    EXPECT_EQ(told_with(ServerTls(authority().issue(plan))), "unavailable TlsWrongName");
    EXPECT_NE(error_.what.find(where_), std::string::npos) << error_.what;
    EXPECT_FALSE(error_.remedy.empty());
}

TEST_F(Tls, ACertificateForAnotherAddressIsRefused) {
    CertificatePlan plan;
    plan.names = "DNS:sas.example,IP:127.0.0.2";
    EXPECT_EQ(told_with(ServerTls(authority().issue(plan)), "127.0.0.1"), "unavailable TlsWrongName");
    plan.names = "DNS:127.0.0.1";
    EXPECT_EQ(told_with(ServerTls(authority().issue(plan)), "127.0.0.1"), "unavailable TlsWrongName")
        << "an address written as a name is none";
}

TEST_F(Tls, AWildcardStandsForOneLabel) {
    CertificatePlan plan;
    plan.names = "DNS:*.sas.example";
    EXPECT_EQ(told_with(ServerTls(authority().issue(plan)), "a.sas.example"), "200 hello");
    EXPECT_EQ(told_with(ServerTls(authority().issue(plan)), "a.b.sas.example"), "unavailable TlsWrongName");
    EXPECT_EQ(told_with(ServerTls(authority().issue(plan)), "sas.example"), "unavailable TlsWrongName");
}

TEST_F(Tls, AnExpiredCertificateIsRefusedAndTheDateIsTold) {
    CertificatePlan plan;
    plan.from_days = -30;
    plan.to_days = -2;
    EXPECT_EQ(told_with(ServerTls(authority().issue(plan))), "unavailable TlsExpired");
    EXPECT_NE(error_.what.find("GMT"), std::string::npos) << error_.what;
    EXPECT_NE(error_.remedy.find("clock"), std::string::npos) << error_.remedy;
}

TEST_F(Tls, ACertificateOfTheFutureIsRefused) {
    CertificatePlan plan;
    plan.from_days = 2;
    plan.to_days = 30;
    EXPECT_EQ(told_with(ServerTls(authority().issue(plan))), "unavailable TlsNotYetValid");
}

TEST_F(Tls, WhatNobodyTrustedSignedIsRefusedAndCaFileIsNamed) {
    EXPECT_EQ(told_with(ServerTls(test::make_self_signed())), "unavailable TlsUntrusted");
    EXPECT_NE(error_.remedy.find("tls.ca_file"), std::string::npos) << error_.remedy;
    EXPECT_EQ(told_with(ServerTls(Authority().issue())), "unavailable TlsUntrusted");
    EXPECT_NE(error_.what.find("authority of the tests"), std::string::npos)
        << "who issued it helps to find it: " << error_.what;
}

TEST_F(Tls, NothingIsSentToAServerThatIsNotTrusted) {
    ScriptedServer server(io_.get_executor(), ServerTls(test::make_self_signed()),
                          answer_always(make_answer("hello")));
    EXPECT_EQ(told(call(get(server.port()))), "unavailable TlsUntrusted");
    run_until([&] { return server.records().ended == 1; });
    EXPECT_EQ(server.records().requests.size(), 0U);
}

TEST_F(Tls, TheCaFileIsTrustedInAdditionToTheSystemsStore) {
    Authority const system;
    TemporaryFile const system_file(system.certificate());
    set_system_trust(system_file.path());
    transport_ = make_transport();
    EXPECT_EQ(told_with(ServerTls(system.issue())), "200 hello") << "signed by an authority of the system";
    EXPECT_EQ(told_with(good_tls()), "200 hello") << "signed by the authority in ca_file";
    EXPECT_EQ(told_with(ServerTls(Authority().issue())), "unavailable TlsUntrusted");
}

TEST_F(Tls, WithoutCaFileTheSystemsStoreIsTrustedAlone) {
    Authority const system;
    TemporaryFile const system_file(system.certificate());
    set_system_trust(system_file.path());
    transport_ = make_transport(TransportOptions());
    EXPECT_EQ(told_with(ServerTls(system.issue())), "200 hello");
    EXPECT_EQ(told_with(good_tls()), "unavailable TlsUntrusted");
}

TEST_F(Tls, ACaFileMayHoldSeveralAuthorities) {
    Authority const other;
    TemporaryFile const both(other.certificate() + authority().certificate());
    TransportOptions options;
    options.ca_file = both.path();
    transport_ = make_transport(options);
    EXPECT_EQ(told_with(ServerTls(other.issue())), "200 hello");
    EXPECT_EQ(told_with(good_tls()), "200 hello");
}

TEST_F(Tls, ACaFileThatCannotBeUsedIsRefusedAtStart) {
    TemporaryFile const no_pem("no certificate\n");
    for (auto const& path : {std::string("/nowhere/ca.pem"), no_pem.path()}) {
        TransportOptions options;
        options.ca_file = path;
        auto const made = make_beast_transport(io_.get_executor(), options, environment_of(), silent_log());
        ASSERT_TRUE(made.has_error()) << path;
        EXPECT_EQ(made.error().kind, ErrorKind::rejected);
        EXPECT_NE(made.error().what.find("tls.ca_file " + path), std::string::npos) << made.error().what;
        EXPECT_FALSE(made.error().remedy.empty());
    }
}

TEST_F(Tls, APortThatSpeaksNoTlsIsUnavailable) {
    ScriptedServer server(io_.get_executor(), [](test::Peer& peer) -> Task<void> {
        co_await peer.write("HTTP/1.1 400 Bad Request\r\n\r\n");
        co_await peer.wait_for_end();
    });
    EXPECT_EQ(told(call(get(server.port()))), "unavailable TlsFailed");
}

TEST_F(Tls, AServerThatClosesDuringTheHandshakeIsTriedLater) {
    ScriptedServer server(io_.get_executor(), [](test::Peer&) -> Task<void> { co_return; });
    auto const result = call(get(server.port()));
    EXPECT_EQ(result.error().kind, ErrorKind::retry_later) << told(result);
    EXPECT_NE(result.error().what.find("during the TLS handshake"), std::string::npos) << result.error().what;
}

}  // namespace
}  // namespace sasyncd
