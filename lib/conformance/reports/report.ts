import type { Oracle } from '../cases/crate.ts'
import type { Vector } from '../cases/vector.ts'
import type { Coverage } from '../judging/coverage.ts'
import type { Level } from '../judging/judge.ts'
import type { KnownDeviation } from '../judging/known.ts'
import type { Outcome } from '../judging/outcome.ts'
import type { Violation } from '../judging/ownership-ledger.ts'
import type { PortProgram } from '../port/profile.ts'

/** A failed case, with the options that reproduce it if it was generated. */
export interface Failure extends Outcome {
  /** For a generated case: the seed of its run. */
  readonly seed?: number
  /** For a generated case: its path in the run. The two together replay it. */
  readonly path?: string
  /** How many more generated or exhaustive cases fail in the same way. */
  readonly repeats?: number
}

/** The outcome of a check. */
export interface Report {
  /** Increases when a reader of the old format would misread the new one. */
  readonly format: 1
  /** The name of the port. */
  readonly port: string
  /** How closely the answers had to agree. */
  readonly level: Level
  /** What it was compared with: the bare crate, or this package's sound mode. */
  readonly oracle: Oracle
  /** The seed of the generated sequences. */
  readonly seed: number
  /** How many generated sequences were requested. */
  readonly runs: number
  /** How many generated sequences ran: fewer after several failures, or if only other cases were requested. */
  readonly ran: number
  /** Why the run ended early: the fault that every other case would meet. */
  readonly stopped?: string
  /** How many of those weren't compared to the end, because of a difference that couldn't be skipped. */
  readonly endedEarly: number
  /** Whether nothing failed, every known deviation still occurs, and with `complete`, nothing was unsupported. */
  readonly passed: boolean
  /** Why it didn't pass; empty if it did. */
  readonly reasons: readonly string[]
  /** How programs use the port, for the tests that a report shows. */
  readonly program?: PortProgram
  /** The two verdicts. */
  readonly verdicts: {
    /** Whether it gives the crate's answers; unknown if it was compared with sound mode. */
    readonly canonical?: boolean
    /** Whether it kept all promises of a sound allocator. */
    readonly sound: boolean
  }
  /** The number of cases, by outcome. */
  readonly totals: {
    /** All cases. */
    readonly cases: number
    /** Cases that agree. */
    readonly passed: number
    /** Cases that differ. */
    readonly failed: number
    /** Cases that differ in an accepted way. */
    readonly known: number
    /** Cases that need something the port lacks. */
    readonly unsupported: number
  }
  /** A summary of each listed case. */
  readonly cases: readonly {
    /** As in {@link Vector}. */
    readonly id: string
    /** What happens in it. */
    readonly title: string
    /** The outcome. */
    readonly status: string
    /** Its tags, for `only`. */
    readonly tags: readonly string[]
  }[]
  /** The failures. Of generated and exhaustive cases, one for each kind of failure. */
  readonly failures: readonly Failure[]
  /** The accepted differences. */
  readonly accepted: readonly {
    /** The case. */
    readonly outcome: Outcome
    /** The entry that accepts it. */
    readonly known: KnownDeviation
  }[]
  /** Known deviations that no longer occur. */
  readonly unmet: readonly KnownDeviation[]
  /** What the port lacks, and how many cases need it. */
  readonly unsupported: Readonly<Record<string, number>>
  /** Broken promises: how often, and an example. */
  readonly violations: Readonly<
    Partial<
      Record<
        Violation,
        {
          /** How often. */
          readonly times: number
          /** A case. */
          readonly example: Outcome
        }
      >
    >
  >
  /** What the cases exercised. */
  readonly coverage: Coverage
}

/** Why a run doesn't pass; empty if it does. A run without a case that the port supports doesn't pass. */
export function reasonsAgainst({ totals, unmet }: Pick<Report, 'totals' | 'unmet'>, complete = false): string[] {
  const { failed, passed, known, unsupported } = totals
  return [
    ...(failed > 0 ? [`${failed} ${failed === 1 ? 'case differs' : 'cases differ'}`] : []),
    ...(unmet.length > 0 ? [`${unmet.length} known differences no longer occur`] : []),
    ...(failed + passed + known === 0 ? ['no case could be run'] : []),
    ...(complete && unsupported > 0 ? [`${unsupported} cases need what the port lacks`] : []),
  ]
}
