#include "aliyun/plain_canonical.hpp"

#include "aliyun/json_text.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>

namespace sasyncd {
namespace {

/// The quick way, or "" where it leaves the document to the slow one. In memory of just the size that is promised.
std::string quick(std::string const& escaped) {
    auto const size = escaped.size() + 1 + kPlainSlack;
    auto const text = std::make_unique<char[]>(size);
    (escaped + '"').copy(text.get(), size);
    auto const room = std::make_unique<char[]>(escaped.size() + kPlainSlack);
    return {room.get(), plain_canonical({text.get(), escaped.size()}, room.get())};
}

/// `json` as it stands between the quotes of a JSON string.
std::string escaped(std::string const& json) {
    std::string out;
    append_json_string(out, json);
    return out.substr(1, out.size() - 2);
}

std::string slow(std::string const& json) {
    CanonicalJson canonical;
    std::uint32_t repaired = 0;
    return canonical.of(json, repaired).value_or("");
}

/// Documents like those of HighLight, here and there with what makes them less plain, or no JSON at all.
class RandomJson {
public:
    explicit RandomJson(std::uint32_t seed) : dice_(seed) {}

    std::string document() {
        auto json = object();
        auto const at = below(json.size());
        if (static_cast<unsigned char>(json[at]) >= 0x80)
            return json;  // what was valid UTF-8 stays so, as a body is
        if (chance(5))
            json.erase(at, 1);
        else if (chance(5))
            json.insert(at, 1, "{}[]:,\"\\0 -.e\n"[below(14)]);
        return json;
    }

private:
    unsigned below(std::size_t limit) { return static_cast<unsigned>(dice_() % limit); }
    bool chance(unsigned percent) { return below(100) < percent; }

    std::string object() {
        std::string json = "{";
        for (auto members = below(chance(5) ? 12 : 5); members > 0; --members)
            json += text() + ":" + value(0) + (members > 1 ? "," : "");
        return json + "}";
    }

    std::string value(int depth) {
        switch (below(depth < 4 ? 4 : 2)) {
            case 0: return integer();
            case 1: return depth == 0 || chance(3) ? text() : integer();
            case 2: return depth == 0 && chance(3) ? object() : integer();
            default: return array(depth + 1);
        }
    }

    std::string array(int depth) {
        std::string json = "[";
        for (auto items = below(4); items > 0; --items)
            json += value(depth) + (items > 1 ? "," : "");
        return json + "]";
    }

    std::string integer() {
        auto const text = std::to_string(dice_() % 1'000'000'000) + (chance(10) ? "1234567890" : "");
        return (chance(10) ? "-" : "") + text.substr(0, 1 + below(text.size())) + (chance(2) ? "e2" : "");
    }

    std::string text() {
        constexpr char const* words[] = {"ruleVersion", "ruleId", "events", "a",  "b",
                                         "B",           "",       "\u5e74", "aa", "ab"};
        return '"' + std::string(words[below(10)]) + (chance(2) ? "\\n" : "") + '"';
    }

    std::minstd_rand dice_;
};

TEST(PlainCanonical, TakesWhatHighLightHolds) {
    EXPECT_EQ(
        quick(escaped(R"({"ruleVersion":"highlight_20210908","ruleId":600106,"events":[[2,54],[7,9]]})")),
        R"({"events":[[2,54],[7,9]],"ruleId":600106,"ruleVersion":"highlight_20210908"})");
    EXPECT_EQ(quick(escaped(R"({"bb":0,"a":-7,"c":[],"":[[],1,[[2]]]})")),
              R"({"":[[],1,[[2]]],"a":-7,"c":[],"bb":0})");
    EXPECT_EQ(quick(escaped(R"({"n":123456789012345678})")), R"({"n":123456789012345678})");
}

TEST(PlainCanonical, LeavesAllElseToTheSlowWay) {
    for (auto const* json : {"",
                             "{",
                             "{}",
                             "[]",
                             "1",
                             "\"a\"",
                             R"({"a"})",
                             R"({"a":})",
                             R"({"a":1)",
                             R"({"a":1}})",
                             R"({"a":1},)",
                             R"({"a":1,})",
                             R"({"a":1 })",
                             R"({ "a":1})",
                             R"({"a":1.5})",
                             R"({"a":1e3})",
                             R"({"a":01})",
                             R"({"a":-0})",
                             R"({"a":-})",
                             R"({"a":1234567890123456789})",
                             R"({"a":true})",
                             R"({"a":null})",
                             R"({"a":{}})",
                             R"({"a":["b"]})",
                             R"({"a":[1,]})",
                             R"({"a":[,1]})",
                             R"({"a":[1})",
                             R"({"a":[1]]})",
                             R"({"a":[1][2]})",
                             R"({"a":1,"a":2})",
                             R"({"a\n":1})",
                             R"({"a":"b\"c"})",
                             R"({"a":"\u0000"})",
                             R"({"a":"b)",
                             R"({"1":1,"2":1,"3":1,"4":1,"5":1,"6":1,"7":1,"8":1,"9":1})"})
        EXPECT_EQ(quick(escaped(json)), "") << json;
    EXPECT_EQ(quick(R"({\u0022a\u0022:1})"), "") << "quotes in another spelling";
    EXPECT_EQ(quick(escaped(R"({"a":)" + std::string(17, '[') + std::string(17, ']') + "}")), "");
}

TEST(PlainCanonical, WritesWhatTheSlowWayWrites) {
    auto const seed = static_cast<std::uint32_t>(std::random_device()());
    RandomJson random(seed);
    int taken = 0;
    for (int i = 0; i < 20'000; ++i) {
        auto const json = random.document();
        auto const found = quick(escaped(json));
        if (found.empty())
            continue;
        ++taken;
        ASSERT_EQ(found, slow(json)) << json << " (seed " << seed << ")";
    }
    EXPECT_GT(taken, 5'000) << "seed " << seed;
}

}  // namespace
}  // namespace sasyncd
