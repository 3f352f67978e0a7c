#include "settings/quantities.hpp"

#include <gtest/gtest.h>

namespace sasyncd {
namespace {

using namespace std::chrono_literals;

TEST(Quantities, DurationsTakeFiveUnits) {
    EXPECT_EQ(parse_duration("250ms"), 250ms);
    EXPECT_EQ(parse_duration("0s"), 0ms);
    EXPECT_EQ(parse_duration("60s"), 60s);
    EXPECT_EQ(parse_duration("15m"), 15min);
    EXPECT_EQ(parse_duration("24h"), 24h);
    EXPECT_EQ(parse_duration("90d"), 90 * 24h);
}

TEST(Quantities, DurationsRefuseEverythingElse) {
    for (auto const* text : {"", "s", "5", "5 s", "5S", "-5s", "+5s", "1.5h", "05s", "5sec", "1h30m", "0x5s",
                             "99999999999999999999s", "9223372036854775807d", "５s"})
        EXPECT_EQ(parse_duration(text), std::nullopt) << text;
}

TEST(Quantities, DurationsPrintInTheLargestUnitThatFits) {
    EXPECT_EQ(format_duration(0ms), "0s");
    EXPECT_EQ(format_duration(1500ms), "1500ms");
    EXPECT_EQ(format_duration(90s), "90s");
    EXPECT_EQ(format_duration(60min), "1h");
    EXPECT_EQ(format_duration(48h), "2d");
}

TEST(Quantities, SizesTakeBinaryUnits) {
    EXPECT_EQ(parse_size("16MiB"), 16ULL << 20U);
    EXPECT_EQ(parse_size("1KiB"), 1024U);
    EXPECT_EQ(parse_size("2GiB"), 2ULL << 30U);
    for (auto const* text : {"", "16", "16MB", "16M", "16mib", "1.5GiB", "9999999999GiB"})
        EXPECT_EQ(parse_size(text), std::nullopt) << text;
    EXPECT_EQ(format_size(16ULL << 20U), "16MiB");
    EXPECT_EQ(format_size(1025), "2KiB");
}

TEST(Quantities, CountsRefuseWhatReadersOfYamlDisagreeOn) {
    EXPECT_EQ(parse_count("0"), 0U);
    EXPECT_EQ(parse_count("18446744073709551615"), UINT64_MAX);
    for (auto const* text :
         {"", "010", "0x10", "0o10", "-1", "+1", "1_000", "1e3", "1.0", " 1", "18446744073709551616"})
        EXPECT_EQ(parse_count(text), std::nullopt) << text;
    EXPECT_TRUE(looks_octal_or_hex("010"));
    EXPECT_TRUE(looks_octal_or_hex("0x1F"));
    EXPECT_FALSE(looks_octal_or_hex("0"));
    EXPECT_FALSE(looks_octal_or_hex("0.5"));
}

TEST(Quantities, FractionsAreDigitsAndOnePoint) {
    EXPECT_EQ(parse_fraction("0.5"), 0.5);
    EXPECT_EQ(parse_fraction("1"), 1.0);
    EXPECT_EQ(parse_fraction("10000"), 10000.0);
    for (auto const* text : {"", ".", ".5", "1.", "1e3", "nan", "inf", "-1", "00.5", "0.5.1", "0,5"})
        EXPECT_EQ(parse_fraction(text), std::nullopt) << text;
}

}  // namespace
}  // namespace sasyncd
