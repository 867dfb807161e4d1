/** A plausible slip: `find` occurs once in `file` of the example port, and `replace` takes its place. */
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
