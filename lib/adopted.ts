/** Passed to an allocator's constructor in place of its first argument: a handle that exists already. */
export class Adopted<Handle> {
  readonly handle: Handle

  constructor(handle: Handle) {
    this.handle = handle
  }
}
