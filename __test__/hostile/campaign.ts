// What every campaign is.

/** The words of the command line. */
export interface Options {
  readonly seed: number
  /** How many calls, or of whatever the campaign counts; its own number by default. */
  readonly calls?: number
}

/** Prints its figures; throws when a promise is broken. */
export type Campaign = (options: Options) => Promise<void> | void
