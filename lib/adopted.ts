/** Wraps an existing handle, or the content of a layout, to pass it to a constructor that takes it from the package only. */
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
