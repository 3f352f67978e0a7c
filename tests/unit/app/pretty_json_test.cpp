#include "app/pretty_json.hpp"

#include <gtest/gtest.h>

namespace sasyncd {
namespace {

TEST(PrettyJson, PutsAMemberOnALine) {
    EXPECT_EQ(pretty_json(R"({"a":1,"b":["x, {y}",null] ,"c":{}})"),
              "{\n  \"a\": 1,\n  \"b\": [\n    \"x, {y}\",\n    null\n  ],\n  \"c\": {\n  }\n}\n");
}

TEST(PrettyJson, TakesWhatIsCutOffOrNoJson) {
    EXPECT_EQ(pretty_json(R"({"a":"b)"), "{\n  \"a\": \"b\n");
    EXPECT_EQ(pretty_json("]]}x"), "]\n]\n}x\n");
    EXPECT_EQ(pretty_json(""), "");
    EXPECT_EQ(pretty_json("\"\\"), "\"\\\n");
}

TEST(PrettyJson, SendsNothingToATerminalButText) {
    auto const text = pretty_json("{\"a\":\"\x1b[31m\xff\u202e\"}");
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    EXPECT_NE(text.find("\\u{1b}[31m\\xff\\u{202e}"), std::string::npos) << text;
}

TEST(PrettyJson, IndentsNoDeeperThanALineCanShow) {
    auto const text = pretty_json(std::string(20'000, '['));
    EXPECT_LT(text.size(), 20'000U * 50);
}

}  // namespace
}  // namespace sasyncd
