/** Timeline and graph. Kinds of bars differ in shape too: filled, outlined, dashed, low. */
export const CHART = `
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;font-size:.8125rem;color:var(--soft);margin-bottom:.8rem!important}
.legend svg{vertical-align:-.1rem}
.gantt{border:1px solid var(--line);border-radius:.5rem;background:var(--card);overflow:hidden}
.lane{display:grid;grid-template-columns:15rem minmax(0,1fr) 5.2rem;align-items:center;border-top:1px solid var(--line)}
.gantt>.lane:first-child{border-top:0}
.lane .label{padding:.1rem .8rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.lane .took{padding:.1rem .8rem .1rem .4rem;text-align:right;font-size:.8125rem;color:var(--soft);font-variant-numeric:tabular-nums;white-space:nowrap}
.lane.head{color:var(--soft);font-size:.8125rem}
.lane svg{display:block;width:100%}
summary.lane{cursor:pointer;list-style:none}
summary.lane::-webkit-details-marker{display:none}
summary.lane .label::before{content:"▸ ";color:var(--soft)}
details[open]>summary.lane .label::before{content:"▾ "}
summary.lane:focus-visible{outline-offset:-3px}
.shard{border-top:0}
.shard .label{padding-left:2.2rem;color:var(--soft);font-size:.8125rem}
.gantt .note{padding:.2rem .8rem}
svg text{font:.75rem system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;fill:var(--soft)}
.scale text[text-anchor="start"]{transform:translateX(.3rem)}
.scale text[text-anchor="end"]{transform:translateX(-.3rem)}
svg text.sign{fill:var(--ink);font-weight:700}
.rule{stroke:var(--line)}
.heal{stroke:var(--warn);stroke-width:1.5;stroke-dasharray:4 3}
.decision{stroke:var(--calm);stroke-width:1.5;stroke-dasharray:1 3}
.fold{fill:var(--ground)}
.idle{stroke:var(--soft);stroke-dasharray:2 2}
.tick{stroke:var(--ink);stroke-width:1.5}
.bar{stroke-width:1.5}
.bar.done{fill:var(--good);stroke:var(--good)}
.bar.answered,.bar.skipped{fill:var(--card);stroke:var(--good)}
.bar.running{fill:var(--link);stroke:var(--link);fill-opacity:.35;stroke-dasharray:5 2}
.bar.waiting{fill:none;stroke:var(--soft)}
.bar.failed,.bar.timedout{fill:var(--bad);stroke:var(--bad)}
.bar.cut,.bar.cancelled{fill:var(--card);stroke:var(--bad);stroke-dasharray:3 2}
.bar.lost{fill:var(--warn);stroke:var(--warn)}
.bar.lock{fill:var(--mark);stroke:var(--warn);stroke-dasharray:1.5 1.5}
#graph .scroll{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:1rem}
#graph svg{display:block;margin:0 auto}
.edge{fill:none;stroke:var(--soft);stroke-width:1.5}
.node rect{fill:var(--ground);stroke:currentColor;stroke-width:1.5}
.node .name{fill:var(--ink);font-weight:600}
.node .fact{font-variant-numeric:tabular-nums}
@media (max-width:48rem){
.lane{grid-template-columns:minmax(0,1fr) auto;row-gap:0}
.lane>svg{grid-column:1/-1;grid-row:2}
.lane.head .label,.lane.head .took{display:none}
.lane .label{padding-top:.35rem}
.lane .took{padding-top:.35rem}
}
`;
