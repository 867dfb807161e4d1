//! `RangeInclusive`: construction, length, containment, overlap, order.

use super::MAX;
use crate::scenario::{Group, Scenario, scenario};
use std::cmp::Ordering::{Equal, Greater, Less};

pub(super) fn group() -> Group {
    let mut scenarios = construction();
    scenarios.extend(containment());
    scenarios.extend(overlap());
    scenarios.extend(order());
    Group {
        subject: "range",
        title: "RangeInclusive: both ends belong to it",
        scenarios,
    }
}

fn construction() -> Vec<Scenario> {
    vec![
        scenario(
            "one-byte-at-zero",
            "The lowest single byte is a range",
            "Both ends are inclusive, so that equal ends make one byte, also at address 0.",
        )
        .range(0, 0)
        .len(1)
        .tag("boundary:u64"),
        scenario(
            "one-byte-at-top",
            "The highest single byte is a range",
            "End - start + 1 must not be computed as (end + 1) - start, which overflows here.",
        )
        .range(MAX, MAX)
        .len(1)
        .tag("boundary:u64"),
        scenario(
            "page",
            "A page of 4096 bytes",
            "An everyday range: the last address is one less than the next page's.",
        )
        .range(0x1000, 0x1fff)
        .len(0x1000),
        scenario(
            "longest-from-zero",
            "All addresses but the last",
            "The longest range that starts at 0: its length is the largest u64.",
        )
        .range(0, MAX - 1)
        .len(MAX)
        .tag("boundary:u64"),
        scenario(
            "longest-to-top",
            "All addresses but the first",
            "The longest range that ends at 2^64-1: its length is the largest u64.",
        )
        .range(1, MAX)
        .len(MAX)
        .tag("boundary:u64"),
        scenario(
            "all-addresses",
            "All 2^64 addresses are refused",
            "The length 2^64 does not fit a u64; the crate documents this refusal.",
        )
        .range(0, MAX)
        .refused("InvalidRange")
        .tag("boundary:u64"),
        scenario(
            "reversed-by-one",
            "An end just below the start is refused",
            "There is no empty range: the nearest miss must be an error, not length 0.",
        )
        .range(0x1000, 0xfff)
        .refused("InvalidRange"),
        scenario(
            "reversed-fully",
            "From the highest address to the lowest is refused",
            "With wrapping arithmetic this would pass for a range of two bytes.",
        )
        .range(MAX, 0)
        .refused("InvalidRange")
        .tag("boundary:u64"),
        scenario(
            "beyond-53-bits",
            "Lengths beyond 2^53 keep every bit",
            "A port that computes in double precision loses the last bit of this length.",
        )
        .range(1, 1 << 53)
        .len(1 << 53)
        .contains(1, (1 << 53) + 1, false)
        .equals(1, (1 << 53) + 1, false)
        .tag("boundary:2^53"),
        scenario(
            "across-32-bits",
            "A range across the 4 GiB line",
            "32-bit arithmetic would turn this range of 2 bytes around.",
        )
        .range(0xffff_ffff, 0x1_0000_0000)
        .len(2)
        .contains(0x1_0000_0000, 0x1_0000_0000, true)
        .overlaps(0, 0xffff_ffff, true)
        .tag("boundary:u32"),
    ]
}

