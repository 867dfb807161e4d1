// Sequences of calls with the crate's answers: the cases of the crate's own tests, by their names.
import type { Kind } from '../support/refusal.ts'

/** The ends of the range, or the kind of the refusal. */
export type Answer = readonly [start: bigint, end: bigint] | Kind
/** The address of an ExactMatch, or one of the other two policies. */
export type Place = 'FirstMatch' | 'LastMatch' | bigint
export type Step =
  | readonly ['allocate', size: bigint, align: bigint, place: Place, answer: Answer]
  | readonly ['free', start: bigint, end: bigint, answer: 'ok' | Kind]

export interface Scenario {
  /** Names of the crate's tests. */
  readonly crate: string
  readonly title: string
  readonly base: bigint
  readonly size: bigint
  readonly steps: readonly Step[]
  /** Sound mode answers otherwise, on purpose: the number of the deviation. */
  readonly deviation?: string
}

/** `address_allocator.rs` */
export const ALLOCATOR_SCENARIOS: readonly Scenario[] = [
  {
    crate: 'test_regression_exact_match_length_check',
    title: 'ExactMatch checks the length of what is left',
    base: 0x0n,
    size: 0x2000n,
    steps: [
      ['allocate', 0x1000n, 0x1000n, 0x1000n, [0x1000n, 0x1fffn]],
      ['allocate', 0x0n, 0x1000n, 'FirstMatch', 'InvalidSize'],
      ['allocate', 0x1000n, 0x1000n, 0x3n, 'UnalignedAddress'],
      ['allocate', 0x1000n, 0x1000n, 0x0n, [0x0n, 0xfffn]],
    ],
  },
  {
    crate: 'test_allocate_fails_alignment_zero',
    title: 'an alignment of 0 is refused',
    base: 0x1000n,
    size: 0x10000n,
    steps: [['allocate', 0x100n, 0n, 'FirstMatch', 'InvalidAlignment']],
  },
  {
    crate: 'test_allocate_fails_alignment_non_power_of_two',
    title: 'an alignment that is no power of two is refused',
    base: 0x1000n,
    size: 0x10000n,
    steps: [['allocate', 0x100n, 200n, 'FirstMatch', 'InvalidAlignment']],
  },
  {
    crate: 'test_allocate_fails_not_enough_space',
    title: 'what is larger than what is left is refused',
    base: 0x1000n,
    size: 0x1000n,
    steps: [
      ['allocate', 0x800n, 0x100n, 'LastMatch', [0x1800n, 0x1fffn]],
      ['allocate', 0x900n, 0x100n, 'FirstMatch', 'ResourceNotAvailable'],
      ['allocate', 0x400n, 0x100n, 'FirstMatch', [0x1000n, 0x13ffn]],
    ],
  },
  {
    crate: 'test_allocate_with_alignment_first_ok',
    title: 'FirstMatch aligns upwards',
    base: 0x1000n,
    size: 0x1000n,
    steps: [
      ['allocate', 0x110n, 0x100n, 'FirstMatch', [0x1000n, 0x110fn]],
      ['allocate', 0x100n, 0x100n, 'FirstMatch', [0x1200n, 0x12ffn]],
      ['allocate', 0x10n, 0x100n, 'FirstMatch', [0x1300n, 0x130fn]],
    ],
  },
  {
    crate: 'test_allocate_with_alignment_last_ok',
    title: 'LastMatch aligns downwards',
    base: 0x1000n,
    size: 0x10000n,
    steps: [
      ['allocate', 0x110n, 0x100n, 'LastMatch', [0x10e00n, 0x10f0fn]],
      ['allocate', 0x100n, 0x100n, 'LastMatch', [0x10d00n, 0x10dffn]],
      ['allocate', 0x10n, 0x100n, 'LastMatch', [0x10c00n, 0x10c0fn]],
    ],
  },
  {
    crate: 'test_allocate_address_not_enough_space',
    title: 'ExactMatch between two live ranges must fit',
    base: 0x1000n,
    size: 0x1000n,
    steps: [
      ['allocate', 0x800n, 0x100n, 'FirstMatch', [0x1000n, 0x17ffn]],
      ['allocate', 0x200n, 0x100n, 0x1a00n, [0x1a00n, 0x1bffn]],
      ['allocate', 0x800n, 0x100n, 0x1800n, 'ResourceNotAvailable'],
      ['allocate', 0x100n, 0x100n, 0x1800n, [0x1800n, 0x18ffn]],
    ],
  },
  {
    crate: 'test_tree_allocate_address_free_and_realloc',
    title: 'a freed range is allocated again',
    base: 0x1000n,
    size: 0x1000n,
    steps: [
      ['allocate', 0x800n, 0x100n, 'FirstMatch', [0x1000n, 0x17ffn]],
      ['free', 0x1000n, 0x17ffn, 'ok'],
      ['allocate', 0x800n, 0x100n, 'FirstMatch', [0x1000n, 0x17ffn]],
    ],
  },
  {
    crate: 'test_allow_range_size_one_left',
    title: 'one byte that alignment left over can be allocated',
    base: 1n,
    size: 1000n,
    steps: [
      ['allocate', 10n, 2n, 'FirstMatch', [2n, 11n]],
      ['allocate', 1n, 1n, 'FirstMatch', [1n, 1n]],
    ],
  },
  {
    crate: 'test_allocate_address_fail_free_and_realloc',
    title: 'refusals leave the space as it was',
    base: 0x0n,
    size: 0x1000n,
    steps: [
      ['allocate', 0x2000n, 0x100n, 'FirstMatch', 'ResourceNotAvailable'],
      ['free', 0x1200n, 0x3200n, 'ResourceNotAvailable'],
      ['allocate', 0x4fen, 0x100n, 0x500n, [0x500n, 0x9fdn]],
      ['free', 0x500n, 0x9fdn, 'ok'],
    ],
  },
]

