/** The error that the ports throw: `kind` is the crate's name for the reason. */
export class Refusal extends Error {
  readonly kind: string

  constructor(kind: string) {
    super(kind)
    this.kind = kind
  }
}

/** Where the ports place a range; without one of these, `FirstMatch`. */
export type Policy<I> = 'LastMatch' | { readonly address: I }
