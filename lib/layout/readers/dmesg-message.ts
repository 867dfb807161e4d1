/** What the kernel says about a BAR or a window, in the wording before Linux 6.9 and since. */

/** What became of a resource. */
export type Outcome =
  /** The resource is what is wanted, or was asked for: nothing is known of where it is. */
  | 'aside'
  /** It is there now. */
  | 'placed'
  /** It was found with these addresses, which may be those of nothing yet. */
  | 'found'
  /** It is gone from there. */
  | 'released'
  /** No place was found. */
  | 'failed'

/** Which BAR or window a message is about. */
export interface Subject {
  /** Such as `BAR 0`, `VF BAR 2`, `ROM` or `bridge window`; `undefined` when the index says it. */
  readonly name: string | undefined
  /** The index of the resource in the kernel, before they had names. */
  readonly index: number | undefined
  /** What the words before the resource say of it; empty when those behind it do. */
  readonly status: string
}

/** Since Linux 6.9 (and in Debian's 6.1): a name, the resource, and what became of it. */
const NAMED = /^((?:VF )?BAR \d{1,2}|ROM|bridge window) $/
/** Before: `BAR 2: no space for [mem …]`, `BAR 6: assigned [mem …]`, `BAR 3 [mem …]` of a quirk without the blank. */
const NUMBERED = /^BAR ?(\d{1,2}):? ([^[]*)$/
/** As a device is found, before: `reg 0x10: [mem …]`. */
const REGISTER = /^reg (?:0x)?([\da-f]+): $/
const VIRTUAL_FUNCTIONS = /^VF\(n\) BAR ?(\d{1,2}) space: $/
const CANT_CLAIM = /^can't claim BAR (\d{1,2}) $/
/** A window that nothing behind the bridge needs. */
const DISABLING = /^disabling bridge window $/
/** Before: `resource 14 [mem …] released`. */
const NUMBERED_RESOURCE = /^resource (\d{1,2}) $/

const SUBJECTS = new Map<string, Subject | undefined>()
const OUTCOMES = new Map<string, Outcome>()
/** Logs have few kinds of messages; more are read without being kept. */
const MOST_KEPT = 1000

/** Parses what stands between the device and the resource. */
export function subjectOf(before: string): Subject | undefined {
  if (SUBJECTS.has(before)) return SUBJECTS.get(before)
  const subject = parseSubject(before)
  if (SUBJECTS.size < MOST_KEPT && before.length < 100) SUBJECTS.set(before, subject)
  return subject
}

function parseSubject(before: string): Subject | undefined {
  const named = NAMED.exec(before)
  if (named !== null) return { name: named[1], index: undefined, status: '' }
  const numbered = NUMBERED.exec(before)
  if (numbered !== null) return { name: undefined, index: Number(numbered[1]), status: (numbered[2] as string).trim() }
  const claimed = CANT_CLAIM.exec(before)
  if (claimed !== null) return { name: undefined, index: Number(claimed[1]), status: "can't claim" }
  const virtual = VIRTUAL_FUNCTIONS.exec(before)
  if (virtual !== null) return { name: `VF BAR ${virtual[1]}`, index: undefined, status: '' }
  if (DISABLING.test(before)) return { name: 'bridge window', index: undefined, status: 'releasing' }
  const resource = NUMBERED_RESOURCE.exec(before)
  if (resource !== null) return { name: undefined, index: Number(resource[1]), status: '' }
  const register = REGISTER.exec(before)
  const name = register === null ? undefined : nameOfRegister(Number.parseInt(register[1] as string, 16))
  return name === undefined ? undefined : { name, index: undefined, status: '' }
}

function nameOfRegister(register: number): string | undefined {
  if (register >= 0x10 && register <= 0x24) return `BAR ${(register - 0x10) / 4}`
  return register === 0x30 || register === 0x38 ? 'ROM' : undefined
}

/** The words behind a resource, without their colon. */
export function statusAfter(after: string): string {
  return after.startsWith(':') ? after.slice(1).trim() : after.trim()
}

const PLACED = /^(?:assigned|reassigned|resized)/
const RELEASED = /^(?:releas(?:ing|ed)|disabling)/
const FAILED = /^(?:can't assign|no space|failed to assign|can't claim|has bogus alignment|not (?:claimed|assigned))/
const ASIDE =
  /^(?:failed to (?:expand|add|resize|release)|trying|request(?:ed|ing)|to \[bus|\(subtractive|conflicts with|shrunken|error updating|(?:get_res_add_size|res_to_dev_res|add_size)\b)/

/** What a message's words say of its resource. */
export function outcomeOf(status: string): Outcome {
  const known = OUTCOMES.get(status)
  if (known !== undefined) return known
  const outcome = parseOutcome(status)
  if (OUTCOMES.size < MOST_KEPT && status.length < 100) OUTCOMES.set(status, outcome)
  return outcome
}

function parseOutcome(status: string): Outcome {
  if (ASIDE.test(status)) return 'aside'
  if (PLACED.test(status)) return 'placed'
  if (RELEASED.test(status)) return 'released'
  return FAILED.test(status) ? 'failed' : 'found'
}

/** Why no place was found, in the kernel's words. */
export function reasonOf(status: string): string {
  return (
    status
      .replace(/^(?:can't assign|no space)[;,]? *(?:for)?/, (said) => (said.startsWith('no space') ? 'no space' : ''))
      .replace(/^can't claim[;:]? */, '')
      .replace(/^has bogus/, 'bogus')
      .trim() || status
  )
}
