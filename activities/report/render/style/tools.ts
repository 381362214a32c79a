/** Search and filters. While they filter, what is no result steps aside. */
export const TOOLS = `
.search{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:center;margin:0 0 2rem;padding:.6rem 0;background:var(--ground);font-size:.925rem}
.search input[type=search],.search select,.search button{font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--soft);border-radius:.45rem;padding:.42rem .7rem}
.search input[type=search]{flex:1 1 16rem;min-width:0}
::placeholder{color:var(--soft);opacity:1}
.search select{max-width:14rem;text-overflow:ellipsis}
.search label{display:flex;gap:.45rem;align-items:center;white-space:nowrap}
.search input[type=checkbox]{width:1.05rem;height:1.05rem;margin:0;accent-color:var(--link)}
.search button{display:none;cursor:pointer}
.search output{color:var(--soft);font-variant-numeric:tabular-nums}
.search output:empty{display:none}
.filtering .search button{display:block}
.filtering :is(#overview,#positions,#inputs,.summary,.topic>.description,.subtopic>.description,.rest>summary,#cruxes>.description){display:none}
.filtering .rest{margin-top:.6rem}
.filtering main>section{margin-bottom:2rem}
::highlight(found){background-color:var(--mark);color:var(--ink)}
@media (min-width:48rem){
.search{position:sticky;top:0;z-index:2;border-bottom:1px solid var(--line)}
html{scroll-padding-top:5rem}
}
@media (max-width:36rem){.search input[type=search]{flex-basis:100%}.search select{flex:1 1 8rem}}
`;
