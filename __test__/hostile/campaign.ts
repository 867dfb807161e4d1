// The interface of every campaign.

/** The words of the command line. */
export interface Options {
  readonly seed: number
  /** The number of calls, or of the campaign's own unit. */
  readonly calls?: number
}

/** Prints its figures; throws if a promise is broken. */
export type Campaign = (options: Options) => Promise<void> | void
