// What travels between the page and the main process: plain values alone.

/** What the page shows. */
export interface View {
  /** The file that is open. */
  readonly file: string
  /** Whether there is something to save. */
  readonly changed: boolean
  readonly pools: readonly { readonly name: string; readonly kind: 'address' | 'id'; readonly svg: string }[]
  readonly devices: readonly { readonly name: string; readonly resources: readonly string[] }[]
}

/** A device as the form has it. */
export interface NewDevice {
  readonly name: string
  /** The address pool, and how many KiB of it. */
  readonly pool: string
  readonly kib: number
  /** The id pool, and how many ids of it. */
  readonly ids: string
  readonly count: number
}

/** An answer: the new view, or why nothing has changed. */
export type Outcome = { readonly view: View } | { readonly refused: string }

/** The calls from the page, by channel. */
export interface Calls {
  open(): Outcome | undefined
  attach(device: NewDevice): Outcome
  detach(name: string): Outcome
  save(): Outcome
}

/** The same as the page sees them. */
export type LayoutApi = {
  readonly [Call in keyof Calls]: (...values: Parameters<Calls[Call]>) => Promise<ReturnType<Calls[Call]>>
}
