import { readOptionsOf, wrongType } from '../../argument.ts'
import { addEntryPoints } from '../../caller.ts'
import { escapeXml } from '../../text/xml.ts'
import { type Layout, toLayout } from '../layout.ts'
import { pageData } from './data.ts'
import { SCRIPT } from './script.ts'
import { STYLE } from './style.ts'

/** Options of {@link layoutPage}. */
export interface LayoutPageOptions {
  /** The heading of the page. Default: the formats of the files. */
  readonly title?: string | undefined
  /** A second layout to compare with, such as a later one of the same machine. */
  readonly compared?: Layout | undefined
  /** The title of the second layout. Default: `compared`. */
  readonly comparedTitle?: string | undefined
}

const NAMES = ['title', 'compared', 'comparedTitle'] as const

/**
 * Writes an interactive page for a layout. It draws the nested ranges to scale and zooms, searches by name and address,
 * links problems and BARs without an address to their place, and shows the differences from a second layout. The page
 * is a single file that loads nothing and works from disk, with the keyboard, with a screen reader, and in light and
 * dark mode. It draws at most a few thousand elements, even if there are more ranges.
 *
 * @param layout - the layout
 * @param options - see {@link LayoutPageOptions}
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when `layout` is not a {@link Layout}, for an unknown option and for an option
 *   of the wrong type
 */
export function layoutPage(layout: Layout, options: LayoutPageOptions = {}): string {
  const { formats } = toLayout('layout', layout)
  const { title = formats.join(', '), compared, comparedTitle } = readOptionsOf(options, NAMES)
  for (const [name, value] of Object.entries({ title, comparedTitle })) {
    if (value !== undefined && typeof value !== 'string') throw wrongType(`options.${name}`, 'a string', value)
  }
  if (compared !== undefined) toLayout('options.compared', compared)
  const data = JSON.stringify(pageData(layout, { title, compared, comparedTitle }))
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${escapeXml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escapeXml(title)}</h1>
<form id="search" role="search"><label for="query">Search by name or address</label>
<input id="query" type="search" autocomplete="off" spellcheck="false" placeholder="0000:01:00.0 or 0xfe800000"></form>
</header>
<main>
<noscript><p>The map needs JavaScript, which is part of this file.</p></noscript>
<section id="results" aria-label="Found" hidden></section>
<div class="tools"><div id="spaces" role="group" aria-label="Address space"></div>
<div role="group" aria-label="Zoom"><button type="button" id="in">Zoom in</button><button type="button" id="out">Zoom out</button><button type="button" id="back">Back</button><button type="button" id="all">Whole space</button></div>
<span id="view" role="status"></span></div>
<div id="stages"></div>
<section id="details" aria-live="polite" aria-label="Details"></section>
<p class="help">Click or press Enter on a range to zoom to it. Arrow keys move between ranges: left and right to the neighbours, up to the enclosing range, down to those inside. + and − zoom, Escape goes back, / searches. Turn the wheel to zoom at the pointer; drag to move.</p>
<div id="lists"></div>
</main>
<script type="application/json" id="data">${data.replace(/[<\u2028\u2029]/g, escapeInScript)}</script>
<script>${SCRIPT}</script>
</body>
</html>
`
}

addEntryPoints(layoutPage)

/** Escapes the data, so that it can't end the script element. */
function escapeInScript(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