/**
 * `interval_tree.rs`: what its cases come to when the tree can only be reached through an allocator. Two of them come to
 * nothing there: `test_is_free` (a node's state is no type of the public API) and `test_tree_stack_overflow_negative`
 * (a tree of height 50 has 2³² nodes and more).
 */
export const TREE_SCENARIOS: readonly Scenario[] = [
  {
    crate: 'test_range_align_up',
    title: 'alignments of 1, 2 and 4 from the address 2 on, and no others',
    base: 2n,
    size: 0x100n,
    steps: [
      ['allocate', 1n, 0n, 'FirstMatch', 'InvalidAlignment'],
      ['allocate', 1n, 3n, 'FirstMatch', 'InvalidAlignment'],
      ['allocate', 1n, 1n, 'FirstMatch', [2n, 2n]],
      ['free', 2n, 2n, 'ok'],
      ['allocate', 1n, 2n, 'FirstMatch', [2n, 2n]],
      ['free', 2n, 2n, 'ok'],
      ['allocate', 1n, 4n, 'FirstMatch', [4n, 4n]],
    ],
  },
  {
    crate: 'test_range_align_up',
    title: 'no multiple of 4 follows 2^64 - 3',
    base: 0xffff_ffff_ffff_fffdn,
    size: 3n,
    steps: [
      ['allocate', 1n, 4n, 'FirstMatch', 'ResourceNotAvailable'],
      ['allocate', 1n, 2n, 'FirstMatch', [0xffff_ffff_ffff_fffen, 0xffff_ffff_ffff_fffen]],
    ],
  },
  {
    crate: 'test_search',
    title: 'only whole live ranges are found to be freed',
    base: 0x90n,
    size: 0x270n,
    steps: [
      ['allocate', 0x11n, 1n, 0x100n, [0x100n, 0x110n]],
      ['allocate', 0x100n, 1n, 0x200n, [0x200n, 0x2ffn]],
      ['free', 0x200n, 0x250n, 'ResourceNotAvailable'],
      ['free', 0x111n, 0x1fen, 'ResourceNotAvailable'],
      ['free', 0x200n, 0x2ffn, 'ok'],
      ['free', 0x100n, 0x110n, 'ok'],
    ],
  },
  {
    crate: 'test_search_superset',
    title: 'ExactMatch finds the free range around an address, up to its last byte',
    base: 0x200n,
    size: 0x100n,
    steps: [
      ['allocate', 0x100n, 1n, 0x300n, 'ResourceNotAvailable'],
      ['allocate', 2n, 1n, 0x2ffn, 'ResourceNotAvailable'],
      ['allocate', 0x101n, 1n, 0x1ffn, 'ResourceNotAvailable'],
      ['allocate', 0x11n, 1n, 0x2efn, [0x2efn, 0x2ffn]],
      ['allocate', 8n, 1n, 0x209n, [0x209n, 0x210n]],
      ['allocate', 2n, 1n, 0x200n, [0x200n, 0x201n]],
    ],
  },
  {
    crate: 'test_tree_insert_balanced',
    title: 'every range is found again after insertions and deletions that rotate the tree',
    base: 0x60n,
    size: 0x301n,
    steps: [
      ['allocate', 0x11n, 1n, 0x300n, [0x300n, 0x310n]],
      ['allocate', 0x11n, 1n, 0x100n, [0x100n, 0x110n]],
      ['allocate', 0x10n, 1n, 0x350n, [0x350n, 0x35fn]],
      ['allocate', 0x10n, 1n, 0x340n, [0x340n, 0x34fn]],
      ['allocate', 0x2fn, 1n, 0x311n, [0x311n, 0x33fn]],
      ['allocate', 0x10n, 1n, 0x90n, [0x90n, 0x9fn]],
      ['free', 0x311n, 0x33fn, 'ok'],
      ['allocate', 3n, 1n, 0x311n, [0x311n, 0x313n]],
      ['allocate', 3n, 1n, 0x314n, [0x314n, 0x316n]],
      ['allocate', 3n, 1n, 0x317n, [0x317n, 0x319n]],
      ['allocate', 3n, 1n, 0x321n, [0x321n, 0x323n]],
      ['free', 0x321n, 0x323n, 'ok'],
      ['free', 0x314n, 0x316n, 'ok'],
      ['free', 0x317n, 0x319n, 'ok'],
      ['allocate', 0x10n, 1n, 0x80n, [0x80n, 0x8fn]],
      ['allocate', 0x10n, 1n, 0x70n, [0x70n, 0x7fn]],
      ['allocate', 0x10n, 1n, 0x60n, [0x60n, 0x6fn]],
      ['free', 0x350n, 0x35fn, 'ok'],
      ['free', 0x340n, 0x34fn, 'ok'],
      ['free', 0x300n, 0x310n, 'ok'],
      ['free', 0x311n, 0x313n, 'ok'],
      ['free', 0x100n, 0x110n, 'ok'],
      ['free', 0x90n, 0x9fn, 'ok'],
      ['free', 0x80n, 0x8fn, 'ok'],
      ['free', 0x70n, 0x7fn, 'ok'],
      ['free', 0x60n, 0x6fn, 'ok'],
      ['allocate', 0x300n, 1n, 'FirstMatch', [0x60n, 0x35fn]],
    ],
  },
  {
    crate: 'test_tree_insert_intersect_negative',
    title: 'ExactMatch across the end of a live range is refused',
    base: 0x90n,
    size: 0x270n,
    steps: [
      ['allocate', 0x101n, 1n, 0x100n, [0x100n, 0x200n]],
      ['allocate', 0x80n, 1n, 0x1f0n, 'ResourceNotAvailable'],
      ['allocate', 0x80n, 1n, 0x90n, 'ResourceNotAvailable'],
      ['allocate', 0x10n, 1n, 0x90n, [0x90n, 0x9fn]],
    ],
  },
  {
    crate: 'test_tree_insert_intersect_negative',
    title: 'ExactMatch inside of a live range splits it',
    base: 0x90n,
    size: 0x270n,
    deviation: 'D1',
    steps: [
      ['allocate', 0xffn, 1n, 0x201n, [0x201n, 0x2ffn]],
      ['allocate', 0xfen, 1n, 0x201n, [0x201n, 0x2fen]],
      ['free', 0x201n, 0x2ffn, 'ResourceNotAvailable'],
      ['free', 0x201n, 0x2fen, 'ok'],
    ],
  },
  {
    crate: 'test_tree_insert_duplicate_negative, test_tree_mark_as_allocated_invalid_transition',
    title: 'exactly a live range can’t be allocated again',
    base: 0x90n,
    size: 0x270n,
    steps: [
      ['allocate', 0x11n, 1n, 0x100n, [0x100n, 0x110n]],
      ['allocate', 0x11n, 1n, 0x100n, 'InvalidStateTransition'],
      ['free', 0x100n, 0x110n, 'ok'],
      ['allocate', 0x11n, 1n, 0x100n, [0x100n, 0x110n]],
    ],
  },
  {
    crate: 'test_tree_mark_as_allocated_resource_not_available',
    title: 'ExactMatch on either side of the space is refused',
    base: 0x100n,
    size: 0x11n,
    steps: [
      ['allocate', 0x11n, 1n, 'FirstMatch', [0x100n, 0x110n]],
      ['allocate', 2n, 1n, 0x111n, 'ResourceNotAvailable'],
      ['allocate', 3n, 1n, 0x90n, 'ResourceNotAvailable'],
    ],
  },
  {
    crate: 'test_tree_mark_as_allocated',
    title: 'a free range that fits exactly is allocated whole',
    base: 0x100n,
    size: 0x200n,
    steps: [
      ['allocate', 0x100n, 1n, 0x100n, [0x100n, 0x1ffn]],
      ['allocate', 0x100n, 1n, 0x200n, [0x200n, 0x2ffn]],
      ['allocate', 1n, 1n, 'FirstMatch', 'ResourceNotAvailable'],
      ['free', 0x200n, 0x2ffn, 'ok'],
      ['allocate', 0x100n, 1n, 'LastMatch', [0x200n, 0x2ffn]],
    ],
  },
  {
    crate: 'test_tree_delete',
    title: 'ranges freed from the middle, the end and the start merge with what is free',
    base: 0x100n,
    size: 0x300n,
    steps: [
      ['allocate', 0x91n, 1n, 0x200n, [0x200n, 0x290n]],
      ['allocate', 0x100n, 1n, 0x300n, [0x300n, 0x3ffn]],
      ['free', 0x200n, 0x290n, 'ok'],
      ['allocate', 0x91n, 1n, 0x200n, [0x200n, 0x290n]],
      ['allocate', 0x11n, 1n, 0x100n, [0x100n, 0x110n]],
      ['free', 0x200n, 0x290n, 'ok'],
      ['free', 0x300n, 0x3ffn, 'ok'],
      ['free', 0x100n, 0x110n, 'ok'],
      ['allocate', 0x300n, 1n, 'FirstMatch', [0x100n, 0x3ffn]],
    ],
  },
  {
    crate: 'test_integer_wrapping',
    title: 'a range that would pass 2^64 - 1 is refused',
    base: 0x1n,
    size: 0xffff_ffff_ffff_ffffn,
    steps: [['allocate', 2n ** 63n, 2n ** 63n, 2n ** 63n, 'Overflow']],
  },
]
