// Reads what AddressSanitizer and LeakSanitizer print.

/** The result of a sanitized run. */
export interface Findings {
  /** The first lines of memory errors. */
  readonly errors: readonly string[]
  /** The first lines of leaks of the binding's allocations. */
  readonly leaks: readonly string[]
  /** The number of Node's own leaks: it keeps some memory until the process ends. */
  readonly foreignLeaks: number
}

const FRAME = /^\s+#\d+ /

/** Whether the binding made an allocation: its frame is above all of Node's. */
function isOurs(frames: readonly string[]): boolean {
  const deciding = frames.find((frame) => /vm_allocator|\/node\+0x/.test(frame))
  return deciding?.includes('vm_allocator') === true && !deciding.includes('/node+0x')
}

/** Parses a report. */
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
