/** The style sheet of the page. Kinds differ in pattern as well as colour. */
export const STYLE = `
:root{color-scheme:light dark;--page:#fff;--text:#1f2328;--soft:#57606a;--line:#c3cad2;--stage:#f6f8fa;--focus:#0550ae;
--window:#e4edfb;--memory:#cfe3d6;--device:#fde3b8;--reserved:#dfe2e6;--free:#f6f8fa;--many:#d9c8ef;--bad:#b3261e;--mark:#b3261e}
@media (prefers-color-scheme:dark){:root{--page:#0d1117;--text:#e6edf3;--soft:#a3adb8;--line:#4b555f;--stage:#161b22;--focus:#79b8ff;
--window:#16304f;--memory:#173d29;--device:#4d3812;--reserved:#333a42;--free:#161b22;--many:#3a2a57;--bad:#ff8b80;--mark:#ff8b80}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:14px/1.45 system-ui,sans-serif}
header{display:flex;flex-wrap:wrap;gap:8px 24px;align-items:end;justify-content:space-between;padding:14px 20px;border-bottom:1px solid var(--line)}
h1{font-size:19px;margin:0;overflow-wrap:anywhere}
h2{font-size:16px;margin:22px 0 6px}
main{padding:12px 20px 40px}
label{display:block;font-size:12px;color:var(--soft)}
input{font:inherit;width:min(320px,80vw);padding:5px 8px;color:var(--text);background:var(--page);border:1px solid var(--soft);border-radius:6px}
button{font:inherit;color:var(--text);background:var(--page);border:1px solid var(--soft);border-radius:6px;padding:4px 10px;cursor:pointer}
button:hover{border-color:var(--focus)}
button[aria-pressed=true]{background:var(--window);font-weight:600}
:focus-visible{outline:3px solid var(--focus);outline-offset:1px}
.tools{display:flex;flex-wrap:wrap;gap:8px 18px;align-items:center;margin:4px 0 10px}
.tools [role=group]{display:flex;flex-wrap:wrap;gap:6px}
#view{font:13px ui-monospace,monospace;color:var(--soft)}
.stage{position:relative;overflow:hidden;background:var(--stage);border:1px solid var(--line);border-radius:6px;margin-bottom:10px;touch-action:pan-y}
.stage .r{position:absolute;height:30px;padding:0 4px;border:1px solid var(--soft);border-radius:3px;text-align:left;overflow:hidden;white-space:nowrap;text-overflow:ellipsis;font-size:12px;line-height:28px}
.stage .r:focus-visible{outline-offset:-2px;z-index:3}
.stage .r:hover{z-index:2;border-color:var(--focus);border-width:2px;line-height:26px}
.window{background:var(--window)}.memory{background:var(--memory)}.device{background:var(--device)}
.reserved{background:repeating-linear-gradient(135deg,var(--reserved) 0 6px,var(--stage) 6px 8px)}
.free{background:var(--free);border-style:dotted!important}
.many{background:repeating-linear-gradient(90deg,var(--many) 0 2px,var(--stage) 2px 4px)}
.changed{border-color:var(--bad)!important;border-width:2px!important}
.mark{position:absolute;top:0;bottom:0;min-width:3px;border:2px dashed var(--mark);pointer-events:none;z-index:4}
.axis{position:relative;height:20px;border-bottom:1px solid var(--line)}
.axis span{position:absolute;font:11px ui-monospace,monospace;color:var(--soft);padding-left:3px;border-left:1px solid var(--line);white-space:nowrap}
.name{font-weight:600;margin:8px 0 3px}
#details{min-height:64px;border-left:4px solid var(--focus);padding:4px 12px;margin:10px 0}
#details:empty{border-color:transparent}
#details b{overflow-wrap:anywhere}
code,.mono{font:13px ui-monospace,monospace;overflow-wrap:anywhere}
.help{color:var(--soft);font-size:13px;max-width:90ch}
ol,ul{padding-left:22px;margin:4px 0}
li{margin:3px 0;overflow-wrap:anywhere}
li button{vertical-align:top;border:0;padding:1px 4px;text-decoration:underline;color:var(--focus);text-align:left;background:none}
table{border-collapse:collapse;font-size:13px}
th,td{text-align:left;padding:2px 14px 2px 0;vertical-align:top}
td{overflow-wrap:anywhere}
.wide{overflow-x:auto}
.key{display:inline-block;width:14px;height:14px;border:1px solid var(--soft);border-radius:3px;vertical-align:-2px;margin:0 4px 0 12px}
`
