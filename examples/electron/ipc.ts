// The messages between the page and the main process: only plain values.

/** What the page shows. */
export interface View {
  /** The file that is open. */
  readonly file: string
  /** Whether there are unsaved changes. */
  readonly changed: boolean
  readonly pools: readonly { readonly name: string; readonly kind: 'address' | 'id'; readonly svg: string }[]
  readonly devices: readonly { readonly name: string; readonly resources: readonly string[] }[]
}

/** A device as entered in the form. */
export interface NewDevice {
  readonly name: string
  /** The address pool, and the size in KiB. */
  readonly pool: string
  readonly kib: number
  /** The id pool, and the number of ids. */
  readonly ids: string
  readonly count: number
}

/** An answer: the new view, or the reason why nothing has changed. */
export type Outcome = { readonly view: View } | { readonly refused: string }

/** The calls from the page, by channel. */
export interface Calls {
  open(): Outcome | undefined
  attach(device: NewDevice): Outcome
  detach(name: string): Outcome
  save(): Outcome
}

/** The same calls as the page sees them. */
export type LayoutApi = {
  readonly [Call in keyof Calls]: (...values: Parameters<Calls[Call]>) => Promise<ReturnType<Calls[Call]>>
}
