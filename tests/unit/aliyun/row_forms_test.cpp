#include "aliyun/page_parser.hpp"
#include "aliyun/row_field_order.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace sasyncd {
namespace {

struct Member {
    std::string name;
    std::string json;
};

/// All 31 fields, each with a value of its own.
std::vector<Member> all_members() {
    std::vector<Member> members;
    for (std::size_t i = 0; i < kRowFieldCount; ++i) {
        auto const field = static_cast<RowField>(i);
        std::string const name(row_field_name(i));
        auto json =
            is_text(field) ? fmt::format("\"value of {}\"", name) : std::to_string(1'600'000'000'000 + i);
        if (field == RowField::status)
            json = "2";
        if (is_text(field) && static_cast<Text>(i) == Text::level)
            json = R"("serious")";
        if (is_text(field) && static_cast<Text>(i) == Text::high_light)
            json = R"("{\"ruleId\":7,\"events\":[[2,54]]}")";
        members.push_back({name, json});
    }
    return members;
}

std::string element(std::vector<Member> const& members, std::string const& separator = ",",
                    std::string const& colon = ":") {
    std::string json;
    for (auto const& [name, value] : members)
        json += (json.empty() ? "{\"" : separator + "\"") + name + "\"" + colon + value;
    return json + "}";
}

Result<Page> parse(std::string const& elements) {
    PageParser parser;
    return parser.parse(R"({"AffectedMaliciousFileImagesResponse":[)" + elements +
                        R"(],"PageInfo":{"CurrentPage":1,"PageSize":20,"TotalCount":12345678}})");
}

Row row_of(std::string const& json) {
    auto const page = parse(json);
    EXPECT_TRUE(page) << json << (page ? "" : page.error().line());
    bool const is_one = page && page->rows.size() == 1;
    EXPECT_TRUE(is_one) << json;
    return is_one ? page->rows[0] : Row();
}

Row row_with(std::string const& members) {
    return row_of(R"({"MaliciousMd5":"m","ImageUuid":"u",)" + members + "}");
}

/// What is expected of the members, set one by one.
Row expected(std::vector<Member> const& members) {
    Row row;
    for (auto const& member : members) {
        auto const alone = row_with(fmt::format(R"("{}":{})", member.name, member.json));
        auto const field = row_field(member.name);
        auto const time = [](std::int64_t number) { return SystemTime(std::chrono::milliseconds(number)); };
        switch (field) {
            case RowField::event_id: row.event_id = std::stoll(member.json); break;
            case RowField::status: row.status = std::stoi(member.json); break;
            case RowField::first_scan: row.first_scan = time(std::stoll(member.json)); break;
            case RowField::latest_scan: row.latest_scan = time(std::stoll(member.json)); break;
            case RowField::latest_verify: row.latest_verify = time(std::stoll(member.json)); break;
            default: row.set(static_cast<Text>(field), alone[static_cast<Text>(field)]);
        }
    }
    return row;
}

bool can_be_keyed(std::vector<Member> const& members) {
    auto const has = [&](char const* name) {
        return std::any_of(members.begin(), members.end(),
                           [&](auto const& member) { return member.name == name; });
    };
    return has("MaliciousMd5") && has("ImageUuid");
}

TEST(RowForms, FieldsComeInAnyOrderAndAnyMayBeLeftOut) {
    auto const seed = static_cast<std::uint32_t>(std::random_device()());
    std::minstd_rand dice(seed);
    std::string json;
    std::vector<Row> rows;
    while (rows.size() < 60) {
        auto members = all_members();
        if (rows.size() % 3 != 0)  // two rows in a row share an order
            std::shuffle(members.begin(), members.end(), dice);
        members.erase(
            std::remove_if(members.begin(), members.end(), [&](auto const&) { return dice() % 8 == 0; }),
            members.end());
        if (!can_be_keyed(members))
            continue;
        json += (json.empty() ? "" : ",") + element(members);
        rows.push_back(expected(members));
    }
    auto const page = parse(json);
    ASSERT_TRUE(page) << page.error().line();
    EXPECT_TRUE(page->unknown.empty());
    EXPECT_EQ(page->total_count, 12345678);
    ASSERT_EQ(page->rows.size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        EXPECT_EQ(page->rows[i], rows[i]) << "row " << i << ", seed " << seed;
}

TEST(RowForms, BlanksBetweenTokensChangeNothing) {
    auto const members = all_members();
    auto const compact = row_of(element(members));
    EXPECT_EQ(compact, expected(members));
    EXPECT_EQ(row_of(element(members, " , ", " : ")), compact);
    EXPECT_EQ(row_of(element(members, "\r\n\t,\r\n\t", "\r\n:\r\n")), compact);
}

TEST(RowForms, EscapesInNamesAndTextsMeanWhatTheyStandFor) {
    for (std::size_t i = 0; i < kRowFieldCount; ++i) {
        std::string name(row_field_name(i));
        auto const member = all_members()[i];
        auto const plain = row_with(fmt::format(R"("{}":{})", name, member.json));
        auto const escaped =
            fmt::format(R"("\u{:04x}{}":{})", static_cast<int>(name[0]), name.substr(1), member.json);
        EXPECT_EQ(row_with(escaped), plain) << escaped;
        if (!is_text(static_cast<RowField>(i)) || static_cast<Text>(i) == Text::high_light)
            continue;
        auto const text = row_with(fmt::format(R"("{}":"a\"b\\c\/\n\u00e9\ud83d\ude00","Id":1)", name));
        EXPECT_EQ(text[static_cast<Text>(i)], "a\"b\\c/\n\u00e9\U0001F600") << name;
        EXPECT_EQ(text.event_id, 1);
    }
}

TEST(RowForms, NamesThatBeginLikeKnownOnesAreUnknown) {
    auto const row = row_with(R"("Level":"serious","Leve":1,"Levels":2,"Level\"":3,"Level ":4,"":5,"I":6)");
    EXPECT_EQ(row[Text::level], "serious");
    EXPECT_EQ(row.extra, R"({"Leve":1,"Levels":2,"Level\"":3,"Level ":4,"":5,"I":6})");
}

TEST(RowForms, OfEqualNamesTheLastCounts) {
    auto const row = row_with(R"("Tag":"a","Id":1,"Tag":"b","Tag":"c","Id":2)");
    EXPECT_EQ(row[Text::tag], "c");
    EXPECT_EQ(row.event_id, 2);
}

TEST(RowForms, NumbersOfAnyLengthAndSpellingAreExact) {
    struct Case {
        char const* json;
        std::optional<std::int64_t> value;
    };
    for (auto const& [json, value] : {Case{"0", 0},
                                      {"7", 7},
                                      {"12345678", 12345678},
                                      {"123456789", 123456789},
                                      {"1234567890123456", 1234567890123456},
                                      {"12345678901234567", 12345678901234567},
                                      {"9223372036854775807", INT64_MAX},
                                      {"9223372036854775808", std::nullopt},
                                      {"-12", -12},
                                      {"-9223372036854775808", INT64_MIN},
                                      {"15.0", 15},
                                      {"1.5e1", 15},
                                      {"1.5", std::nullopt},
                                      {"\"12345678901234567\"", 12345678901234567},
                                      {"\" 12 \"", 12},
                                      {"\"\\u0031\\u0032\"", 12},
                                      {"\"1 2\"", std::nullopt},
                                      {"\"\"", std::nullopt},
                                      {"null", std::nullopt},
                                      {"12 ", 12},
                                      {"true", std::nullopt}})
        EXPECT_EQ(row_with(fmt::format(R"("Id":{})", json)).event_id, value) << json;
}

// What is read in steps of many bytes must not take what lies behind the body for a part of it.
TEST(RowForms, TheEndOfTheBodyIsNoPartOfANumberOrName) {
    PageParser parser;
    std::string const whole =
        R"({"AffectedMaliciousFileImagesResponse":[],"PageInfo":{"CurrentPage":1,"TotalCount":9}})";
    for (std::size_t length = whole.size(); length > whole.size() - 40; --length) {
        auto body = whole;
        body.resize(length);  // what was cut off still lies behind it
        EXPECT_EQ(parser.parse(std::move(body)).has_value(), length == whole.size()) << length;
    }
    for (auto const* end : {R"("Id":1)", R"("Id":1234567)", R"("I)", R"("Id)", R"("Id":)",
                            R"("HighLight":"{\"a\":1)", R"("HighLight":"{\"a\":1}")"})
        EXPECT_FALSE(parser.parse(std::string(R"({"AffectedMaliciousFileImagesResponse":[{)") + end)) << end;
}

TEST(RowForms, ARowOutlivesItsPageAndParser) {
    auto row = row_with(R"("Tag":"in the body","Pod":"re\u0077ritten","HighLight":"{\"b\":1,\"a\":2}")");
    auto const copy = row;
    row = Row();
    EXPECT_EQ(copy[Text::tag], "in the body");
    EXPECT_EQ(copy[Text::pod], "rewritten");
    EXPECT_EQ(copy[Text::high_light], R"({"a":2,"b":1})");
}

TEST(RowForms, WhatPostgresDoesNotTakeIsReplacedInUnknownFieldsNamesAndPayloadsToo) {
    auto const page =
        parse(R"({"MaliciousMd5":"m","ImageUuid":"u","New":"\u0000"},{"New":["\ud800"]},"\udc00")");
    ASSERT_TRUE(page) << page.error().line();
    ASSERT_EQ(page->rows.size(), 1U);
    EXPECT_EQ(page->rows[0].extra, "{\"New\":\"\uFFFD\"}");
    ASSERT_EQ(page->quarantined.size(), 2U);
    EXPECT_EQ(page->quarantined[0].payload, R"({"New":["\ufffd"]})");
    EXPECT_EQ(page->quarantined[1].payload, R"("\ufffd")");
    EXPECT_EQ(row_with(R"("a\u0000b":1)").extra, "{\"a\uFFFDb\":1}");
}

}  // namespace
}  // namespace sasyncd
