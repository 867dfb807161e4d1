import { readFileSync, realpathSync } from 'node:fs'
import { sep } from 'node:path'

/** The mount point of a file's file system, if it is mounted with noexec. Only on Linux. */
export function mountWithoutExecution(file: string): string | undefined {
  try {
    const path = realpathSync(file)
    const holds = (point: string) => point === sep || path === point || path.startsWith(`${point}${sep}`)
    // The last match is the innermost mount, or the topmost of several.
    const mount = readMounts()
      .filter(({ point }) => holds(point))
      .reduce((best, next) => (next.point.length >= best.point.length ? next : best))
    return mount.options.includes('noexec') ? mount.point : undefined
  } catch {
    return undefined
  }
}

function readMounts(): { point: string; options: string[] }[] {
  const lines = readFileSync('/proc/self/mounts', 'utf8').trim().split('\n')
  return lines.map((line) => {
    const [, point = '', , options = ''] = line.split(' ')
    // A space, a tab, a newline and a backslash are written in octal.
    const unescaped = point.replace(/\\(\d{3})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 8)))
    return { point: unescaped, options: options.split(',') }
  })
}
