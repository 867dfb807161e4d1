// A model of a system, by brute force: every pool is an array with the owner of each address or id, and a place is
// found by trying one after the other. It shares no code with the system.

export interface ModelPool {
  readonly name: string
  readonly ids: boolean
  readonly base: number
  readonly end: number
}

export interface ModelNeed {
  readonly resource: string
  readonly pools: readonly string[]
  readonly size: number
  readonly align: number
  readonly place: 'bottom' | 'top' | number
  readonly within: readonly [first: number, last: number] | undefined
  /** Ids that don't have to be consecutive. */
  readonly scattered: boolean
}

export interface Owned {
  readonly resource: string
  readonly pool: string
  readonly places: readonly number[]
}

export interface Holder {
  readonly device: string
  readonly resource: string
}

export interface Refusal {
  readonly resource: string
  readonly pools: readonly {
    readonly pool: string
    readonly largest: readonly [first: number, last: number] | undefined
    readonly free: number
    readonly holders: readonly Holder[]
  }[]
}

type Cell = Holder | undefined

export class Model {
  readonly pools: readonly ModelPool[]
  readonly devices = new Map<string, readonly Owned[]>()
  #cells: Map<string, Cell[]>

  constructor(pools: readonly ModelPool[]) {
    this.pools = pools
    this.#cells = new Map(pools.map(({ name, base, end }) => [name, new Array(end - base + 1).fill(undefined)]))
  }

  /** What the device gets, or why it gets nothing, as a refusal. */
  plan(device: string, needs: readonly ModelNeed[]): readonly Owned[] | Refusal {
    const before = new Map([...this.#cells].map(([name, cells]) => [name, [...cells]]))
    const answer = this.#place(device, needs)
    this.#cells = before
    return answer
  }

  attach(device: string, needs: readonly ModelNeed[]): readonly Owned[] | Refusal {
    const answer = this.plan(device, needs)
    if (!Array.isArray(answer)) return answer
    for (const owned of answer as readonly Owned[]) this.#mark(device, owned)
    this.devices.set(device, answer)
    return answer
  }

  detach(device: string): void {
    this.devices.delete(device)
    for (const cells of this.#cells.values()) {
      cells.forEach((cell, index) => {
        if (cell?.device === device) cells[index] = undefined
      })
    }
  }

  /** Moves a single run; `undefined` if another resource has a part of the place. */
  move(device: string, resource: string, pool: string, start: number): Owned | undefined {
    const owned = this.devices.get(device) as readonly Owned[]
    const old = owned.find((one) => one.resource === resource) as Owned
    const places = old.places.map((_, index) => start + index)
    const others = places.map((place) => this.owner(pool, place))
    if (others.some((other) => other !== undefined && !isSame(other, { device, resource }))) return undefined
    const moved = { resource, pool, places }
    for (const place of old.places) this.#set(old.pool, place, undefined)
    this.#mark(device, moved)
    this.devices.set(
      device,
      owned.map((one) => (one === old ? moved : one)),
    )
    return moved
  }

  owner(pool: string, place: number): Cell {
    const { base } = this.#pool(pool)
    return this.#cells.get(pool)?.[place - base]
  }

  /** The holders of parts of the places, in order, each once. */
  holders(pool: string, first: number, last: number, except?: Holder): Holder[] {
    const holders: Holder[] = []
    for (let place = first; place <= last; place++) {
      const owner = this.owner(pool, place)
      if (owner === undefined || (except !== undefined && isSame(owner, except))) continue
      const before = holders.at(-1)
      if (before === undefined || !isSame(before, owner)) holders.push(owner)
    }
    return holders
  }

  /** The longest free run that starts at a multiple; the lowest of several. */
  largest(pool: string, align: number, within: readonly [number, number] | undefined): [number, number] | undefined {
    const [first, last] = this.#bounds(pool, within)
    let best: [number, number] | undefined
    for (let start = Math.ceil(first / align) * align; start <= last; start += align) {
      let end = start
      while (end <= last && this.owner(pool, end) === undefined) end++
      if (end > start && (best === undefined || end - start > best[1] - best[0] + 1)) best = [start, end - 1]
    }
    return best
  }

  free(pool: string, within: readonly [number, number] | undefined): number {
    const [first, last] = this.#bounds(pool, within)
    let free = 0
    for (let place = first; place <= last; place++) if (this.owner(pool, place) === undefined) free++
    return free
  }

  #place(device: string, needs: readonly ModelNeed[]): readonly Owned[] | Refusal {
    const exactFirst = [
      ...needs.filter(({ place }) => typeof place === 'number'),
      ...needs.filter(({ place }) => typeof place !== 'number'),
    ]
    const found = new Map<string, Owned>()
    for (const need of exactFirst) {
      const owned = this.#find(need)
      if (owned === undefined) return this.#refuse(need)
      this.#mark(device, owned)
      found.set(need.resource, owned)
    }
    return needs.map(({ resource }) => found.get(resource) as Owned)
  }

  #find(need: ModelNeed): Owned | undefined {
    for (const pool of this.#asked(need)) {
      const places = need.scattered ? this.#scattered(pool, need) : this.#run(pool, need)
      if (places !== undefined) return { resource: need.resource, pool, places }
    }
    return undefined
  }

