/** The members that make an object the crate's JSON of an allocator; others may stand beside them. */
export const SNAPSHOT_MEMBERS = {
  address: ['address_space', 'interval_tree'],
  id: ['range_base', 'next_id', 'range_end', 'freed_ids'],
} as const

/** What a snapshot is of. */
export type SnapshotKind = keyof typeof SNAPSHOT_MEMBERS

const KINDS = Object.keys(SNAPSHOT_MEMBERS) as SnapshotKind[]

/**
 * What an object holds, by all of the members that are needed: serde's `flatten` and internal tags add members of other
 * names, and may flatten two allocators into one object.
 */
export function snapshotKinds(has: (member: string) => boolean): SnapshotKind[] {
  return KINDS.filter((kind) => SNAPSHOT_MEMBERS[kind].every(has))
}

/** Says what an object lacks that has some of the members, but not all; `undefined` when that isn't so. */
export function nearMiss(has: (member: string) => boolean): string | undefined {
  for (const kind of KINDS) {
    const members: readonly string[] = SNAPSHOT_MEMBERS[kind]
    const lacking = members.filter((member) => !has(member))
    if (lacking.length > 0 && lacking.length <= members.length / 2) {
      return `looks like an ${kind} snapshot without ${lacking.join(' and ')}`
    }
  }
  return undefined
}

/** The kind of snapshot that has a member of this name. */
export function kindOfMember(name: string): SnapshotKind | undefined {
  return KINDS.find((kind) => (SNAPSHOT_MEMBERS[kind] as readonly string[]).includes(name))
}

/** Whether a member's name is one of a snapshot's. */
export function isSnapshotMember(name: string): boolean {
  return kindOfMember(name) !== undefined
}
