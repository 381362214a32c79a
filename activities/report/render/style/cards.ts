/** Topics, claims and statements. Parts out of sight are laid out when they come near (a page may hold 10,000 claims). */
export const CARDS = `
.topic{border-top:.3rem solid var(--topic);padding-top:1.4rem}
.summary{margin:1rem 0 0;padding:.1rem 0;padding-inline-start:1.1rem;border-inline-start:.2rem solid var(--topic)}
.summary .label{font-size:.9rem;font-weight:650;color:var(--soft);margin:0}
.summary p:last-child{margin:.15rem 0 0}
.top{margin:.8rem 0 0!important;max-width:44rem}
.top li{padding:.35rem 0 .35rem 1.1rem;border-top:1px solid var(--line);font-size:1.05rem;line-height:1.45}
.top li:first-child{border:0}
.top a{font-family:Charter,"Bitstream Charter","Iowan Old Style","Noto Serif",Georgia,Cambria,serif;color:inherit;text-decoration:none;unicode-bidi:isolate}
.top a[dir=rtl]{display:block}
.top a:hover{color:var(--link);text-decoration:underline}
.top .badge{margin-inline-start:.6rem;font-size:.9rem}
.all>summary{padding:.6rem 0;font-weight:600}
.subtopic{margin:2rem -1rem 0;padding:0 1rem;content-visibility:auto;contain-intrinsic-size:auto 60rem}
.claims,.cruxes{margin-top:1rem!important}
.claim,.crux{position:relative;border-top:1px solid var(--line);padding:.85rem 2rem .8rem 0}
.claim:target,.crux:target,.similar li:target,.comments li:target{background:var(--card);box-shadow:0 0 0 .9rem var(--card),inset 0 0 0 100vmax var(--card);border-color:transparent}
.follows{margin-left:1.6rem}
.words{margin:0;max-width:44rem;font-size:1.075rem;line-height:1.5;white-space:pre-line;text-wrap:pretty}
.meta{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 1rem;margin-top:.3rem;font-size:.9rem}
.who::before{content:"\\2014\\00a0"}
.badge{font-weight:600;color:var(--ink);white-space:nowrap}
.permalink{position:absolute;top:.8rem;right:0;padding:0 .4rem;text-decoration:none;color:var(--soft)}
:is(.topic,.subtopic)>:is(h2,h3){display:inline-block;max-width:calc(100% - 2rem)}
:is(h2,h3)+.permalink{position:static;font-size:1.2rem}
@media (hover:hover){
.permalink{opacity:0}
.permalink:focus-visible,.claim:hover>.meta>.permalink,.crux:hover>.meta>.permalink,.similar li:hover>.meta>.permalink,:is(h2,h3):hover+.permalink,.permalink:hover{opacity:1}
}
summary{cursor:pointer;color:var(--link);width:fit-content}
summary:hover{text-decoration:underline;text-underline-offset:.18em;text-decoration-thickness:1px}
.rest>summary{padding:.85rem 0;border-top:1px solid var(--line);width:auto}
.rest>:is(.claims,.cruxes,.comments){margin-top:0!important}
.meta>details[open]{flex-basis:100%;order:2}
@supports selector(::details-content){
.meta>details{display:contents}
.meta>details::details-content{flex-basis:100%;order:2}
}
.meta blockquote,.meta .similar{margin-top:.5rem!important}
.comments li{padding:.7rem 0;border-top:1px solid var(--line);content-visibility:auto;contain-intrinsic-size:auto 6rem}
.comments .words{font-size:1rem}
.comments .who{font-size:.9rem;color:var(--soft)}
blockquote{margin:.5rem 0;max-width:44rem;padding:.1rem 0;padding-inline-start:1rem;border-inline-start:2px solid var(--line);font-size:1rem;line-height:1.5;white-space:pre-line;color:var(--soft)}
mark{background:var(--mark);color:var(--ink);border-radius:.15rem}
.similar{padding-left:1.1rem!important;border-left:2px solid var(--line)}
.similar li{position:relative;padding:.45rem 2rem .45rem 0}
.similar .permalink{top:.4rem}
.similar .words{font-size:1rem;color:var(--ink)}
.crux{padding:1.1rem 2rem 1.1rem 2.6rem}
.crux h3{font-weight:400;text-wrap:pretty}
.crux .words{font-size:1.15rem}
.nr{position:absolute;left:0;width:2rem;color:var(--soft);font-size:.95rem;line-height:1.75rem;font-variant-numeric:tabular-nums}
.sides{display:grid;grid-template-columns:1fr 1fr;gap:.3rem 1rem;font-weight:600;font-size:.925rem;margin:.6rem 0 .35rem;max-width:44rem;font-variant-numeric:tabular-nums}
.sides svg{grid-column:1/-1}
.sides .no{text-align:right}
.sides .yes{color:var(--yes)}
.sides .no{color:var(--no)}
.diverging{width:100%;height:.8rem;display:block;border-radius:.25rem}
.diverging .yes{fill:var(--yes)}
.diverging .no{fill:var(--no)}
.diverging .middle{fill:var(--card)}
.explanation{margin:.2rem 0;font-size:.95rem;max-width:44rem}
.camps{display:grid;grid-template-columns:auto 1fr;gap:.2rem .9rem;margin:.5rem 0 .2rem;max-width:44rem;color:var(--ink)}
.camps dt{font-weight:600}
.camps dd{margin:0}
@media (max-width:36rem){
.topic{padding-top:1rem}
.all>summary{padding:.75rem 0}
.follows{margin-left:.8rem}
.crux{padding-left:0}
.nr{position:static;line-height:inherit}
}
`;
