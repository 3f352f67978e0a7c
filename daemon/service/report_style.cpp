#include "service/report_style.hpp"

namespace sasyncd {

std::string_view report_style() {
    return R"css(
body.report{max-width:72rem}
.report main>section,.report .pair{margin-top:1.1rem}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,27rem),1fr));gap:1.1rem;align-items:start}
.report h1.title{font-size:1.6rem;line-height:1.25}
.report td,.report th{vertical-align:top}
.report td.name{overflow-wrap:anywhere;min-width:9rem}
.report td.span,.report td.when{white-space:nowrap}
.report .scroll{overflow-x:auto}
.report td code{font-size:.8em}
.report .more{margin-top:.5rem;color:var(--quiet);font-size:.87rem}
.report .note{margin:.2rem 0 .6rem;color:var(--quiet);font-size:.9rem}
.report .banner ul{list-style:none;margin-top:.4rem}
.report .banner li{color:var(--text);padding:.15rem 0}
svg.open{width:100%;height:auto}
.open .area{fill:var(--opened);opacity:.22}.open .line{fill:none;stroke:var(--opened);stroke-width:2}
.open .axis{stroke:var(--line)}.open text{fill:var(--quiet);font-size:13px}
dl{margin:0;display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.35rem 1rem;font-size:.9rem}
dt{font-weight:600}dd{margin:0;color:var(--text)}
.report .up{color:var(--bad)}.report .down{color:var(--good)}
@media (max-width:42rem){dl{grid-template-columns:1fr;gap:.1rem}dd{margin-bottom:.5rem}
.report table{font-size:.85rem}.report th,.report td{padding-right:.45rem}}
@media print{:root{color-scheme:light;--ground:#fff;--card:#fff;--line:#bbb;--text:#000;--quiet:#444;--good:#0b5c2e;
--good-soft:#fff;--warn:#7a4200;--warn-soft:#fff;--bad:#a01020;--bad-soft:#fff;--note:#333;--note-soft:#fff;
--opened:#b34700;--closed:#14606b;--link:#000;--code:#fff}
@page{size:A4;margin:14mm}
body.report{max-width:none;padding:0;font-size:10pt}
.report main>section,.pair>section{border:0;padding:.4rem 0;break-inside:auto}
.report h2{break-after:avoid}.report tr,.banner,.tiles,svg,dl>*{break-inside:avoid}
.report thead{display:table-header-group}
.report .scroll{overflow:visible}
.banner{border:1.5pt solid;border-left-width:6pt}.pair{display:block}}
)css";
}

}  // namespace sasyncd
