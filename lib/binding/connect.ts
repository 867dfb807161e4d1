import { openMailbox } from './mailbox.ts'
import type { Addon, HotCalls, Native } from './native.ts'

/** The native functions over a mailbox of their own. */
export function connect(addon: Addon): Native {
  const mailbox = openMailbox()
  const { words } = mailbox
  const passing: HotCalls = {
    allocate: () => addon.allocate(words),
    free: () => addon.free(words),
    allocateId: () => addon.allocateId(words),
    freeId: () => addon.freeId(words),
  }
  return { ...addon, ...(addon.connect(words) ?? passing), mailbox }
}
