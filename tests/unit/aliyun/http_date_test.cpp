#include "aliyun/http_date.hpp"

#include <gtest/gtest.h>

namespace sasyncd {
namespace {

TEST(HttpDate, IsReadAsItStands) {
    auto const time = parse_http_date("Tue, 24 Nov 2026 03:20:07 GMT");
    ASSERT_TRUE(time);
    EXPECT_EQ(time->time_since_epoch(), std::chrono::seconds(1'795'490'407));
}

TEST(HttpDate, TakesNothingElse) {
    for (auto const* text :
         {"", "Tue, 24 Nov 2026 03:20:07 UTC", "Tuesday, 24-Nov-26 03:20:07 GMT",
          "Tue Nov 24 03:20:07 2026 GMTxx",
          "Tue, 24 Nov\xe0"
          "2026 03:20:07 GMT",
          "Tue, -1 Nov 2026 03:20:07 GMT", "Tue, 24 Nov 2026 -0:20:07 GMT", "Tue, 24 Nov 2026 03:20:+7 GMT",
          "Tue, 31 Nov 2026 03:20:07 GMT", "Tue, 24 ovD 2026 03:20:07 GMT", "Tue, 24 Nov 2026 24:20:07 GMT",
          "Tue, 24 Nov 2026 03:20:07 GMT "})
        EXPECT_FALSE(parse_http_date(text)) << text;
}

}  // namespace
}  // namespace sasyncd
