/** What people import, by the paths in the repository. */
export const ENTRY_POINTS: readonly {
  /** That of its scripts in dist/. */
  readonly name: string
  readonly source: string
  readonly typings: string
}[]