  #run(pool: string, { size, align, place, within }: ModelNeed): number[] | undefined {
    const [first, last] = this.#bounds(pool, within)
    const starts: number[] = []
    for (let start = first; start + size - 1 <= last; start++) if (start % align === 0) starts.push(start)
    const wanted = typeof place === 'number' ? starts.filter((start) => start === place) : starts
    if (place === 'top') wanted.reverse()
    for (const start of wanted) {
      const places = Array.from({ length: size }, (_, index) => start + index)
      if (places.every((one) => this.owner(pool, one) === undefined)) return places
    }
    return undefined
  }

  #scattered(pool: string, { size, within }: ModelNeed): number[] | undefined {
    const [first, last] = this.#bounds(pool, within)
    const places: number[] = []
    for (let place = first; place <= last && places.length < size; place++) {
      if (this.owner(pool, place) === undefined) places.push(place)
    }
    return places.length === size ? places : undefined
  }

  #refuse(need: ModelNeed): Refusal {
    const { resource, place, size, align } = need
    const exact = typeof place === 'number'
    const within = exact ? undefined : need.within
    const pools = this.#asked(need).map((pool) => ({
      pool,
      largest: this.largest(pool, align, within),
      free: this.free(pool, within),
      holders: exact ? this.holders(pool, place, place + size - 1) : [],
    }))
    return { resource, pools }
  }

  /** The pools that contain the place. */
  #asked({ pools, place, size, within }: ModelNeed): string[] {
    return pools.filter((name) => {
      const { base, end } = this.#pool(name)
      if (typeof place === 'number') return place >= base && place + size - 1 <= end
      return within === undefined || (within[0] <= end && within[1] >= base)
    })
  }

  #bounds(pool: string, within: readonly [number, number] | undefined): [number, number] {
    const { base, end } = this.#pool(pool)
    return within === undefined ? [base, end] : [Math.max(base, within[0]), Math.min(end, within[1])]
  }

  #mark(device: string, { resource, pool, places }: Owned): void {
    for (const place of places) this.#set(pool, place, { device, resource })
  }

  #set(pool: string, place: number, cell: Cell): void {
    const cells = this.#cells.get(pool) as Cell[]
    cells[place - this.#pool(pool).base] = cell
  }

  #pool(name: string): ModelPool {
    return this.pools.find((pool) => pool.name === name) as ModelPool
  }
}

function isSame(one: Holder, other: Holder): boolean {
  return one.device === other.device && one.resource === other.resource
}
