/** A plausible mistake: `find` occurs once in `file` of the example port, and is replaced with `replace`. */
export interface Fault {
  readonly name: string
  readonly file: string
  readonly find: string
  readonly replace: string
}

/** A fault. */
export function fault(name: string, file: string, find: string, replace: string): Fault {
  return { name, file, find, replace }
}
