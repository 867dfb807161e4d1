/** Shows on a terminal how far a run is, and how long it will probably take. */
export function progressLine(): (what: string, done: number, all: number) => void {
  const start = performance.now()
  return (what, done, all) => {
    if (!process.stderr.isTTY) return
    const left = done === 0 ? '' : `, about ${remaining(((performance.now() - start) / done) * (all - done))} left`
    process.stderr.write(done === all ? '\r\x1b[K' : `\r\x1b[K[${done}/${all}] ${what}${left}`)
  }
}

function remaining(milliseconds: number): string {
  const minutes = milliseconds / 60_000
  return minutes < 1 ? 'a minute' : `${Math.ceil(minutes)} minutes`
}
