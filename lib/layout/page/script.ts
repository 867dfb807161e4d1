/** The script of the page: plain JavaScript that loads nothing. */
export const SCRIPT = String.raw`(() => {
'use strict'
const data = JSON.parse(document.getElementById('data').textContent)
const byId = (id) => document.getElementById(id)
const ROW = 34
const LEAST = 3
const MOST_ROWS = 24
const MOST_LISTED = 200
const layouts = data.layouts.map((layout) => ({ name: layout.name, spaces: layout.spaces.map(prepare) }))
const names = [...new Set(layouts.flatMap((layout) => layout.spaces.map((space) => space.name)))]
let current = names[0]
let view = null
let mark = null
let selected = null
const history = []

function prepare(space) {
  const ranges = []
  const rows = []
  const open = []
  for (const [start, end, label, kind, depth, facts] of space.ranges) {
    const range = { start: BigInt('0x' + start), end: BigInt('0x' + end), label, kind: data.kinds[kind], depth, facts }
    open.length = depth
    range.parent = open[depth - 1] || null
    range.first = null
    if (range.parent && !range.parent.first) range.parent.first = range
    open.push(range)
    ;(rows[depth] ||= []).push(range)
    ranges.push(range)
  }
  for (const row of rows) {
    row.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
    row.forEach((range, at) => { range.at = at })
  }
  return { name: space.name, ranges, rows }
}

function hex(value) { return '0x' + value.toString(16) }
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB']
function size(bytes) {
  let unit = 0
  let scale = 1n
  while (unit < 6 && bytes >= scale * 1024n) { scale *= 1024n; unit++ }
  const exact = bytes % scale === 0n
  return (exact ? bytes / scale : (Number((bytes * 100n) / scale) / 100).toString()) + ' ' + UNITS[unit] + (exact ? '' : ' (' + bytes + ' bytes)')
}
function element(name, attributes, text) {
  const made = document.createElement(name)
  for (const key of Object.keys(attributes || {})) made.setAttribute(key, attributes[key])
  if (text !== undefined) made.textContent = text
  return made
}
function spaceOf(layout) { return layout.spaces.find((space) => space.name === current) }
function whole() {
  let start = null
  let end = 0n
  for (const layout of layouts) for (const range of (spaceOf(layout) || { rows: [[]] }).rows[0] || []) {
    if (start === null || range.start < start) start = range.start
    if (range.end > end) end = range.end
  }
  return { start: start || 0n, end }
}
function show(next, keep) {
  if (keep !== false && view) history.push({ space: current, view, mark })
  if (history.length > 200) history.shift()
  view = next.end > next.start ? next : { start: next.start, end: next.start + 1n }
  render()
}
function zoom(factor, at) {
  const length = view.end - view.start + 1n
  const limit = whole()
  let next = factor < 1 ? length / 2n : length * 2n
  if (next < 16n) next = 16n
  const most = limit.end - limit.start + 1n
  if (next >= most) return show(limit)
  const middle = at === undefined ? 0.5 : at
  const fixed = view.start + (length * BigInt(Math.round(middle * 1e6))) / 1000000n
  let start = fixed - (next * BigInt(Math.round(middle * 1e6))) / 1000000n
  if (start < limit.start) start = limit.start
  if (start + next - 1n > limit.end) start = limit.end - next + 1n
  show({ start, end: start + next - 1n })
}
function pan(share) {
  const length = view.end - view.start + 1n
  const limit = whole()
  let start = view.start + (length * BigInt(Math.round(share * 1000))) / 1000n
  if (start + length - 1n > limit.end) start = limit.end - length + 1n
  if (start < limit.start) start = limit.start
  view = { start, end: start + length - 1n }
  render()
}
function back() {
  const last = history.pop()
  if (!last) return show(whole(), false)
  current = last.space
  mark = last.mark
  show(last.view, false)
  drawSpaces()
}
function firstAfter(row, address) {
  let low = 0
  let high = row.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (row[middle].start <= address) low = middle + 1
    else high = middle
  }
  return low
}
function describe(range) {
  const words = [range.label, range.kind, hex(range.start) + ' to ' + hex(range.end), size(range.end - range.start + 1n)]
  if (range.facts) words.push(range.facts)
  if (range.parent) words.push('in ' + range.parent.label)
  return words.join(', ')
}
function details(range) {
  const box = byId('details')
  box.replaceChildren()
  if (!range) return
  const path = []
  for (let above = range.parent; above; above = above.parent) path.unshift(above.label)
  box.append(element('b', {}, range.label), ' ' + range.kind + (range.facts ? ' · ' + range.facts : ''))
  const line = element('div')
  line.append(element('code', {}, hex(range.start) + ' – ' + hex(range.end)), ' ' + size(range.end - range.start + 1n))
  box.append(line)
  if (path.length) box.append(element('div', {}, 'in ' + path.join(' › ')))
}
function drawStage(layout, index) {
  const space = spaceOf(layout)
  const section = element('div')
  if (layouts.length > 1) section.append(element('div', { class: 'name' }, layout.name))
  const rows = space ? space.rows.slice(0, MOST_ROWS) : []
  const stage = element('div', { class: 'stage', role: 'group', 'aria-label': 'Map of ' + current + (layouts.length > 1 ? ' in ' + layout.name : '') })
  stage.style.height = rows.length * ROW + 24 + 'px'
  byId('stages').append(section)
  section.append(stage)
  const width = stage.clientWidth || 1000
  const length = Number(view.end - view.start + 1n)
  const place = (address) => (Number(address - view.start) / length) * width
  drawAxis(stage, width, length)
  rows.forEach((row, depth) => drawRow(stage, row, depth, width, length, place, index))
  if (mark && mark.end >= view.start && mark.start <= view.end) {
    const [left, right] = [Math.max(0, place(mark.start)), Math.min(width, place(mark.end + 1n))]
    const box = element('div', { class: 'mark' })
    box.style.left = Math.min(left, width - 4) + 'px'
    box.style.width = Math.max(3, right - left) + 'px'
    stage.append(box)
  }
  stage.addEventListener('wheel', (event) => {
    if (!event.deltaY || event.shiftKey) return
    event.preventDefault()
    zoom(event.deltaY < 0 ? 0.5 : 2, (event.clientX - stage.getBoundingClientRect().left) / width)
  }, { passive: false })
  stage.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || event.pointerType === 'touch') return
    const from = event.clientX
    const done = (end) => {
      window.removeEventListener('pointerup', done)
      const moved = (from - end.clientX) / width
      if (Math.abs(moved) * width > 5) {
        dragged = true
        pan(moved)
        setTimeout(() => { dragged = false }, 0)
      }
    }
    window.addEventListener('pointerup', done)
  })
}
let dragged = false
function drawAxis(stage, width, length) {
  const axis = element('div', { class: 'axis', 'aria-hidden': 'true' })
  stage.append(axis)
  const wanted = Math.max(2, Math.floor(width / 150))
  let step = 1n
  while (step * BigInt(wanted) < BigInt(Math.ceil(length))) step *= 2n
  for (let at = ((view.start + step - 1n) / step) * step, count = 0; at <= view.end && count < 40; at += step, count++) {
    const left = (Number(at - view.start) / length) * width
    if (left > width - 90) break
    const tick = element('span', {}, hex(at))
    tick.style.left = left + 'px'
    axis.append(tick)
  }
}
function drawRow(stage, row, depth, width, length, place, index) {
  let at = firstAfter(row, view.start)
  for (let steps = 0; at > 0 && steps < 64 && row[at - 1].end >= view.start; steps++) at--
  while (at < row.length && row[at].start <= view.end) {
    const range = row[at]
    const left = Math.max(0, place(range.start))
    const right = Math.min(width, place(range.end + 1n))
    let past = at + 1
    if (right - left < LEAST) {
      const limit = view.start + BigInt(Math.floor(((left + LEAST + 1) / width) * length))
      past = Math.max(past, firstAfter(row, limit))
      const last = row[past - 1]
      if (past - 1 > at && place(last.end + 1n) - place(last.start) >= LEAST) past--
    }
    stage.append(past - at === 1 ? rangeButton(range, depth, left, right, index) : manyButton(row, at, past, depth, left, index))
    at = past
  }
}
function putAt(button, depth, left, width) {
  button.style.left = left + 'px'
  button.style.top = depth * ROW + 22 + 'px'
  button.style.width = Math.max(LEAST, width) + 'px'
  if (width < 12) button.style.padding = '0'
}
function rangeButton(range, depth, left, right, index) {
  const button = element('button', { type: 'button', class: 'r ' + range.kind, tabindex: '-1', 'aria-label': describe(range) }, right - left > 30 ? range.label : '')
  if (/^(added|removed|moved|resized|changed)/.test(range.facts)) button.classList.add('changed')
  putAt(button, depth, left, right - left)
  button.range = range
  button.stage = index
  button.addEventListener('click', () => { if (!dragged) { select(range, index); show({ start: range.start, end: range.end }) } })
  button.addEventListener('focus', () => { selected = { range, index }; details(range) })
  button.addEventListener('pointerenter', () => details(range))
  return button
}
function manyButton(row, at, past, depth, left, index) {
  const [first, last] = [row[at], row[past - 1]]
  const label = past - at + ' ranges, ' + hex(first.start) + ' to ' + hex(last.end)
  const button = element('button', { type: 'button', class: 'r many', tabindex: '-1', 'aria-label': label })
  putAt(button, depth, left, LEAST)
  button.range = first
  button.stage = index
  const showDetails = () => {
    byId('details').replaceChildren(element('b', {}, label), element('div', {}, 'too small to draw at this scale: zoom in'))
  }
  button.addEventListener('click', () => { if (!dragged) { select(first, index); show({ start: first.start, end: last.end }) } })
  button.addEventListener('focus', () => { selected = { range: first, index }; showDetails() })
  button.addEventListener('pointerenter', showDetails)
  return button
}
function select(range, index) { selected = { range, index } }
function render() {
  const hadFocus = document.activeElement && document.activeElement.classList.contains('r')
  byId('stages').replaceChildren()
  layouts.forEach(drawStage)
  byId('view').textContent = hex(view.start) + ' – ' + hex(view.end) + '  ' + size(view.end - view.start + 1n)
  const buttons = [...document.querySelectorAll('.stage .r')]
  const chosen = buttons.find((button) => selected && button.range === selected.range) || buttons[0]
  if (chosen) chosen.tabIndex = 0
  if (hadFocus && chosen) chosen.focus({ preventScroll: true })
  drawTable()
}
function reveal(range, index) {
  select(range, index)
  const inside = range.start >= view.start && range.end <= view.end
  const share = Number(range.end - range.start + 1n) / Number(view.end - view.start + 1n)
  if (!inside || share * (byId('stages').clientWidth || 1000) < 24) show(around(range))
  else render()
  const button = [...document.querySelectorAll('.stage .r')].find((one) => one.range === range)
  if (button) button.focus({ preventScroll: true })
  details(range)
}
function around(range) {
  const length = range.end - range.start + 1n
  const limit = whole()
  const margin = length < 8n ? 8n : length
  return {
    start: range.start - margin > limit.start ? range.start - margin : limit.start,
    end: range.end + margin < limit.end ? range.end + margin : limit.end,
  }
}
function move(key) {
  if (!selected) return
  const { range, index } = selected
  const space = spaceOf(layouts[index])
  if (!space) return
  const row = space.rows[range.depth]
  const next = key === 'ArrowLeft' ? row[range.at - 1] : key === 'ArrowRight' ? row[range.at + 1]
    : key === 'ArrowUp' ? range.parent : key === 'ArrowDown' ? range.first
    : key === 'Home' ? row[0] : row[row.length - 1]
  if (next) reveal(next, index)
}
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const typing = event.target === byId('query')
  if (event.key === 'Escape') { if (typing) byId('query').value = ''; search(); if (!typing) back(); return }
  if (typing) return
  if (event.key === '/') { event.preventDefault(); byId('query').focus() }
  else if (event.key === '+' || event.key === '=') zoom(0.5)
  else if (event.key === '-') zoom(2)
  else if (/^(Arrow|Home|End)/.test(event.key) && event.target.classList.contains('r')) { event.preventDefault(); move(event.key) }
})
byId('in').addEventListener('click', () => zoom(0.5))
byId('out').addEventListener('click', () => zoom(2))
byId('back').addEventListener('click', back)
byId('all').addEventListener('click', () => { mark = null; show(whole()) })

function drawSpaces() {
  byId('spaces').replaceChildren(...names.map((name) => {
    const button = element('button', { type: 'button', 'aria-pressed': String(name === current) }, name)
    button.addEventListener('click', () => { open(name) })
    return button
  }))
}
function open(name) {
  if (view) history.push({ space: current, view, mark })
  current = name
  mark = null
  selected = null
  drawSpaces()
  show(whole(), false)
}
function go(item) {
  if (item.space !== undefined && item.space !== current && names.includes(item.space)) open(item.space)
  mark = item.mark ? { start: BigInt('0x' + item.mark[0]), end: BigInt('0x' + item.mark[1]) } : null
  const place = { start: BigInt('0x' + item.start), end: BigInt('0x' + item.end) }
  const found = innermost(place)
  if (found) select(found.range, found.index)
  show(item.mark && item.mark[0] !== item.start ? place : around(place))
  if (found) details(found.range)
  byId('stages').scrollIntoView({ block: 'nearest' })
}
function innermost(place) {
  for (let index = layouts.length - 1; index >= 0; index--) {
    const space = spaceOf(layouts[index])
    for (let depth = space ? space.rows.length - 1 : -1; depth >= 0; depth--) {
      const row = space.rows[depth]
      const at = firstAfter(row, place.start) - 1
      if (at >= 0 && row[at].end >= place.end) return { range: row[at], index }
    }
  }
  return null
}
function linkTo(item) {
  if (item.start === undefined) return element('span', {}, item.text)
  const button = element('button', { type: 'button' }, item.text)
  button.addEventListener('click', () => go(item))
  return button
}
function drawLists() {
  for (const list of data.lists) {
    if (!list.items.length && list.name !== 'Problems') continue
    const section = element('section')
    section.append(element('h2', {}, list.name + ' (' + list.items.length + ')'))
    if (!list.items.length) section.append(element('p', {}, 'none'))
    const lines = element('ul')
    const more = (from) => {
      for (const item of list.items.slice(from, from + MOST_LISTED)) {
        const line = element('li')
        line.append(linkTo(item))
        lines.append(line)
      }
      const left = list.items.length - from - MOST_LISTED
      if (left <= 0) return
      if (lines.childElementCount >= 1000) return void lines.append(element('li', {}, left + ' more are left out'))
      const button = element('button', { type: 'button' }, 'Show more (' + left + ' left)')
      const line = element('li')
      line.append(button)
      lines.append(line)
      button.addEventListener('click', () => { line.remove(); more(from + MOST_LISTED) })
    }
    more(0)
    if (list.items.length) section.append(lines)
    byId('lists').append(section)
  }
  const table = element('section')
  table.append(element('h2', { id: 'table-name' }, 'Ranges in view'), element('div', { id: 'table', class: 'wide', tabindex: '0', role: 'region', 'aria-labelledby': 'table-name' }))
  byId('lists').append(table)
  const key = element('p', { class: 'help' }, 'Kinds:')
  for (const kind of [...data.kinds, 'many']) key.append(element('span', { class: 'key ' + kind }), kind === 'many' ? 'several, too small to draw' : kind)
  byId('lists').before(key)
}
function drawTable() {
  const box = byId('table')
  if (!box) return
  const space = spaceOf(layouts[layouts.length - 1])
  const table = element('table')
  const head = element('tr')
  for (const name of ['First address', 'Last address', 'Size', 'Kind', 'Name']) head.append(element('th', { scope: 'col' }, name))
  const heading = element('thead')
  heading.append(head)
  const body = element('tbody')
  table.append(heading, body)
  let count = 0
  let beyond = 0
  for (const range of space ? space.ranges : []) {
    if (range.end < view.start || range.start > view.end) continue
    if (count++ >= MOST_LISTED) { beyond++; continue }
    const row = element('tr')
    for (const text of [hex(range.start), hex(range.end), size(range.end - range.start + 1n), range.kind]) row.append(element('td', { class: 'mono' }, text))
    row.append(element('td', {}, '\u00a0\u00a0'.repeat(range.depth) + range.label))
    body.append(row)
  }
  box.replaceChildren(table)
  if (beyond) box.append(element('p', {}, beyond + ' more: zoom in to see them here'))
}
function search() {
  const wanted = byId('query').value.trim().toLowerCase()
  const box = byId('results')
  box.hidden = wanted === ''
  box.replaceChildren()
  if (wanted === '') return
  const digits = /^(?:0x)?([0-9a-f]{1,16})$/.exec(wanted)
  const address = digits && (wanted.startsWith('0x') || wanted.length > 3) ? BigInt('0x' + digits[1]) : null
  const found = []
  let count = 0
  layouts.forEach((layout, index) => {
    for (const space of layout.spaces) for (const range of space.ranges) {
      const hit = range.label.toLowerCase().includes(wanted) || range.facts.toLowerCase().includes(wanted) || (address !== null && range.start <= address && address <= range.end)
      if (hit && (layouts.length === 1 || index === 1 || /removed/.test(range.facts)) && count++ < 50) found.push({ range, index, space: space.name })
    }
  })
  if (address !== null) found.sort((a, b) => b.range.depth - a.range.depth)
  box.append(element('p', { role: 'status' }, count === 0 ? 'nothing found' : count + ' found' + (count > 50 ? ', the first 50 are listed' : '')))
  const list = element('ol')
  for (const { range, index, space } of found) {
    const line = element('li')
    const button = element('button', { type: 'button' }, range.label + '  ' + hex(range.start) + ' – ' + hex(range.end) + (names.length > 1 ? '  ' + space : ''))
    button.addEventListener('click', () => {
      if (space !== current) open(space)
      mark = { start: range.start, end: range.end }
      reveal(range, index)
    })
    line.append(button)
    list.append(line)
  }
  box.append(list)
}
byId('query').addEventListener('input', search)
byId('search').addEventListener('submit', (event) => {
  event.preventDefault()
  const first = byId('results').querySelector('button')
  if (first) first.click()
})
let width = window.innerWidth
window.addEventListener('resize', () => { if (window.innerWidth !== width && view) { width = window.innerWidth; render() } })
drawSpaces()
drawLists()
if (names.length) show(whole(), false)
})()`