fn containment() -> Vec<Scenario> {
    vec![
        scenario(
            "contains-itself",
            "A range contains itself",
            "Containment is not strict: ExactMatch of a whole free range depends on it.",
        )
        .range(0x1000, 0x1fff)
        .contains(0x1000, 0x1fff, true),
        scenario(
            "contains-parts",
            "A range contains its first, middle and last bytes",
            "Prefix, middle and suffix, each one byte and several.",
        )
        .range(0x1000, 0x1fff)
        .contains(0x1000, 0x1000, true)
        .contains(0x1000, 0x10ff, true)
        .contains(0x1800, 0x1800, true)
        .contains(0x1400, 0x17ff, true)
        .contains(0x1fff, 0x1fff, true)
        .contains(0x1f00, 0x1fff, true),
        scenario(
            "contains-not-across-ends",
            "A range contains nothing that sticks out",
            "One byte too many on the left, on the right, and on both sides.",
        )
        .range(0x1000, 0x1fff)
        .contains(0xfff, 0x1fff, false)
        .contains(0x1000, 0x2000, false)
        .contains(0xfff, 0x2000, false),
        scenario(
            "contains-not-neighbours",
            "A range contains no neighbour",
            "The bytes just before and just after it.",
        )
        .range(0x1000, 0x1fff)
        .contains(0xfff, 0xfff, false)
        .contains(0x2000, 0x2000, false),
        scenario(
            "contains-at-the-top",
            "Containment at the highest addresses",
            "Unsigned comparison: as signed numbers these addresses are negative.",
        )
        .range(1 << 63, MAX)
        .contains(MAX, MAX, true)
        .contains(1 << 63, 1 << 63, true)
        .contains((1 << 63) - 1, MAX, false)
        .contains(0, 0, false)
        .tag("boundary:u64"),
    ]
}

fn overlap() -> Vec<Scenario> {
    vec![
        scenario(
            "overlaps-at-one-byte",
            "Sharing one byte is an overlap",
            "Both ends are inclusive, so that a shared end counts, on either side.",
        )
        .range(0x1000, 0x1fff)
        .overlaps(0x1fff, 0x2fff, true)
        .overlaps(0, 0x1000, true),
        scenario(
            "overlaps-not-adjacent",
            "Neighbours without a gap don't overlap",
            "An off-by-one in either comparison would report these.",
        )
        .range(0x1000, 0x1fff)
        .overlaps(0x2000, 0x2fff, false)
        .overlaps(0, 0xfff, false),
        scenario(
            "overlaps-inside-and-around",
            "Nested ranges overlap, whichever is the larger",
            "A test of the ends alone misses the range that surrounds both.",
        )
        .range(0x1000, 0x1fff)
        .overlaps(0x1400, 0x17ff, true)
        .overlaps(0, 0xffff, true)
        .overlaps(0x1000, 0x1fff, true),
        scenario(
            "overlaps-far-apart",
            "Ranges at both ends of the address space don't overlap",
            "The distance is more than half the address space: subtraction would wrap.",
        )
        .range(0, 0)
        .overlaps(MAX, MAX, false)
        .overlaps(0, MAX - 1, true)
        .tag("boundary:u64"),
    ]
}

fn order() -> Vec<Scenario> {
    vec![
        scenario(
            "compare-by-start",
            "The lower start comes first, whatever the ends",
            "The order of the tree: by start before end.",
        )
        .range(0x1000, 0x1fff)
        .compare(0x1001, 0x1001, Less)
        .compare(0xfff, 0xffff, Greater),
        scenario(
            "compare-by-end",
            "With equal starts the lower end comes first",
            "The second criterion of the order.",
        )
        .range(0x1000, 0x1fff)
        .compare(0x1000, 0x2000, Less)
        .compare(0x1000, 0x1ffe, Greater)
        .compare(0x1000, 0x1fff, Equal),
        scenario(
            "equals-both-ends",
            "Equality needs both ends",
            "Equal starts or equal ends alone, and equal lengths, are not enough.",
        )
        .range(0x1000, 0x1fff)
        .equals(0x1000, 0x1fff, true)
        .equals(0x1000, 0x1ffe, false)
        .equals(0x1001, 0x1fff, false)
        .equals(0x2000, 0x2fff, false),
        scenario(
            "compare-unsigned",
            "Addresses compare as unsigned numbers",
            "As signed 64-bit numbers the order would be the other way round.",
        )
        .range(1 << 63, MAX)
        .compare(0, (1 << 63) - 1, Greater)
        .compare(1, MAX, Greater)
        .tag("boundary:u64"),
        scenario(
            "compare-in-the-last-bit",
            "Addresses that differ in the lowest of 64 bits compare",
            "In double precision these ends are equal.",
        )
        .range(0, MAX - 1)
        .compare(0, MAX - 2, Greater)
        .equals(0, MAX - 2, false)
        .tag("boundary:u64"),
    ]
}
