/** The look of the report's page, on a screen and on paper. */
export const STYLE = `
:root{color-scheme:light dark;--text:#1d2330;--faint:#667085;--line:#e4e7ec;--good:#067647;--bad:#b42318;--page:#fff;--panel:#f7f8fa}
@media (prefers-color-scheme:dark){:root{--text:#e6e9ef;--faint:#98a2b3;--line:#333a47;--good:#47cd89;--bad:#f97066;--page:#14171d;--panel:#1c2129}}
*{box-sizing:border-box}
body{margin:0 auto;padding:2.5rem 1.5rem;max-width:56rem;color:var(--text);background:var(--page);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
h1{margin:0;font-size:1.9rem}h2{margin:2.2rem 0 .4rem;font-size:1.3rem}h3{margin:1.4rem 0 .3rem;font-size:1rem}
p{margin:.1rem 0}small,header p,footer,ul,tr p{color:var(--faint);font-weight:400;font-size:.87rem}
code{font:.84rem/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.scores{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.8rem;margin-top:1.4rem}
.score{padding:.8rem 1rem;border-radius:.5rem;background:var(--panel)}
.score span{float:right;color:var(--faint)}.score>i{display:block;height:.4rem;margin-top:.5rem;border-radius:.2rem;background:var(--line);overflow:hidden}
.score>i>i{display:block;height:100%;background:var(--good)}
.next{margin-top:1.2rem;padding:.2rem 1rem .8rem;border-left:3px solid var(--good);background:var(--panel);border-radius:.2rem}
.next h2{margin:.6rem 0}ol{margin:0;padding-left:1.2rem}li{margin:.15rem 0}
table{width:100%;border-collapse:collapse}tr{border-top:1px solid var(--line);break-inside:avoid}
td{padding:.45rem .3rem;vertical-align:top}td:first-child{width:1.8rem;font-weight:700;text-align:center}
tr.met>td:first-child{color:var(--good)}tr.not-met>td:first-child{color:var(--bad)}tr.not-applicable{opacity:.65}
ul{margin:.15rem 0 0;padding:0;list-style:none}.way,.way code{color:var(--text)}
a{color:inherit}footer{margin-top:2.5rem;padding-top:.8rem;border-top:1px solid var(--line)}
@media print{body{padding:0;max-width:none;font-size:11px}.score,.next{border:1px solid var(--line)}h2,h3{break-after:avoid}}
`;
