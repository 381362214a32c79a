import { SCHEMES, variables } from '../../../../render/colours';

/** On paper everything is unfolded, whatever the screen showed; the script opens folds where this rule is not known. */
export const PRINT = `
@page{margin:16mm 15mm 18mm;@bottom-right{content:counter(page);font:8pt system-ui,sans-serif}}
@media print{
:root{color-scheme:light;${variables(SCHEMES.light)};--ground:#ffffff}
nav,.skip,.search,.permalink,summary,.top,.whole{display:none!important}
html{font-size:9.5pt}
body>header,.columns,body>footer{padding:0;max-width:none;display:block}
body>header{margin-bottom:2rem}
a{color:inherit;text-decoration:none}
main>section{margin-bottom:2.5rem}
.words,blockquote,.description,.summary p,.explanation,.sides,#reading ul{max-width:none}
.comments li{content-visibility:visible;padding:.3rem 0;break-inside:avoid}
.comments .words{display:inline;font-size:.9rem}
.subtopic{margin:1.75rem 0 0;padding:0;content-visibility:visible}
.claims,.cruxes{margin-top:.5rem!important}
.claim,.crux{padding-right:0;box-shadow:none!important;background:none!important;border-top:1px solid var(--line)!important}
.claim{padding-top:.35rem;padding-bottom:.35rem}
.crux{padding-top:.6rem;padding-bottom:.6rem}
.claim .words,.claim .meta{display:inline;font-size:1rem}
.claim .meta{font-size:.85rem}
.who{margin-left:.35rem}
.badge{margin-left:.7rem}
.meta blockquote,.meta .similar{margin:.3rem 0!important}
.meta blockquote{font-size:.9rem}
.similar li{padding:.15rem 0}
.claim:not(:has(.similar)),.similar li,.crux,tr{break-inside:avoid}
:is(.topic,.subtopic)>:is(h2,h3){display:block;max-width:none}
h2,h3,.count,.description{break-after:avoid}
.topic>.description{break-after:auto}
details::details-content{content-visibility:visible;height:auto}
.scroll{overflow:visible;max-height:none}
.matrix{font-size:.75rem}
.matrix th,.matrix td{padding:.1rem .2rem;min-width:0}
.matrix td>span{line-height:1.2}
.matrix :is(th,td){position:static!important}
svg,.topic,.summary,.claim,.matrix span,mark,.overview .name::before{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;
