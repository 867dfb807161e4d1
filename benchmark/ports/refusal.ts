/** What the ports throw: `kind` is the crate's name for the reason. */
export class Refusal extends Error {
  readonly kind: string

  constructor(kind: string) {
    super(kind)
    this.kind = kind
  }
}

/** Where the ports place a range: `FirstMatch` when there is none of these. */
export type Policy<I> = 'LastMatch' | { readonly address: I }
