/** The members that make an object the crate's JSON of an allocator; it may have other members too. */
export const SNAPSHOT_MEMBERS = {
  address: ['address_space', 'interval_tree'],
  id: ['range_base', 'next_id', 'range_end', 'freed_ids'],
} as const

/** The kind of allocator in a snapshot. */
export type SnapshotKind = keyof typeof SNAPSHOT_MEMBERS

const KINDS = Object.keys(SNAPSHOT_MEMBERS) as SnapshotKind[]

/**
 * The kinds of snapshot in an object: those of which it has all members. serde's `flatten` and internal tags add other
 * members, and may put two allocators into one object.
 */
export function snapshotKinds(has: (member: string) => boolean): SnapshotKind[] {
  return KINDS.filter((kind) => SNAPSHOT_MEMBERS[kind].every(has))
}

/** Says which members are missing, if an object has some but not all of them; otherwise `undefined`. */
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
