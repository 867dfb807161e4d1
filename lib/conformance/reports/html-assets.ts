/** The page's style sheet, for light and dark. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1f2328;--soft:#59636e;--page:#fff;--line:#d1d9e0;--paper:#f6f8fa;--bad:#b42318;--bad-paper:#ffebe9;--good:#116329;--good-paper:#e3f6e8;--note:#7a4d00;--link:#0757b3}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa5b1;--page:#0d1117;--line:#30363d;--paper:#161b22;--bad:#ff9a91;--bad-paper:#3b1518;--good:#56d364;--good-paper:#12301b;--note:#e3b341;--link:#79b8ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
header,main{max-width:76rem;margin:0 auto;padding:0 1.5rem}header{padding-top:1.5rem}main{padding-bottom:4rem}
h1{font-size:1.6rem;margin:0;overflow-wrap:anywhere}header p{margin:.2rem 0;color:var(--soft)}
h2{margin:2.2rem 0 .8rem;font-size:1.25rem;border-bottom:1px solid var(--line)}h3{font-size:.95rem;margin:1rem 0 .3rem}
a{color:var(--link)}nav{display:flex;gap:1.2rem}.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--page);padding:.3rem}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.verdict{font-size:1rem;padding:.15rem .6rem;border-radius:1rem;vertical-align:.2rem}
.verdict.good{background:var(--good-paper)}.verdict.bad{background:var(--bad-paper)}
.good,.passed{color:var(--good)}.bad,.failed{color:var(--bad);font-weight:600}.known{color:var(--note)}.unsupported{color:var(--soft)}
.totals{display:flex;flex-wrap:wrap;gap:.8rem;list-style:none;margin:0;padding:0}
.totals li{min-width:8rem;padding:.6rem 1rem;background:var(--paper);border:1px solid var(--line);border-radius:.4rem;font-weight:400}
.totals strong{display:block;font-size:1.6rem;line-height:1.2;font-variant-numeric:tabular-nums}.totals .zero{color:var(--soft)}
dl{display:grid;grid-template-columns:minmax(10rem,20rem) 1fr;gap:.4rem 1.5rem;margin:1rem 0 0}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}dd ul{margin:0;padding-left:1.2rem}
@media(max-width:40rem){dl{grid-template-columns:1fr}}
.wide{overflow-x:auto;margin:.8rem 0}table{border-collapse:collapse}caption{text-align:left;color:var(--soft);padding-bottom:.3rem}
th,td{border:1px solid var(--line);padding:.25rem .6rem;text-align:left;vertical-align:top}th{font-weight:600}
thead th{background:var(--paper);font-size:13px}tbody th{white-space:nowrap}#list tbody th{font-weight:400}
.count{text-align:right;font-variant-numeric:tabular-nums}.count .bad{font-size:12px;white-space:nowrap}.none,.tags{color:var(--soft)}.tags{font-size:13px}
.parts,.parts>*{background:var(--bad-paper)}
code,pre{font:13px/1.45 ui-monospace,monospace}pre{overflow-x:auto;margin:0;background:var(--paper);border:1px solid var(--line);border-radius:.4rem;padding:.8rem}
.failure{border:1px solid var(--line);border-left:4px solid var(--bad);border-radius:.4rem;padding:.3rem 1rem;margin:.6rem 0}
.failure[open]{padding-bottom:1rem}summary{cursor:pointer;padding:.3rem 0}
figure{margin:1rem 0}figure svg{max-width:100%;height:auto}figcaption{color:var(--soft)}
search{position:sticky;top:0;z-index:1;display:block;margin-top:2rem;background:var(--page);border-bottom:1px solid var(--line)}
.filter{display:flex;flex-wrap:wrap;gap:.6rem 1.2rem;align-items:center;padding:.7rem 0}
input,select{font:inherit;color:inherit;background:var(--page);border:1px solid var(--soft);border-radius:.3rem;padding:.2rem .4rem}
input{width:16rem;max-width:60vw}output{color:var(--soft)}h2,details{scroll-margin-top:5rem}
@media print{search{display:none}}
`

/** The script that searches and filters the failures and cases. */
export const SCRIPT = `
const [search, status, way] = ['search', 'status', 'way'].map((id) => document.getElementById(id))
const failures = [...document.querySelectorAll('.failure')]
const cases = [...document.querySelectorAll('#list tbody tr')]
const texts = new Map([...failures, ...cases].map((entry) => [entry, entry.textContent.toLowerCase()]))
function fits(entry, words) {
  return words.every((word) => texts.get(entry).includes(word)) &&
    [[status, 'status'], [way, 'way']].every(([choice, name]) => choice.value === 'all' || entry.dataset[name] === choice.value)
}
function count(entries, one, many) {
  const shown = entries.filter((entry) => !entry.hidden).length
  return shown + ' ' + (shown === 1 ? one : many)
}
function show() {
  const words = search.value.toLowerCase().split(/\\s+/)
  for (const entry of texts.keys()) entry.hidden = !fits(entry, words)
  document.getElementById('shown').textContent = count(failures, 'failure', 'failures') + ', ' + count(cases, 'case', 'cases')
}
search.addEventListener('input', show)
status.addEventListener('change', show)
way.addEventListener('change', show)
search.form.addEventListener('submit', (event) => event.preventDefault())
show()
`
