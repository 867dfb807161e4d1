/**
 * The style sheet of an SVG map. Every rule applies only to the map's class, because an SVG may be inside a page.
 * The blues carry white text in both schemes; states differ in pattern as well as colour.
 */
export const STYLE_SHEET = `
.vam{font:12px ui-monospace,monospace}
.vam .page{fill:#fff;stroke:#d8dee4}
.vam text{fill:#1f2328;white-space:pre}
.vam .title{font:600 17px system-ui,sans-serif}
.vam .stat{font:600 13px ui-monospace,monospace}
.vam .soft{fill:#59636e}
.vam .caption{font:11px system-ui,sans-serif;fill:#59636e}
.vam .axis{font-size:11px;fill:#59636e}
.vam .allocated{fill:#2563c9}
.vam .alternate{fill:#1b4f9f}
.vam .paper{fill:#e4edfb}
.vam .free,.vam .hatch-paper{fill:#f3f5f7}
.vam .hatch{stroke:#d3d9e0}
.vam .edge{fill:none;stroke:#c3cad2}
.vam .region{fill:#f3e8cb}
.vam .lost-paper{fill:#ffe3d9}
.vam .lost-ink{stroke:#d1420f;stroke-opacity:.45}
.vam .outside{fill:none;stroke:#8e44ad;stroke-width:2;stroke-dasharray:4 2}
.vam text.on{fill:#fff}
.vam .tick{stroke:#d8dee4}
@media (prefers-color-scheme:dark){
.vam .page{fill:#0d1117;stroke:#30363d}
.vam text{fill:#e6edf3}
.vam .soft,.vam .caption,.vam .axis{fill:#9aa5b1}
.vam .allocated{fill:#2f6fd6}
.vam .alternate{fill:#2257ab}
.vam .paper{fill:#14243c}
.vam .free,.vam .hatch-paper{fill:#161b22}
.vam .hatch{stroke:#2b323b}
.vam .edge{stroke:#3d4650}
.vam .region{fill:#33290f}
.vam .lost-paper{fill:#4a1d10}
.vam .lost-ink{stroke:#ff7b4d}
.vam .outside{stroke:#c58af9}
.vam .tick{stroke:#30363d}
}
`
