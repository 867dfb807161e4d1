import type { LayoutFormat } from './format.ts'
import {
  type Layout,
  type LayoutBus,
  type LayoutId,
  type LayoutNote,
  type LayoutSpace,
  makeLayout,
  type UnplacedBar,
} from './layout.ts'
import type { LayoutRange } from './layout-range.ts'
import { nest } from './nest.ts'

/** The most notes of one kind; the rest are only counted. */
const MOST_NOTES = 100

interface SpaceDraft {
  readonly name: string
  readonly also: string[]
  readonly ranges: LayoutRange[]
  /** Set if the file itself has the tree. */
  readonly nested: boolean
}

/** Collects what a reader finds. */
export class LayoutBuilder {
  readonly format: LayoutFormat
  readonly ids: LayoutId[] = []
  readonly unplaced: UnplacedBar[] = []
  readonly buses: LayoutBus[] = []
  readonly #notes: LayoutNote[] = []
  #notesLeftOut = 0
  readonly #spaces = new Map<string, SpaceDraft>()

  constructor(format: LayoutFormat) {
    this.format = format
  }

  /**
   * Returns the space with this name, and creates it if necessary. A nested space receives only outermost ranges, in
   * order.
   */
  space(name: string, nested = false): SpaceDraft {
    let draft = this.#spaces.get(name)
    if (draft === undefined) {
      draft = { name, also: [], ranges: [], nested }
      this.#spaces.set(name, draft)
    }
    return draft
  }

  add(space: string, range: LayoutRange): LayoutRange {
    this.space(space).ranges.push(range)
    return range
  }

  note(text: string, line = 0): void {
    if (this.#notes.length < MOST_NOTES) this.#notes.push({ text, line })
    else this.#notesLeftOut++
  }

  /** Makes the layout. `finish` can still change the nested ranges, which are then frozen. */
  build(finish?: (spaces: readonly LayoutSpace[]) => void): Layout {
    const spaces = [...this.#spaces.values()]
      .filter(({ ranges }) => ranges.length > 0)
      .map(({ name, also, ranges, nested }) => ({ name, also, ranges: nested ? ranges : nest(ranges) }))
    finish?.(spaces)
    const rest = { text: `${this.#notesLeftOut} more notes are left out`, line: 0 }
    return makeLayout({
      formats: [this.format],
      spaces,
      ids: this.ids,
      unplaced: this.unplaced,
      buses: this.buses,
      notes: this.#notesLeftOut === 0 ? this.#notes : [...this.#notes, rest],
    })
  }
}
