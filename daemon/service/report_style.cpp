#include "service/report_style.hpp"

namespace sasyncd {

std::string_view report_style() {
    return R"css(
body.report{max-width:72rem}
.report main>section,.report .pair{margin-top:1.1rem}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,27rem),1fr));gap:1.1rem;align-items:start}
.report .tiles b{font-size:1.25rem;white-space:nowrap}
.report h1.title{font-size:1.6rem;line-height:1.25}
.report td,.report th{vertical-align:top}
.report td,.report th{overflow-wrap:normal}
.report td.wide{overflow-wrap:anywhere;min-width:7rem}
.report td.span,.report td.number{white-space:nowrap}
.report td.number,.report th.number{padding-right:1.1rem}
.report .why{font-weight:400;color:var(--bad)}
.report svg{overflow:visible;margin:.7rem 0 1rem}
.report svg.days text{font-size:8px}
.report td code{font-size:.8em}
.report .more{margin-top:.5rem;color:var(--quiet);font-size:.87rem}
.report .note{margin:.2rem 0 .6rem;color:var(--quiet);font-size:.9rem}
.report .banner ul{list-style:none;margin-top:.4rem}
.report .banner li{color:var(--text);padding:.15rem 0}
svg.open{width:100%;height:auto}
.open .area{fill:var(--opened);opacity:.22}.open .line{fill:none;stroke:var(--opened);stroke-width:2}
.open .axis{stroke:var(--line)}.open text{fill:var(--quiet);font-size:11px}
dl{margin:0;display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.35rem 1rem;font-size:.9rem}
dt{font-weight:600}dd{margin:0;color:var(--text)}
.report .up{color:var(--bad)}.report .down{color:var(--good)}
@media (max-width:42rem){dl{grid-template-columns:1fr;gap:.1rem}dd{margin-bottom:.5rem}
.report svg.days text{font-size:19px}.open text{font-size:25px}.report svg{margin:1.2rem 0}
.report .list thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.report .list,.report .list tbody{display:block}
.report .list tr{display:flex;flex-wrap:wrap;gap:.1rem 1rem;padding:.5rem 0;border-top:1px solid var(--line)}
.report .list td{display:block;border:0;padding:0;text-align:left}
.report .list td.wide{flex:1 0 100%}
.report .list td:not(.wide)::before{content:attr(data-label) " ";color:var(--quiet);font-size:.85em}
.report .levels th,.report .levels td{padding-right:.4rem;font-size:.82rem}.report .levels th{overflow-wrap:anywhere}}
@media print{:root{color-scheme:light;--ground:#fff;--card:#fff;--line:#bbb;--text:#000;--quiet:#444;--good:#0b5c2e;
--good-soft:#fff;--warn:#7a4200;--warn-soft:#fff;--bad:#a01020;--bad-soft:#fff;--note:#333;--note-soft:#fff;
--opened:#b34700;--closed:#14606b;--link:#000;--code:#fff}
@page{size:A4;margin:14mm}
body.report{max-width:none;padding:0;font-size:9pt}
.report td,.report th{padding-top:.2rem;padding-bottom:.2rem}
.report main>section,.pair>section{border:0;padding:.4rem 0;break-inside:auto}
.report h2{break-after:avoid}.report tr,.banner,.tiles,svg,dl>*{break-inside:avoid}
.report thead{display:table-header-group}
.banner{border:1.5pt solid;border-left-width:6pt}.pair{display:block}}
)css";
}

}  // namespace sasyncd
