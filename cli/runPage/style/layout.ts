/** The page as a whole, its head, and commands to copy. */
export const LAYOUT = `
*{box-sizing:border-box}
[hidden]{display:none!important}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:.9375rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
body>header,main,body>footer{max-width:80rem;margin:0 auto;padding:0 1.5rem}
h1,h2,h3{line-height:1.25;margin:0}
h1{font-size:clamp(1.5rem,1.1rem + 1.8vw,2.2rem);letter-spacing:-.015em;display:flex;flex-wrap:wrap;gap:.3rem .9rem;align-items:center}
h2{font-size:1.15rem;margin-bottom:.7rem}
h3{font-size:1rem;margin:1rem 0 .4rem}
p{margin:.4rem 0}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
main:focus{outline:0}
code{font:.9em ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
small{font-size:.85em;color:var(--soft);font-weight:400}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:3}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
body>header{padding-top:clamp(1.5rem,3vw,2.5rem);padding-bottom:0}
nav{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;margin-top:.9rem;font-size:.875rem}
.kind,.when,.note,body>footer{color:var(--soft)}
.kind{margin:0;font-weight:600}
.when,.note{font-size:.875rem}
.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}.calm{color:var(--calm)}
.status{font-size:1rem;font-weight:650;letter-spacing:0;border:1.5px solid;border-radius:2rem;padding:.15rem .8rem;background:var(--card);white-space:nowrap}
.figures{display:flex;flex-wrap:wrap;gap:.9rem 1.7rem;margin:1.1rem 0 0;padding:.9rem 0;border:solid var(--line);border-width:1px 0}
.figures div{display:flex;flex-direction:column-reverse;justify-content:flex-end}
.figures dt{font-size:.85rem;color:var(--soft)}
.figures dd{margin:0;font-size:1.2rem;font-weight:650;font-variant-numeric:tabular-nums;white-space:nowrap}
.figures small{font-size:.8125rem}
.notice{background:var(--card);border:1px solid var(--line);border-left:.3rem solid;border-radius:.3rem;padding:.8rem 1.1rem;margin-top:1.1rem}
.notice>*{color:var(--ink)}
.cause{font-weight:600;white-space:pre-wrap}
.ways{margin:.6rem 0 0}
.ways dt{color:var(--soft);font-size:.9rem}
.ways dd{margin:.15rem 0 .7rem}
.command{display:inline-block;background:var(--card);border:1px solid var(--line);border-radius:.3rem;padding:.25rem .6rem;user-select:all;max-width:100%}
main>section{margin:2.2rem 0}
body>footer{border-top:1px solid var(--line);padding-top:1rem;padding-bottom:3rem;font-size:.85rem}
ul[role],ol[role]{list-style:none;padding:0;margin:0}
@media (max-width:36rem){
body>header,main,body>footer{padding-left:1rem;padding-right:1rem}
.figures{display:grid;grid-template-columns:repeat(2,1fr);gap:.8rem}
.figures small{display:block}
}
`;
