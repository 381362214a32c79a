import type { TopicColor } from '../report-schema';

/** Middle tones: they mark topics by a dot or a line in the light and in the dark, and never carry text. */
const TOPIC_COLOURS: Readonly<Record<TopicColor, string>> = {
  violet: '#7459c4',
  blueSea: '#1f7a99',
  blueSky: '#4594d6',
  greenLeaf: '#43924a',
  greenLime: '#86a524',
  yellow: '#cf9c12',
  red: '#cc4b40',
  purple: '#a2479f',
  brown: '#93633b',
};

const topicRules = Object.entries(TOPIC_COLOURS)
  .map(([name, colour]) => `.c-${name}{--topic:${colour}}`)
  .join('\n');

/** Text against its ground has a contrast of at least 4.5 (WCAG AA) in both schemes; a test computes it from these. */
export const SCHEMES = {
  light: {
    ground: '#f8f7f3',
    card: '#ffffff',
    ink: '#1d2126',
    soft: '#565e69',
    line: '#dcdad2',
    link: '#174f86',
    mark: '#fdeeb5',
    yes: '#1a6f8a',
    no: '#b1541a',
  },
  dark: {
    ground: '#15181b',
    card: '#1d2125',
    ink: '#e7e9ec',
    soft: '#a7afb9',
    line: '#353b42',
    link: '#8fc1f2',
    mark: '#4d4217',
    yes: '#5cb4d0',
    no: '#e5935a',
  },
} as const;

const variables = (scheme: Readonly<Record<string, string>>): string =>
  Object.entries(scheme)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';');

