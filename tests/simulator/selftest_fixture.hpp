#pragma once

#include "control_client.hpp"
#include "json_read.hpp"
#include "json_text.hpp"
#include "selftest_client.hpp"
#include "simulator.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace sasyncd::simulator {

inline constexpr std::uint64_t kRows = 1200;

// A simulator on a thread of its own, and a client for it.
class SimulatorTest : public testing::Test {
protected:
    SimulatorTest() {
        char name[] = "/tmp/simulator-selftest-XXXXXX";
        Options options;
        options.state = state_ = mkdtemp(name);
        options.rows = kRows;
        options.keys = {"test-access-key-id:test-access-key-secret",
                        "STS.session:secret-2:token+/=:2222222222222222"};
        simulator_ = std::make_unique<Simulator>(io_, options);
        thread_ = std::thread{[this] { io_.run(); }};
    }

    ~SimulatorTest() override {
        io_.stop();
        thread_.join();
        std::filesystem::remove_all(state_);
    }

    SelftestClient client(Site site = Site::china) const {
        return {simulator_->port(site), simulator_->ca_pem()};
    }

    CallResult call(Parameters const& parameters, CallOptions const& options = {}, Site site = Site::china) {
        return client(site).call(parameters, options);
    }

    std::string control(std::string_view method, std::string_view path, std::string_view body = "") {
        const ControlAnswer answer = ask_control(state_, method, path, body);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer.body;
    }

    std::vector<std::string> truth(std::string_view query = "site=china") {
        std::istringstream lines{control("GET", fmt::format("/truth?{}", query))};
        std::vector<std::string> out;
        for (std::string line; std::getline(lines, line);) {
            out.push_back(line);
        }
        return out;
    }

    // The rows of all pages.
    std::vector<std::string> walk(Parameters parameters, int size) {
        SelftestClient one = client();
        std::vector<std::string> rows;
        parameters["PageSize"] = std::to_string(size);
        for (int page = 1;; ++page) {
            parameters["CurrentPage"] = std::to_string(page);
            const CallResult result = one.call(parameters);
            EXPECT_EQ(result.status, 200) << result.body;
            const JsonDocument document{result.body};
            simdjson::dom::array list;
            if (document.root()["AffectedMaliciousFileImagesResponse"].get(list) != simdjson::SUCCESS ||
                list.size() == 0) {
                return rows;
            }
            for (const Json row : list) {
                rows.push_back(without_signature(to_json(row)));
            }
        }
    }

    static std::string without_signature(std::string row) {
        const std::size_t at = row.find("&Signature=");
        return at == std::string::npos ? row
                                       : row.replace(at + 11, Row::kSignatureSize, Row::kSignatureSize, '0');
    }

    static std::string code_of(CallResult const& result) {
        return json_text(find_member(result.body, "Code").value_or("none"));
    }

    boost::asio::io_context io_{1};
    std::string state_;
    std::unique_ptr<Simulator> simulator_;
    std::thread thread_;
};

inline Parameters const kFirstPage = {{"CurrentPage", "1"}, {"PageSize", "20"}};

}  // namespace sasyncd::simulator
