/** Topics, claims and statements. Parts out of sight are laid out when they come near (a page may hold 10,000 claims). */
export const CARDS = `
.topic{border-top:.3rem solid var(--topic);padding-top:1.25rem}
.summary{margin:1.1rem 0 0;padding:.1rem 0 .1rem 1.1rem;border-left:.2rem solid var(--topic)}
.summary .label{font-size:.9rem;font-weight:650;color:var(--soft);margin:0}
.summary p:last-child{margin:.15rem 0 0}
.subtopic{margin-top:2.25rem;content-visibility:auto;contain-intrinsic-size:auto 60rem}
.claims,.cruxes{display:grid;gap:.6rem;grid-template-columns:minmax(0,1fr);margin-top:.75rem!important}
.rest>.claims,.rest>.cruxes{margin-top:.9rem!important}
.claim,.crux{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.85rem 1.2rem .75rem}
.claim:target,.crux:target,.similar li:target{outline:2px solid var(--link);outline-offset:2px}
.words{margin:0;max-width:44rem;font-size:1.075rem;line-height:1.5;white-space:pre-line}
.meta{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 1rem;margin-top:.35rem;font-size:.9rem}
.meta>.badge{margin:0}
.badge{display:inline-block;font-size:.8rem;border:1px solid var(--line);border-radius:1rem;padding:0 .6rem;color:var(--soft);white-space:nowrap}
.permalink{order:1;margin-left:auto;padding:0 .3rem;text-decoration:none;color:var(--soft)}
h2>.permalink,h3>.permalink{font-weight:400}
@media (hover:hover){
.permalink{opacity:0}
.permalink:focus-visible,.claim:hover>.meta>.permalink,.crux:hover>.meta>.permalink,.similar li:hover>.meta>.permalink,:is(h2,h3):hover>.permalink{opacity:1}
}
summary{cursor:pointer;color:var(--link);width:fit-content}
.rest{margin-top:.9rem}
.meta>details[open]{flex-basis:100%;order:2}
@supports selector(::details-content){
.meta>details{display:contents}
.meta>details::details-content{flex-basis:100%;order:2}
}
.meta blockquote,.meta .similar{margin-top:.5rem!important}
blockquote{margin:.5rem 0;max-width:44rem;padding:.1rem 0 .1rem 1rem;border-left:2px solid var(--line);font-size:1rem;line-height:1.5;white-space:pre-line;color:var(--soft)}
mark{background:var(--mark);color:var(--ink);border-radius:.15rem}
.similar li{padding:.6rem 0;border-top:1px solid var(--line);color:var(--ink)}
.similar .words{font-size:1rem}
.crux h3{font-weight:400;display:grid;grid-template-columns:auto 1fr;gap:.2rem .8rem;align-items:baseline}
.crux h3 .words{font-weight:600}
.nr{color:var(--soft);font-size:.9rem;font-variant-numeric:tabular-nums;min-width:1.2rem}
.sides{display:grid;grid-template-columns:auto minmax(4rem,1fr) auto;gap:.4rem 1rem;align-items:center;font-weight:600;font-size:.925rem;margin:.7rem 0 .3rem;font-variant-numeric:tabular-nums}
.sides .yes,td.yes{color:var(--yes)}
.sides .no,td.no{color:var(--no)}
.diverging{width:100%;height:.9rem;display:block;border-radius:.25rem}
.diverging .yes{fill:var(--yes)}
.diverging .no{fill:var(--no)}
.diverging .middle{fill:var(--card)}
.explanation{margin:.2rem 0;font-size:.95rem;max-width:44rem}
.camps{margin:.5rem 0 .2rem}
.camps dt{font-weight:600;color:var(--ink)}
.camps dd{margin:0 0 .4rem;color:var(--ink)}
@media (max-width:36rem){
.claim,.crux{padding:.75rem .95rem .6rem}
.sides{grid-template-columns:1fr 1fr}
.sides svg{grid-column:1/-1;grid-row:1}
.sides .yes{text-align:right}
}
`;
