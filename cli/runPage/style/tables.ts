/** Tables, the filter of the ledger, lists of events and facts. */
export const TABLES = `
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.875rem}
th,td{text-align:left;vertical-align:top;padding:.4rem 1rem .4rem 0;border-bottom:1px solid var(--line)}
thead th{color:var(--soft);font-weight:600;white-space:nowrap}
tbody th{font-weight:600}
.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td>.good,td>.bad,td>.warn,td>.calm,.rows td:first-child{white-space:nowrap;font-weight:600}
#steps table{min-width:60rem}
#retries table{min-width:44rem}
#steps tbody th,#retries tbody th{white-space:nowrap}
#retries td:last-child{white-space:nowrap}
.attempts li{white-space:pre-line;margin-bottom:.2rem}
.rows th{font-weight:400;font-variant-numeric:tabular-nums}
.rows td:first-child{width:7rem}
.rows tbody th{width:14rem}
.filter{display:flex;flex-wrap:wrap;gap:.5rem 1.2rem;align-items:center;margin-bottom:.6rem}
.filter input[type=search],#more{font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--soft);border-radius:.4rem;padding:.35rem .65rem}
.filter input[type=search]{flex:0 1 20rem;min-width:0}
::placeholder{color:var(--soft);opacity:1}
.filter fieldset{border:0;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.3rem 1rem}
.filter label{display:flex;gap:.35rem;align-items:center;white-space:nowrap}
.filter input[type=radio]{accent-color:var(--link);margin:0}
.filter output{color:var(--soft);font-variant-numeric:tabular-nums}
#more{cursor:pointer}
.events>li{display:grid;grid-template-columns:7rem 1fr;gap:.8rem;padding:.4rem 0;border-bottom:1px solid var(--line)}
.events time{color:var(--soft);font-variant-numeric:tabular-nums;text-align:right}
.events ul{margin:.2rem 0;padding-left:1.2rem}
.facts{margin:0 0 .8rem;display:grid;grid-template-columns:repeat(auto-fit,minmax(10.5rem,1fr));gap:.5rem 1.5rem}
.facts dt{font-size:.8125rem;color:var(--soft)}
.facts dd{margin:0}
.facts .wide{grid-column:1/-1}
@media (max-width:36rem){
.events>li{grid-template-columns:1fr;gap:0}
.events time{text-align:left}
.filter input[type=search]{flex-basis:100%}
.rows tbody th,.rows td:first-child{width:auto}
#retries :is(table,tbody,tr,th,td){display:block;min-width:0;border:0;white-space:normal!important}
#retries thead{display:none}
#retries :is(th,td){padding:.1rem 0}
#retries tr{border-bottom:1px solid var(--line);padding:.5rem 0}
}
`;
