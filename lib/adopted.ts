/** Passed to an allocator's constructor in place of its first argument: a handle that exists already. */
export class Adopted<Handle> {
  readonly #handle: Handle

  constructor(handle: Handle) {
    this.#handle = handle
  }

  /** The handle, if `value` holds one; asks nothing of a foreign object, which could be a Proxy. */
  static handleOf<Handle>(value: unknown): Handle | undefined {
    return typeof value === 'object' && value !== null && #handle in value
      ? (value as unknown as Adopted<Handle>).#handle
      : undefined
  }
}
