/** Search and filters. While they filter, what is no result steps aside. */
export const TOOLS = `
.search{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:center;margin:0 -1rem 2rem;padding:.8rem 1rem;background:var(--ground);font-size:.925rem}
.search :is(input[type=search],select,button){font:inherit;line-height:1.5;height:2.5rem;color:var(--ink);background:var(--card);border:1px solid var(--edge);border-radius:.45rem;padding:0 .7rem}
.search input[type=search]{flex:1 1 16rem;min-width:0}
::placeholder{color:var(--soft);opacity:1}
.search select{max-width:14rem;text-overflow:ellipsis}
.search label{display:flex;gap:.45rem;align-items:center;white-space:nowrap}
.search input[type=checkbox]{width:1.05rem;height:1.05rem;margin:0;accent-color:var(--link)}
.search button{display:none;cursor:pointer}
.search output{flex-basis:100%;color:var(--soft);font-variant-numeric:tabular-nums}
.search output:empty{position:absolute}
.filtering .search button{display:block}
.filtering :is(#overview,#reading,#positions,#groups,#method,#inputs,.summary,.top,.all>summary,:is(.topic,.subtopic)>:is(.description,.count),.rest>summary,#cruxes>.description){display:none}
.filtering main>section{margin-bottom:2.5rem}
::highlight(found){background-color:var(--mark);color:var(--ink)}
@media (min-width:48rem){
.search{position:sticky;top:0;z-index:2}
.search::after{content:"";position:absolute;inset:auto 1rem 0;border-bottom:1px solid var(--line)}
html{scroll-padding-top:5rem}
html:has(.search select+select){scroll-padding-top:9.5rem}
}
@media (max-width:36rem){.search input[type=search]{flex-basis:100%}.search select{flex:1 1 9rem;min-width:0;max-width:100%}}
`;
