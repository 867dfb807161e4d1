// Reads what AddressSanitizer and LeakSanitizer print.

/** What a sanitized run came to. */
export interface Findings {
  /** The first lines of memory errors. */
  readonly errors: readonly string[]
  /** The first lines of leaks of what the binding allocated. */
  readonly leaks: readonly string[]
  /** How many leaks Node itself has; it leaves some of its memory to the end of the process. */
  readonly foreignLeaks: number
}

const FRAME = /^\s+#\d+ /

/** Whether the binding made an allocation: its frame comes before any of Node's. */
function isOurs(frames: readonly string[]): boolean {
  const deciding = frames.find((frame) => /vm_allocator|\/node\+0x/.test(frame))
  return deciding?.includes('vm_allocator') === true && !deciding.includes('/node+0x')
}

/** What a report says. */
export function readReport(text: string): Findings {
  const lines = text.split('\n')
  const leaks: string[] = []
  let foreignLeaks = 0
  for (const [at, line] of lines.entries()) {
    if (!/^(Direct|Indirect) leak of /.test(line)) continue
    const rest = lines.slice(at + 1)
    const end = rest.findIndex((next) => !FRAME.test(next))
    if (isOurs(end === -1 ? rest : rest.slice(0, end))) leaks.push(line)
    else foreignLeaks++
  }
  const errors = lines.filter((line) => /ERROR: AddressSanitizer|AddressSanitizer:DEADLYSIGNAL/.test(line))
  return { errors, leaks, foreignLeaks }
}
