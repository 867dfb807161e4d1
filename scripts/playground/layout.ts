import type { AddressAllocator } from 'vm-allocator'
import { type Fit, fitIn, type Layout, layoutPage, mergeLayouts, readLayout } from 'vm-allocator/layout'
import { formatAddress, formatSize } from 'vm-allocator/map'
import { button, byId, onSubmit, say, sizeIn } from './elements.ts'

const EXAMPLE = `00000000-00000fff : Reserved
00001000-0009fbff : System RAM
00100000-7fffffff : System RAM
80000000-afffffff : PCI Bus 0000:00
c0000000-febfffff : PCI Bus 0000:00
  fd000000-fdffffff : 0000:00:01.0
  fe000000-fe7fffff : PCI Bus 0000:01
    fe000000-fe003fff : 0000:01:00.0
      fe000000-fe003fff : virtio-pci-modern
  fe800000-fe8000ff : 0000:00:02.0
fec00000-fec003ff : IOAPIC 0
fee00000-fee00fff : Local APIC
100000000-17fffffff : System RAM
380000000-b7fffffff : PCI Bus 0000:00
`

let layout: Layout

/** Makes the page read layouts, and passes a chosen window to `open`. */
export function showLayout(open: (window: AddressAllocator) => void): void {
  const status = byId<HTMLElement>('read-status')
  const text = byId<HTMLTextAreaElement>('text')
  text.value = EXAMPLE
  onSubmit('read', () => show([text.value], 'Pasted'), status)
  byId('files').addEventListener('change', async ({ target }) => {
    const files = [...((target as HTMLInputElement).files ?? [])]
    try {
      const contents = await Promise.all(files.map(async (file) => new Uint8Array(await file.arrayBuffer())))
      show(contents, files.map(({ name }) => name).join(', '))
    } catch (error) {
      say(status, error instanceof Error ? error.message : String(error), 'bad')
    }
  })
  onSubmit('fit', () => showFits(open), byId<HTMLElement>('fits'))
  show([EXAMPLE], 'An example')
}

function show(contents: readonly (string | Uint8Array)[], title: string): void {
  if (contents.length === 0) return
  layout = mergeLayouts(contents.map((content) => readLayout(content)))
  const problems = layout.problems().length
  const ranges = layout.spaces.map(({ name, ranges }) => `${name}: ${ranges.length} outermost ranges`)
  const notes = layout.notes.map(({ text }) => text)
  const summary = `Read as ${layout.formats.join(', ')}. ${ranges.join('; ')}; ${problems} problems.`
  say(byId<HTMLElement>('read-status'), [summary, ...notes].join('\n'), problems === 0 ? 'good' : 'bad')
  byId<HTMLIFrameElement>('map').srcdoc = layoutPage(layout, { title })
  byId<HTMLElement>('layout').hidden = false
  byId<HTMLElement>('fits').replaceChildren()
}

function showFits(open: (window: AddressAllocator) => void): void {
  const width = byId<HTMLSelectElement>('fit-width').value as '' | '32bit' | '64bit'
  const size = sizeIn('fit-size')
  const prefetchable = byId('fit-prefetchable').checked
  const found = fitIn(layout, { size, prefetchable, width: width === '' ? undefined : width })
  const place = byId<HTMLElement>('fits')
  say(place, found.length === 0 ? 'No window matches.' : '')
  if (found.length === 0) return
  const table = document.createElement('table')
  table.createTHead().innerHTML = '<tr><th>Window</th><th>Addresses</th><th>Answer</th><th>Pool</th></tr>'
  const body = table.createTBody()
  for (const fit of found) addRow(body, fit, size, open)
  place.append(table)
}

function addRow(
  body: HTMLTableSectionElement,
  { space, window, start, largest }: Fit,
  size: bigint,
  open: (pool: AddressAllocator) => void,
) {
  const row = body.insertRow()
  const reason = () => {
    if (window.size < size) return `the window has ${formatSize(window.size)}`
    if (largest === undefined) return 'nothing is free at this alignment'
    return `the largest place has ${formatSize(largest.end - largest.start + 1n)}`
  }
  const answer = start === undefined ? `doesn’t fit: ${reason()}` : `fits at ${formatAddress(start)}`
  const name = `${space}: ${window.label}`
  for (const text of [name, `${formatAddress(window.start)} – ${formatAddress(window.end)}`, answer]) {
    row.insertCell().textContent = text
  }
  row.cells[2]?.classList.add(start === undefined ? 'bad' : 'good')
  row.insertCell().append(button('Use', `Use ${name} as the pool`, () => open(layout.window(window))))
}
