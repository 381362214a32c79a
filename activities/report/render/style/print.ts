import { SCHEMES, variables } from './colours';

/** On paper everything is unfolded, whatever the screen showed; the script opens folds where this rule is not known. */
export const PRINT = `
@page{margin:18mm 16mm}
@media print{
:root{color-scheme:light;${variables(SCHEMES.light)};--ground:#ffffff}
nav,.skip,.search,.permalink,summary{display:none!important}
.columns{display:block}
html{font-size:9.5pt}
body>header,.columns,body>footer{padding-left:0;padding-right:0;max-width:none}
body>header{padding-top:0}
a{color:inherit;text-decoration:none}
.subtopic{content-visibility:visible}
.claim,.crux,tr{break-inside:avoid}
.claim,.crux{border-width:0 0 1px;border-radius:0;padding:.4rem 0}
.claims,.cruxes{display:block}
.words,blockquote,.description,.summary p,.explanation{max-width:none}
.words{font-size:1rem}
.meta{margin-top:.1rem}
.meta .similar{margin-left:1.2rem}
.similar li{padding:.3rem 0}
main>section{margin-bottom:2rem}
h2,h3,.count,.description{break-after:avoid}
details::details-content{content-visibility:visible;height:auto}
.scroll{overflow:visible;max-height:none}
.matrix{font-size:.7rem}
.matrix th,.matrix td{padding:.1rem .2rem;min-width:0}
.matrix :is(th,td){position:static!important}
svg,.topic,.claim,mark{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;
