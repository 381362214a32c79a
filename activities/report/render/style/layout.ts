/** The page as a whole: type, header, columns, contents, the topics at a glance. What people said is set in a serif. */
export const LAYOUT = `
*{box-sizing:border-box}
[hidden]{display:none!important}
html{scroll-padding-top:1.5rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
body>header,.columns,body>footer{max-width:76rem;margin:0 auto;padding:0 1.5rem}
h1,h2,h3{line-height:1.25;text-wrap:balance;margin:0}
h1{font-size:clamp(1.9rem,1.2rem + 2.8vw,2.9rem);letter-spacing:-.022em;line-height:1.12}
h2{font-size:1.6rem;letter-spacing:-.015em}
h3{font-size:1.15rem}
p{margin:.5rem 0}
a{color:var(--link);text-underline-offset:.18em;text-decoration-thickness:1px}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
main:focus{outline:0}
.words,blockquote{font-family:Charter,"Bitstream Charter","Iowan Old Style","Noto Serif",Georgia,Cambria,serif;unicode-bidi:isolate}
[lang|=ja] .words,.words[lang|=ja],.words[lang|=zh],.words[lang|=ko]{font-family:"Noto Sans CJK JP","Hiragino Sans","Yu Gothic","Noto Sans",sans-serif}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:3}
body>header{padding-top:clamp(1.25rem,4vw,2.5rem);padding-bottom:1.75rem}
.lead{font-size:1.15rem;color:var(--soft);max-width:46rem;margin:.5rem 0 0}
.count,.description,.explanation,.meta{color:var(--soft)}
.count{font-size:.9rem;margin:.2rem 0 .5rem;font-variant-numeric:tabular-nums}
.description,.summary p{max-width:44rem}
.figures{display:flex;flex-wrap:wrap;gap:0 1.1rem;margin:.4rem 0 0;color:var(--soft);font-size:.9rem;font-variant-numeric:tabular-nums}
.notice{border-left:.3rem solid var(--no);background:var(--card);padding:.75rem 1.1rem;margin:1.5rem 0 0;border-radius:.3rem}
ol[role],ul[role]{list-style:none;padding:0;margin:0}
nav h2{font-size:.9rem;color:var(--soft);font-weight:600;letter-spacing:0}
nav>ol{margin-top:.6rem!important;font-size:.95rem}
nav a{display:block;color:inherit;text-decoration:none;padding:.22rem .8rem}
nav a:hover{color:var(--link);text-decoration:underline}
nav li li a{color:var(--soft);font-size:.9rem;padding:.1rem .8rem .1rem 1.95rem}
nav ul{margin-bottom:.4rem!important}
nav a[aria-current]{color:var(--link);font-weight:600;box-shadow:inset 2px 0 var(--link)}
.spied .place ul{display:none}
.spied .place:has([aria-current]) ul,.spied .place:focus-within ul{display:block}
.place>a{padding-left:1.95rem;text-indent:-1.15rem}
.overview .name{padding-left:1.15rem;text-indent:-1.15rem}
.place>a::before,.overview .name::before{content:"";display:inline-block;width:.6rem;height:.6rem;border-radius:50%;background:var(--topic);margin-right:.55rem}
.brief li{margin:.5rem 0;max-width:46rem;font-size:1.05rem}
.brief .basis{font-size:.9rem}
.brief .basis a{margin-inline-end:.6rem}
main>section{margin-bottom:3.5rem}
.overview{margin-top:.75rem!important}
.overview li{display:grid;grid-template-columns:minmax(0,1fr) 8rem auto;gap:.1rem 1rem;align-items:center;padding:.6rem 0;border-top:1px solid var(--line)}
.overview .name{font-weight:600;order:0}
.overview .bar{order:1}
.overview .count{margin:0;text-align:end;order:2;min-width:5.5rem}
.overview .point{grid-column:1/-1;order:3;padding-inline-start:1.15rem;font-family:Charter,"Bitstream Charter","Iowan Old Style","Noto Serif",Georgia,Cambria,serif;line-height:1.45}
.overview a{color:inherit;text-decoration:none}
.overview a:hover{color:var(--link);text-decoration:underline}
#reading .signature{font-weight:600;max-width:46rem}
#reading ul{margin:.6rem 0 0;padding-inline-start:1.2rem;max-width:46rem;font-size:.95rem}
#method ul{margin:.3rem 0 .8rem;padding-inline-start:1.2rem;max-width:46rem;font-size:.95rem}
#method h3{margin-top:1.1rem}
#method code{overflow-wrap:anywhere}
#reading li{margin:.3rem 0}
.bar{width:100%;height:.55rem;display:block;border-radius:.3rem}
.track{fill:var(--line)}
.fill{fill:var(--topic)}
body>footer{margin-top:2rem;padding-bottom:4rem;color:var(--soft);font-size:.925rem}
body>footer::before{content:"";display:block;border-top:1px solid var(--line);margin-bottom:1.5rem}
body>footer p{max-width:46rem}
@media (min-width:64rem){
.columns{display:grid;grid-template-columns:16rem minmax(0,1fr);gap:3.5rem}
nav{position:sticky;top:0;align-self:start;max-height:100vh;overflow-y:auto;padding:1.1rem 0 1rem;margin-left:-.8rem}
nav h2{padding-left:.8rem}
}
@media (max-width:63.99rem){
nav{margin-bottom:1.25rem}
nav ul,.place{display:none}
nav h2{position:absolute;left:-999rem}
nav>ol{display:flex;flex-wrap:wrap;gap:0 1.1rem;margin:0!important;font-size:.9rem}
nav a{padding:.2rem 0;color:var(--link)}
nav a[aria-current]{font-weight:400;box-shadow:none}
}
@media (max-width:36rem){
body>header,.columns,body>footer{padding-left:1.1rem;padding-right:1.1rem}
body>header{padding-bottom:1.75rem}
.overview li{grid-template-columns:minmax(0,1fr) auto}
.overview .bar{display:none}
.overview .count{min-width:0;white-space:nowrap}
.lead{font-size:1.05rem}
h1{font-size:1.6rem}
h2{font-size:1.35rem}
main>section{margin-bottom:2.75rem}
}
`;
