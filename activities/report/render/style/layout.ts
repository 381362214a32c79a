/** The page as a whole: type, header, columns, contents, the topics at a glance. What people said is set in a serif. */
export const LAYOUT = `
*{box-sizing:border-box}
[hidden]{display:none!important}
html{scroll-padding-top:1.5rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
body>header,.columns,body>footer{max-width:76rem;margin:0 auto;padding:0 1.5rem}
h1,h2,h3{line-height:1.25;text-wrap:balance;margin:0}
h1{font-size:clamp(1.9rem,1.2rem + 2.8vw,3rem);letter-spacing:-.022em;line-height:1.12}
h2{font-size:1.55rem;letter-spacing:-.012em}
h3{font-size:1.15rem}
p{margin:.5rem 0}
a{color:var(--link);text-underline-offset:.18em;text-decoration-thickness:1px}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
main:focus{outline:0}
.words,blockquote{font-family:Charter,"Bitstream Charter","Iowan Old Style","Noto Serif",Georgia,Cambria,serif}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:3}
body>header{padding-top:clamp(2rem,5vw,4rem);padding-bottom:2.5rem}
.lead{font-size:1.15rem;color:var(--soft);max-width:46rem;margin:.75rem 0 0}
.count,.who,.description,.explanation,.meta{color:var(--soft)}
.count{font-size:.9rem;margin:.2rem 0 .5rem;font-variant-numeric:tabular-nums}
.description,.summary p{max-width:44rem}
.figures{display:flex;flex-wrap:wrap;gap:1rem 2.5rem;margin:1.75rem 0 0;padding:1.1rem 0;border:solid var(--line);border-width:1px 0}
.figures div{display:flex;flex-direction:column-reverse;justify-content:flex-end}
.figures dt{font-size:.9rem;color:var(--soft)}
.figures dd{margin:0;font-size:1.75rem;font-weight:650;line-height:1.2;font-variant-numeric:tabular-nums;letter-spacing:-.01em}
.notice{border-left:.3rem solid var(--no);background:var(--card);padding:.75rem 1.1rem;margin-top:1.5rem;border-radius:.3rem}
ol[role],ul[role]{list-style:none;padding:0;margin:0}
nav h2{font-size:.9rem;color:var(--soft);font-weight:600;letter-spacing:0}
nav>ol{margin-top:.6rem!important}
nav a{display:block;text-decoration:none;padding:.16rem .6rem;margin-left:-.6rem;border-radius:.35rem}
nav>ol>li>a{font-weight:600}
nav li li{padding-left:1.15rem;font-size:.9rem}
nav li li a{padding-top:.07rem;padding-bottom:.07rem}
nav ul{margin-bottom:.4rem!important}
nav a:hover{text-decoration:underline}
nav a[aria-current]{background:var(--card);box-shadow:inset 0 0 0 1px var(--line)}
.place>a{padding-left:1.75rem;text-indent:-1.15rem}
.place>a::before,.overview a::before{content:"";display:inline-block;width:.6rem;height:.6rem;border-radius:50%;background:var(--topic);margin-right:.55rem;text-indent:0}
main>section{margin-bottom:4rem}
.overview li{display:grid;grid-template-columns:minmax(8rem,18rem) 1fr 5.5rem 5.5rem;gap:.25rem 1rem;align-items:center;padding:.32rem 0}
.overview .count{margin:0;text-align:right}
.overview a{text-decoration:none}
.overview a:hover{text-decoration:underline}
.bar{width:100%;height:.55rem;display:block;border-radius:.3rem}
.track{fill:var(--line)}
.fill{fill:var(--topic)}
body>footer{border-top:1px solid var(--line);margin-top:2rem;padding-top:1.5rem;padding-bottom:4rem;color:var(--soft);font-size:.925rem}
body>footer p{max-width:46rem}
body>footer h2{font-size:1rem}
@media (min-width:64rem){
.columns{display:grid;grid-template-columns:16rem minmax(0,1fr);gap:3.5rem}
nav{position:sticky;top:1rem;align-self:start;max-height:calc(100vh - 2rem);overflow-y:auto;padding-left:.6rem;margin-left:-.6rem}
}
@media (max-width:63.99rem){
nav{margin-bottom:2.5rem}
nav ul,.place{display:none}
nav>ol{display:flex;flex-wrap:wrap;gap:.1rem 1.4rem;font-size:.95rem}
}
@media (max-width:36rem){
body>header,.columns,body>footer{padding-left:1.1rem;padding-right:1.1rem}
.overview li{grid-template-columns:1fr auto auto;padding:.45rem 0}
.overview .bar{grid-column:1/-1;grid-row:2}
.figures{display:grid;grid-template-columns:repeat(3,1fr);gap:1rem}
.figures dd{font-size:1.4rem}
.figures dt{line-height:1.3}
}
`;
