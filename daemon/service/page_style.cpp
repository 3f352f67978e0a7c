#include "service/page_parts.hpp"

namespace sasyncd {

std::string_view page_style() {
    return R"css(
:root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--line:#dfe3e8;--text:#18202a;--quiet:#576371;
--good:#13713f;--good-soft:#e0f3e8;--warn:#8a4b00;--warn-soft:#fdeccd;--bad:#ad1f2d;--bad-soft:#fde4e4;
--note:#3b5568;--note-soft:#e6edf3;--opened:#c2570c;--closed:#1f7a86;--link:#1a56b0;--code:#eef1f4}
@media (prefers-color-scheme:dark){:root{--ground:#10151b;--card:#182029;--line:#2c3743;--text:#e6ebf0;--quiet:#9fadbb;
--good:#62d296;--good-soft:#12321f;--warn:#f3b95f;--warn-soft:#3a2a0d;--bad:#ff8f8f;--bad-soft:#421a1e;
--note:#a9c1d6;--note-soft:#22303d;--opened:#f29a52;--closed:#5cc3cf;--link:#8ab8ff;--code:#242f3a}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:84rem;padding:1rem 1.25rem 2rem;background:var(--ground);color:var(--text);
font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;overflow-wrap:anywhere}
h1,h2,h3,p,ul{margin:0;padding:0}
ul{list-style:none}
i{font-style:normal;font-weight:700}
h2{font-size:.8rem;letter-spacing:.06em;text-transform:uppercase;color:var(--quiet);font-weight:650;margin-bottom:.6rem}
.quiet{color:var(--quiet);font-weight:400}
a{color:var(--link)}
code{font:.87em ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;background:var(--code);padding:.12em .4em;
border-radius:4px;overflow-wrap:anywhere}
.top{display:flex;justify-content:space-between;gap:1rem;flex-wrap:wrap;align-items:baseline;margin-bottom:.75rem;
font-size:.87rem}
.name{font-weight:700;font-size:1.05rem}
.banner{display:flex;gap:1rem;align-items:flex-start;padding:1rem 1.15rem;border-radius:12px;border-left:6px solid}
.banner>i{font-size:1.3rem;line-height:1;width:2.4rem;height:2.4rem;flex:none;border-radius:50%;display:grid;
place-items:center;border:2.5px solid}
.banner h1{font-size:1.45rem;line-height:1.25;color:inherit}
.banner p{color:var(--text);margin-top:.2rem}
.banner p.quiet{color:var(--quiet);font-size:.87rem}
.good{color:var(--good)}.warn{color:var(--warn)}.bad{color:var(--bad)}.note{color:var(--note)}
.banner.good{background:var(--good-soft)}.banner.warn{background:var(--warn-soft)}
.banner.bad{background:var(--bad-soft)}.banner.note{background:var(--note-soft)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.7rem;margin:.9rem 0}
.tiles li{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.6rem .85rem}
.tiles b{display:block;font-size:1.5rem;line-height:1.2;font-variant-numeric:tabular-nums;font-weight:650}
.tiles span{color:var(--quiet);font-size:.87rem}
.tiles .plain{color:var(--text)}.tiles .zero{color:var(--quiet)}
.tiles .bad{background:var(--bad-soft);border-color:currentColor}
.tiles .warn{background:var(--warn-soft);border-color:currentColor}
.tiles .bad span,.tiles .warn span{color:inherit}
.needs{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:.8rem;margin-bottom:1.1rem;
align-items:start}
.needs h2{grid-column:1/-1;margin:.3rem 0 -.1rem}
article{background:var(--card);border:1px solid var(--line);border-top:4px solid currentColor;border-radius:10px;
padding:.8rem 1rem}
article h3{font-size:1.05rem;color:inherit}
article h3 i{display:inline-block;min-width:1.3em}
article p,article li{color:var(--text)}
article p{margin:.3rem 0 .5rem;font-size:.93rem}
article li{padding:.45rem 0;border-top:1px solid var(--line)}
.why{font-size:.9rem;margin:.1rem 0}
.columns{display:grid;grid-template-columns:minmax(0,1.9fr) minmax(0,1fr);gap:1.1rem;align-items:start}
section:not(.needs){background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.9rem 1rem}
.aside{display:grid;gap:1.1rem}
table{border-collapse:collapse;width:100%;font-size:.93rem}
th,td{text-align:left;padding:.42rem .6rem .42rem 0;border-top:1px solid var(--line);vertical-align:middle;
color:var(--text);font-weight:400}
tbody th{font-weight:600}
thead th{border-top:0;color:var(--quiet);font-size:.8rem;padding-top:0}
.number{text-align:right;font-variant-numeric:tabular-nums}
td.number,th.number{padding-right:1.1rem}
td.fresh{min-width:11rem;font-size:.87rem}
.chip{display:inline-block;white-space:nowrap;padding:.08rem .55rem .08rem .45rem;border-radius:99px;font-size:.85rem;
font-weight:600}
.chip i{display:inline-block;min-width:1.15em}
.chip.good{background:var(--good-soft)}.chip.warn{background:var(--warn-soft)}
.chip.bad{background:var(--bad-soft)}.chip.note{background:var(--note-soft)}
.now{color:var(--link);white-space:nowrap}
svg{display:block}
svg.bar{width:100%;height:8px;border-radius:4px;margin:.2rem 0 .15rem}
.bar .track{fill:var(--line)}.bar .fill{fill:var(--good)}.bar .beyond{fill:var(--bad)}.bar .mark{fill:var(--text)}
tr.bad .bar .fill{fill:var(--quiet)}
svg.days{width:100%;height:auto;margin-top:.2rem}
.days .opened{fill:var(--opened)}.days .closed{fill:var(--closed)}.days .axis{fill:var(--quiet)}
.days .pick{fill:transparent}.days g:hover .pick{fill:var(--line);opacity:.6}
.days text{fill:var(--quiet);font-size:14px}
.legend{font-size:.87rem;margin-top:.4rem}
.legend .opened{color:var(--opened);font-weight:600;margin-right:.6rem}
.legend .closed{color:var(--closed);font-weight:600;margin-right:.6rem}
.openings li{overflow:hidden;padding:.5rem 0;border-top:1px solid var(--line);font-size:.93rem}
.openings li:first-child{border-top:0;padding-top:0}
.openings .quiet{font-size:.85rem}
.level{display:inline-block;font-size:.8rem;font-weight:600;padding:0 .45rem;border-radius:4px;background:var(--note-soft);
color:var(--note)}
.level.serious{background:var(--bad-soft);color:var(--bad)}
.level.suspicious{background:var(--warn-soft);color:var(--warn)}
.empty{color:var(--quiet)}
details summary{cursor:pointer;padding:.5rem 0;font-weight:600}
footer{display:flex;justify-content:space-between;gap:.4rem 1.5rem;flex-wrap:wrap;margin-top:1.2rem;color:var(--quiet);
font-size:.85rem}
footer a{margin-left:.6rem}
@media (max-width:60rem){.columns{grid-template-columns:minmax(0,1fr)}}
@media (max-width:42rem){body{padding:.7rem .75rem 1.5rem}.banner{padding:.8rem .9rem}.banner h1{font-size:1.25rem}
.tiles{grid-template-columns:repeat(3,1fr);gap:.5rem}.tiles li{padding:.45rem .6rem}.tiles b{font-size:1.2rem}
.tiles span{font-size:.8rem;line-height:1.2;display:block}
.sources thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.sources,.sources tbody{display:block}
.sources tr{display:flex;flex-wrap:wrap;gap:.1rem .9rem;padding:.55rem 0;border-top:1px solid var(--line)}
.sources tbody tr:first-child{border-top:0;padding-top:0}
.sources th,.sources td{display:block;border:0;padding:0}
.sources tbody th{flex:1}
.sources td.fresh{flex:1 0 100%}
.sources td[data-label]{font-size:.85rem;color:var(--quiet)}
.sources td[data-label]::before{content:attr(data-label) " "}
footer a{margin:0 .6rem 0 0}}
@media print{body{background:#fff}}
)css";
}

}  // namespace sasyncd
