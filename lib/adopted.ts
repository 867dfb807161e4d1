/** Wraps an existing handle, to pass it to an allocator's constructor in place of the first argument. */
export class Adopted<Handle> {
  readonly #handle: Handle

  constructor(handle: Handle) {
    this.#handle = handle
  }

  /** The handle, if `value` holds one; reads no property, since `value` could be a Proxy. */
  static handleOf<Handle>(value: unknown): Handle | undefined {
    return typeof value === 'object' && value !== null && #handle in value
      ? (value as unknown as Adopted<Handle>).#handle
      : undefined
  }
}
