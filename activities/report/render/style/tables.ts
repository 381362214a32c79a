/** The inputs that were left out, and who stands where. */
export const TABLES = `
.scroll{overflow:auto;max-height:80vh}
table{border-collapse:collapse;width:100%;font-size:.925rem;overflow-wrap:break-word}
th,td{text-align:left;vertical-align:top;padding:.5rem .9rem .5rem 0;border-bottom:1px solid var(--line)}
td.num{font-variant-numeric:tabular-nums}
.groups{width:auto}
.groups td{text-align:end}
.groups thead th{text-align:end;max-width:9rem;vertical-align:bottom}
.groups :is(th,td){padding:.4rem 0 .4rem .9rem}
.groups tr>:first-child{text-align:start;min-width:8rem;padding-left:0}
.groups tbody th{font-weight:500}
#groups h3{margin-top:1.25rem}
.matrix{width:auto;border-collapse:separate;border-spacing:0}
.matrix th,.matrix td{font-weight:700;padding:.15rem}
.matrix td>span{display:block;border-radius:.25rem;color:var(--card);line-height:1.5rem}
.matrix .yes>span{background:var(--yes)}
.matrix .no>span{background:var(--no)}
.matrix thead th{position:sticky;top:0;background:var(--ground);z-index:1;font-variant-numeric:tabular-nums}
.matrix tr>:first-child{position:sticky;left:0;background:var(--ground);text-align:left;font-weight:500;max-width:14rem;overflow:hidden;text-overflow:ellipsis;padding-left:0}
.matrix thead tr>:first-child{z-index:2}
@media (min-width:48rem){#inputs td:last-child{width:15rem}}
@media (max-width:36rem){.matrix tr>:first-child{max-width:8rem}}
`;
