/** The package's entry points, with their paths in the repository. */
export const ENTRY_POINTS: readonly {
  /** The name of its scripts in dist/. */
  readonly name: string
  readonly source: string
  readonly typings: string
}[]
