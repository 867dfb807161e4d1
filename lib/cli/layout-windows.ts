import type { AddressAllocator } from 'vm-allocator'
import type { Layout, LayoutRange } from 'vm-allocator/layout'
import { CommandFailure } from './failure.ts'
import { inputName } from './input.ts'

/** A window with its space and an allocator for it. */
export interface ChosenWindow {
  readonly space: string
  readonly window: LayoutRange
  readonly allocator: AddressAllocator
}

/** The windows of a layout, or those with a name. A space without windows counts as a window. */
export function chooseWindows(files: readonly string[], layout: Layout, name?: string): ChosenWindow[] {
  if (name !== undefined) {
    const window = windowOf(files, layout, name)
    const space = layout.spaces.find((candidate) => layout.windows(candidate.name).includes(window))?.name ?? name
    return [{ space, window, allocator: layout.window(window) }]
  }
  return layout.spaces.flatMap(({ name: space }) => {
    const windows = layout.windows(space)
    const found = windows.length === 0 ? [layout.windowRange(space)] : windows
    return found.map((window) => ({ space, window, allocator: layout.window(window) }))
  })
}

function windowOf(files: readonly string[], layout: Layout, name: string): LayoutRange {
  try {
    return layout.windowRange(name)
  } catch (error) {
    if (error instanceof RangeError)
      throw new CommandFailure(files.map(inputName).join(', '), error.message, { cause: error })
    throw error
  }
}
