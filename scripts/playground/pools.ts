import { AddressAllocator, AllocPolicy, type RangeInclusive } from 'vm-allocator'
import { formatAddress, renderMap } from 'vm-allocator/map'
import { addressIn, button, byId, onSubmit, say, sizeIn } from './elements.ts'

const MODES = { canonical: false, sound: true }
type Mode = keyof typeof MODES
const NAMES = Object.keys(MODES) as Mode[]
/** The most buttons: more would be useless. */
const MOST_BUTTONS = 64

const pools = {} as Record<Mode, AddressAllocator>
let listening = false

/** Creates the pools again: from the given one, or as the form says. */
export function showPools(like?: AddressAllocator): void {
  if (!listening) listen()
  if (like !== undefined) {
    byId('base').value = formatAddress(like.base)
    byId('size').value = String(like.end - like.base + 1n)
  }
  make()
  if (like !== undefined) {
    each((pool) => {
      const taken = like.ranges('allocated')
      for (const range of taken) pool.allocate(range.len, 1n, AllocPolicy.ExactMatch(range.start))
      return `${taken.length} ranges of the window are allocated.`
    })
    byId<HTMLElement>('h-pool').scrollIntoView()
  }
}

function listen(): void {
  listening = true
  const status = answerOf('canonical')
  onSubmit('pool', make, status)
  onSubmit(
    'allocate',
    () => {
      const [size, align, policy] = [sizeIn('bytes'), sizeIn('align'), chosenPolicy()]
      each((pool) => `Allocated ${written(pool.allocate(size, align, policy))}.`)
    },
    status,
  )
}

function make(): void {
  const [base, size] = [addressIn('base'), sizeIn('size')]
  for (const mode of NAMES) pools[mode] = new AddressAllocator(base, size, { sound: MODES[mode] })
  each((pool) => `Everything from ${formatAddress(pool.base)} to ${formatAddress(pool.end)} is free.`)
}

function chosenPolicy() {
  const name = byId<HTMLSelectElement>('policy').value
  if (name === 'ExactMatch') return AllocPolicy.ExactMatch(addressIn('address'))
  return name === 'LastMatch' ? AllocPolicy.LastMatch : AllocPolicy.FirstMatch
}

const answerOf = (mode: Mode) => document.querySelector(`#${mode} .answer`) as HTMLElement
const written = ({ start, end }: Pick<RangeInclusive, 'start' | 'end'>) =>
  `${formatAddress(start)} – ${formatAddress(end)}`

/** Makes a call on both pools, and redraws them. */
function each(call: (pool: AddressAllocator) => string): void {
  for (const mode of NAMES) {
    try {
      say(answerOf(mode), call(pools[mode]), 'good')
    } catch (error) {
      const { code, message } = error as Error & { code?: string }
      say(answerOf(mode), `${code ?? 'Error'}: ${message}`, 'bad')
    }
    draw(mode)
  }
}

function draw(mode: Mode): void {
  const svg = renderMap(pools[mode], { format: 'svg', width: 560, title: `${mode} mode` })
  const image = new Image()
  image.alt = renderMap(pools[mode], { width: 60, ascii: true, color: false })
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  document.querySelector(`#${mode} .drawing`)?.replaceChildren(image)
  const ranges = pools[mode].ranges('allocated').slice(0, MOST_BUTTONS)
  document.querySelector(`#${mode} ul`)?.replaceChildren(...ranges.map((range) => item(mode, range)))
}

function item(mode: Mode, range: Pick<RangeInclusive, 'start' | 'end'>): HTMLLIElement {
  const made = document.createElement('li')
  const name = written(range)
  const free = () => {
    each((pool) => {
      pool.free({ start: range.start, end: range.end })
      return `Freed ${name}.`
    })
    document.querySelector<HTMLElement>(`#${mode} ul button`)?.focus()
  }
  made.append(button(`Free ${name}`, `Free ${name} in both modes`, free))
  return made
}
