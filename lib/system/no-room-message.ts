import { formatAddress, formatSize } from '../map/format.ts'
import type { AskedPool, Holder } from './no-room-error.ts'
import { quote } from './pool-definition.ts'
import type { Request } from './request.ts'

/** At most this many holders are named; the others are counted. */
const NAMED_HOLDERS = 3

/** The message: what the device needs, and what each pool has instead. */
export function messageOf(device: string, request: Request, pools: readonly AskedPool[]): string {
  const facts = pools.map((asked) => `${nameOf(asked.pool)} ${factOf(device, request, asked)}`)
  return `${nameOf(device)}.${nameOf(request.resource)} needs ${needOf(request)}; ${facts.join('; ')}`
}

/** `16 GiB aligned to 16 GiB`, `4 KiB at 0xfec00000`, `3 ids`, `id 24`. */
function needOf(request: Request): string {
  const { kind, size, exact, align } = request
  if (kind === 'range') {
    const where = exact === undefined ? `aligned to ${formatSize(align)}` : `at ${formatAddress(exact)}`
    return `${formatSize(size)} ${where}${boundsOf(request)}`
  }
  if (exact !== undefined) return `id ${exact}`
  const block = kind === 'block' && size > 1n ? ` in a block aligned to ${align}` : ''
  return `${count(size)}${block}${boundsOf(request)}`
}

function boundsOf({ kind, pools, exact, start, end }: Request): string {
  const bounded = exact === undefined && pools.some((pool) => pool.base < start || pool.end > end)
  if (!bounded) return ''
  return kind === 'range' ? ` within ${formatAddress(start)} to ${formatAddress(end)}` : ` within ${start} to ${end}`
}

function factOf(device: string, request: Request, { pool, largest, free, holders }: AskedPool): string {
  if (holders.length > 0) return `has given it to ${namesOf(device, holders)}`
  if (request.kind === 'ids') return free === 0n ? 'has none left' : `has ${free} left`
  if (free === 0n) return 'has nothing left'
  const all = request.pools.find(({ name }) => name === pool)
  if (all !== undefined && all.end - all.base + 1n < request.size) {
    return `is only ${request.kind === 'range' ? formatSize(all.end - all.base + 1n) : count(all.end - all.base + 1n)}`
  }
  if (largest === undefined) return 'has no free place with that alignment'
  const length = largest.end - largest.start + 1n
  return `has ${request.kind === 'range' ? formatSize(length) : count(length)} at most`
}

function namesOf(device: string, holders: readonly Holder[]): string {
  const named = holders.slice(0, NAMED_HOLDERS).map((holder) => {
    const name = `${nameOf(holder.device)}.${nameOf(holder.resource)}`
    return holder.device === device ? `${name} of the same device` : name
  })
  const others = holders.length - named.length
  return others === 0 ? named.join(', ') : `${named.join(', ')} and ${others} more`
}

function count(ids: bigint): string {
  return ids === 1n ? '1 id' : `${ids} ids`
}

/** Quotes a name unless it is a plain word. */
function nameOf(name: string): string {
  return /^[\w:.@-]{1,60}$/.test(name) ? name : quote(name)
}
