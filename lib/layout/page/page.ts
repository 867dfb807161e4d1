import type { Layout } from '../layout.ts'

/** How {@link layoutPage} writes. */
export interface LayoutPageOptions {
  /** Heading of the page. */
  readonly title?: string | undefined
  /** A layout to compare with, such as a later one of the same machine. */
  readonly compared?: Layout | undefined
  /** What the compared layout is called. */
  readonly comparedTitle?: string | undefined
}

/** Writes a page. */
export function layoutPage(layout: Layout, options: LayoutPageOptions = {}): string {
  return `${layout.formats.length}${options.title}`
}
