/** The page's style sheet, for light and dark. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1f2328;--soft:#59636e;--page:#fff;--line:#d8dee4;--paper:#f6f8fa;--bad:#b42318;--bad-paper:#ffebe9;--good:#116329;--link:#0757b3}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa5b1;--page:#0d1117;--line:#30363d;--paper:#161b22;--bad:#ff8a80;--bad-paper:#3b1518;--good:#56d364;--link:#79b8ff}}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{max-width:72rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.6rem}h2{margin-top:2.5rem;font-size:1.25rem;border-bottom:1px solid var(--line)}h3{font-size:1rem;margin-bottom:.3rem}
a{color:var(--link)}.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1.2rem;padding:1rem;background:var(--paper);border:1px solid var(--line);border-left:6px solid var(--good)}
dl.fail{border-left-color:var(--bad)}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
@media(max-width:40rem){dl{grid-template-columns:1fr}}
.wide{overflow-x:auto}table{border-collapse:collapse;margin:.8rem 0}caption{text-align:left;color:var(--soft);padding-bottom:.3rem}
th,td{border:1px solid var(--line);padding:.25rem .6rem;text-align:left;vertical-align:top}thead th{background:var(--paper)}th{font-weight:600}
.count{text-align:right;font-variant-numeric:tabular-nums}.none{color:var(--soft)}
tr.parts{background:var(--bad-paper)}
code,pre{font:13px ui-monospace,monospace}pre{overflow-x:auto;background:var(--paper);border:1px solid var(--line);padding:.8rem}
.failure{border:1px solid var(--line);padding:.5rem 1rem;margin:.8rem 0}summary{cursor:pointer;padding:.3rem 0}
.status{color:var(--soft)}.failure .status,.status.failed{color:var(--bad);font-weight:600}.status.passed{color:var(--good)}
figure{margin:1rem 0}figure svg{max-width:100%;height:auto}figcaption{color:var(--soft)}
.filter{display:flex;flex-wrap:wrap;gap:1rem;align-items:center;margin-top:1rem}input,select{font:inherit;padding:.2rem .4rem}
`

/** Search and filter of the failures and the cases. */
export const SCRIPT = `
const search = document.getElementById('search')
const status = document.getElementById('status')
const entries = [...document.querySelectorAll('#list tbody tr, .failure')]
function show() {
  const words = search.value.toLowerCase().split(/\\s+/)
  let shown = 0
  for (const entry of entries) {
    const text = entry.textContent.toLowerCase()
    const fits = words.every((word) => text.includes(word)) && (status.value === 'all' || entry.dataset.status === status.value)
    entry.hidden = !fits
    if (fits && entry.matches('tr')) shown++
  }
  document.getElementById('shown').textContent = shown + (shown === 1 ? ' case' : ' cases')
}
search.addEventListener('input', show)
status.addEventListener('change', show)
search.form.addEventListener('submit', (event) => event.preventDefault())
`
