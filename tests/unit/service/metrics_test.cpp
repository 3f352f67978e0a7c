#include "service/metrics.hpp"

#include "unit/service/facts.hpp"

#include <gmock/gmock.h>

namespace sasyncd {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Metrics, values_that_rows_bring_are_no_labels) {
    Metrics metrics;
    metrics.unknown_met(source_of("prod"),
                        {{"Level=text of a stranger", 2}, {"Level=another", 1}, {"NewField", 4}});
    auto const text = metrics.text();
    EXPECT_THAT(text, HasSubstr("sasyncd_unknown_fields_total{field=\"Level\"} 3\n"));
    EXPECT_THAT(text, HasSubstr("sasyncd_unknown_fields_total{field=\"NewField\"} 4\n"));
    EXPECT_THAT(text, Not(HasSubstr("stranger")));
}

TEST(Metrics, an_account_without_quarantined_rows_is_shown_with_0) {
    Metrics metrics;
    SourceFigures source;
    source.account = "prod";
    source.account_id = "1001";
    metrics.show_sources({source});
    metrics.show_quarantined({});
    EXPECT_THAT(metrics.text(), HasSubstr("sasyncd_quarantined{account=\"prod\"} 0\n"));
    metrics.show_quarantined({{"prod", 3}});
    EXPECT_THAT(metrics.text(), HasSubstr("sasyncd_quarantined{account=\"prod\"} 3\n"));
}

}  // namespace
}  // namespace sasyncd