export const STYLE = `
:root{color-scheme:light dark;${variables(SCHEMES.light)}}
@media (prefers-color-scheme:dark){:root{${variables(SCHEMES.dark)}}}
${topicRules}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
body>header,.columns,body>footer{max-width:74rem;margin:0 auto;padding:0 1.25rem}
h1,h2,h3{line-height:1.25;text-wrap:balance;margin:0}
h1{font-size:clamp(1.8rem,1.2rem + 2.6vw,2.9rem);letter-spacing:-.02em}
h2{font-size:1.5rem;letter-spacing:-.01em}
h3{font-size:1.12rem}
p{margin:.5rem 0}
a{color:var(--link);text-underline-offset:.15em}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:1}
body>header{padding-top:clamp(1.5rem,5vw,3.5rem);padding-bottom:1.5rem}
.lead{font-size:1.15rem;color:var(--soft);max-width:46rem}
.count,.who,.description{color:var(--soft)}
.count{font-size:.875rem;margin:.15rem 0 .5rem}
.description{max-width:46rem}
.figures{display:flex;flex-wrap:wrap;gap:.75rem;margin:1.25rem 0 0}
.figures div{display:flex;flex-direction:column-reverse;background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.6rem 1.1rem;min-width:6.5rem}
.figures dt{font-size:.875rem;color:var(--soft)}
.figures dd{margin:0;font-size:1.6rem;font-weight:650;line-height:1.2;font-variant-numeric:tabular-nums}
.notice{border-left:.3rem solid var(--no);background:var(--card);padding:.7rem 1rem;margin-top:1.25rem;border-radius:.3rem}
nav h2{font-size:.875rem;color:var(--soft);font-weight:600;letter-spacing:0}
nav ol,nav ul,.overview,.claims,.cruxes,.similar{list-style:none;padding:0;margin:0}
nav ol{margin-top:.5rem}
nav li{padding:.15rem 0}
nav ol>li>a{font-weight:600;display:block}
nav [class^=c-]>a{padding-left:1.1rem;text-indent:-1.1rem}
nav a{text-decoration:none}
nav a:hover{text-decoration:underline}
nav li li{padding:0 0 0 1.1rem;font-size:.875rem}
nav [class^=c-]>a::before,.overview a::before{content:"";display:inline-block;width:.6rem;height:.6rem;border-radius:50%;background:var(--topic);margin-right:.5rem;text-indent:0}
main>section{margin-bottom:3.5rem}
.overview li{display:grid;grid-template-columns:minmax(8rem,20rem) 1fr 6rem;gap:.25rem 1rem;align-items:center;padding:.3rem 0}
.overview .count{margin:0;text-align:right;font-variant-numeric:tabular-nums}
.bar{width:100%;height:.7rem;display:block;border-radius:.35rem}
.track{fill:var(--line)}
.fill{fill:var(--topic)}
.topic{border-top:.35rem solid var(--topic);padding-top:1.1rem}
.summary{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.6rem 1.1rem;margin:1rem 0 0}
.summary .label{font-size:.875rem;font-weight:650;color:var(--soft);margin:0}
.summary p:last-child{margin-top:.2rem}
.subtopic{margin-top:2rem}
.claim,.crux{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.75rem 1.1rem;margin:.6rem 0}
.claim{border-left:.25rem solid var(--topic)}
.words{margin:0;white-space:pre-line}
.meta{margin:.2rem 0 0;font-size:.925rem}
.similar li{padding:.45rem 0;border-top:1px solid var(--line)}
.similar li:first-child{border-top:0}
.badge{display:inline-block;font-size:.8rem;border:1px solid var(--line);border-radius:1rem;padding:.05rem .6rem;margin-left:.4rem;color:var(--soft)}
details{margin-top:.35rem}
summary{cursor:pointer;color:var(--link);font-size:.925rem;width:fit-content}
blockquote{margin:.4rem 0;padding:.1rem 0 .1rem .9rem;border-left:2px solid var(--line);white-space:pre-line;color:var(--soft)}
mark{background:var(--mark);color:var(--ink)}
.crux h3{margin:.1rem 0 .7rem}
.diverging{width:100%;height:1rem;display:block;border-radius:.3rem}
.diverging .yes{fill:var(--yes)}
.diverging .no{fill:var(--no)}
.diverging .middle{fill:var(--ink)}
.sides{display:flex;justify-content:space-between;gap:1rem;font-weight:600;font-size:.925rem;margin:.35rem 0 .7rem}
.sides .badge{font-weight:400;margin:0}
.sides .yes{color:var(--yes)}
.sides .no{color:var(--no)}
.camps{margin:.4rem 0}
.camps dt{font-weight:600}
.camps dd{margin:0 0 .4rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.925rem}
th,td{text-align:left;vertical-align:top;padding:.45rem .8rem .45rem 0;border-bottom:1px solid var(--line)}
td.num{font-variant-numeric:tabular-nums}
body>footer{border-top:1px solid var(--line);margin-top:2rem;padding-top:1.25rem;padding-bottom:3rem;color:var(--soft);font-size:.925rem}
body>footer h2{font-size:1rem}
@media (min-width:64rem){
.columns{display:grid;grid-template-columns:16rem minmax(0,1fr);gap:3rem}
nav{position:sticky;top:1rem;align-self:start;max-height:calc(100vh - 2rem);overflow-y:auto}
}
@media (max-width:63.99rem){nav{margin-bottom:2.5rem}nav ul{display:none}}
@media (max-width:36rem){
.overview li{grid-template-columns:1fr auto}
.overview .bar{grid-column:1/-1;grid-row:2}
.figures{display:grid;grid-template-columns:repeat(3,1fr);gap:.5rem}
.figures div{min-width:0;padding:.5rem .7rem}
.figures dd{font-size:1.3rem}
.claim,.crux{padding:.65rem .85rem}
}
@media print{
:root{color-scheme:light;${variables(SCHEMES.light)};--ground:#ffffff}
nav,.skip{display:none}
.columns{display:block}
html{font-size:10pt}
.claim,.crux,tr{break-inside:avoid}
h2,h3{break-after:avoid}
details::details-content{content-visibility:visible;height:auto}
svg,.topic,.claim{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;
