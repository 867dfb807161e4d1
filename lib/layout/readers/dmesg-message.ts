/** What the kernel says about a BAR or a window, in the wording before Linux 6.9 and since. */

/** What happened to a resource. */
export type Outcome =
  /** A size that is needed or requested; the address isn't known. */
  | 'aside'
  /** It now has these addresses. */
  | 'placed'
  /** It was found with these addresses, which may not be valid yet. */
  | 'found'
  /** It no longer has these addresses. */
  | 'released'
  /** No place was found. */
  | 'failed'

/** Which BAR or window a message is about. */
export interface Subject {
  /** Such as `BAR 0`, `VF BAR 2`, `ROM` or `bridge window`; `undefined` if the message has an index instead. */
  readonly name: string | undefined
  /** The kernel's index of the resource, in versions without names. */
  readonly index: number | undefined
  /** The words before the resource that say what happened; empty if they come after it. */
  readonly status: string
}

/** Since Linux 6.9 (and in Debian's 6.1): a name, the resource, and what happened to it. */
const NAMED = /^((?:VF )?BAR \d{1,2}|ROM|bridge window) $/
/**
 * Before 6.9: `BAR 2: no space for [mem …]`, `BAR 6: assigned [mem …]`, `BAR 3 [mem …]` of a quirk without the blank.
 */
const NUMBERED = /^BAR ?(\d{1,2}):? ([^[]*)$/
/** When a device is found, before 6.9: `reg 0x10: [mem …]`. */
const REGISTER = /^reg (?:0x)?([\da-f]+): $/
const VIRTUAL_FUNCTIONS = /^VF\(n\) BAR ?(\d{1,2}) space: $/
const CANT_CLAIM = /^can't claim BAR (\d{1,2}) $/
/** A window that no device behind the bridge needs. */
const DISABLING = /^disabling bridge window $/
/** Before 6.9: `resource 14 [mem …] released`. */
const NUMBERED_RESOURCE = /^resource (\d{1,2}) $/

const SUBJECTS = new Map<string, Subject | undefined>()
const OUTCOMES = new Map<string, Outcome>()
/** The most messages to cache: logs have few kinds. */
const MOST_KEPT = 1000

/** Parses the words between the device and the resource. */
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

/** The words after a resource, without their colon. */
export function statusAfter(after: string): string {
  return after.startsWith(':') ? after.slice(1).trim() : after.trim()
}

const PLACED = /^(?:assigned|reassigned|resized)/
const RELEASED = /^(?:releas(?:ing|ed)|disabling)/
const FAILED = /^(?:can't assign|no space|failed to assign|can't claim|has bogus alignment|not (?:claimed|assigned))/
const ASIDE =
  /^(?:failed to (?:expand|add|resize|release)|trying|request(?:ed|ing)|to \[bus|\(subtractive|conflicts with|shrunken|error updating|(?:get_res_add_size|res_to_dev_res|add_size)\b)/

/** What a message says about its resource. */
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

/** The kernel's reason why no place was found. */
export function reasonOf(status: string): string {
  return (
    status
      .replace(/^(?:can't assign|no space)[;,]? *(?:for)?/, (said) => (said.startsWith('no space') ? 'no space' : ''))
      .replace(/^can't claim[;:]? */, '')
      .replace(/^has bogus/, 'bogus')
      .trim() || status
  )
}
