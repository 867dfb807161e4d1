import { openMailbox } from './mailbox.ts'
import type { Addon, HotCalls, Native } from './native.ts'

/** The native functions, bound to a new mailbox. */
export function connect(addon: Addon): Native {
  const mailbox = openMailbox()
  const { words } = mailbox
  const passing: HotCalls = {
    allocate: () => addon.allocate(words),
    fit: () => addon.fit(words),
    free: () => addon.free(words),
    freeAt: () => addon.freeAt(words),
    at: () => addon.at(words),
    allocateId: () => addon.allocateId(words),
    freeId: () => addon.freeId(words),
  }
  return { ...addon, ...(addon.connect(words) ?? passing), mailbox }
}
