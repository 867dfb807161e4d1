//! `Constraint`: which requests can be made at all.

use super::{EXACT, FIRST, LAST, MAX};
use crate::scenario::{Group, Scenario, scenario};
use vm_allocator::DEFAULT_CONSTRAINT_ALIGN;

pub(super) fn group() -> Group {
    let mut scenarios = accepted();
    scenarios.extend(refused());
    scenarios.extend(precedence());
    Group {
        subject: "constraint",
        title: "Constraint: size, alignment, policy",
        scenarios,
    }
}

fn accepted() -> Vec<Scenario> {
    vec![
        scenario(
            "default-align",
            "The default alignment is 4",
            "DEFAULT_CONSTRAINT_ALIGN, the crate's only constant.",
        )
        .constraint(0x10, DEFAULT_CONSTRAINT_ALIGN, FIRST)
        .tag("topic:default"),
        scenario(
            "default-policy",
            "The default policy is FirstMatch",
            "AllocPolicy::default() in the crate.",
        )
        .constraint(0x10, 4, vm_allocator::AllocPolicy::default())
        .tag("topic:default"),
        scenario(
            "smallest",
            "One byte with alignment 1",
            "The smallest request: 2^0 is a power of two.",
        )
        .constraint(1, 1, FIRST),
        scenario(
            "largest",
            "2^64-1 bytes with alignment 2^63",
            "A constraint knows no space: the largest size and alignment are accepted.",
        )
        .constraint(MAX, 1 << 63, LAST)
        .tag("boundary:u64"),
        scenario(
            "align-beyond-32-bits",
            "An alignment of 4 GiB",
            "A power of two that 32-bit arithmetic would turn into 0.",
        )
        .constraint(0x1000, 1 << 32, LAST)
        .tag("boundary:u32"),
        scenario(
            "size-need-not-be-aligned",
            "A size that is no multiple of the alignment",
            "Only the start is aligned, never the size.",
        )
        .constraint(0x1001, 0x1000, FIRST),
        scenario(
            "exact-at-zero",
            "ExactMatch at address 0 with the largest alignment",
            "0 is a multiple of every alignment.",
        )
        .constraint(1, 1 << 63, EXACT(0)),
        scenario(
            "exact-at-top",
            "ExactMatch at the last address with alignment 1",
            "Every address is a multiple of 1; whether bytes follow it is not checked here.",
        )
        .constraint(0x1000, 1, EXACT(MAX))
        .tag("boundary:u64"),
        scenario(
            "exact-at-half",
            "ExactMatch at 2^63 with alignment 2^63",
            "The largest alignment has two multiples: 0 and this one.",
        )
        .constraint(1, 1 << 63, EXACT(1 << 63))
        .tag("boundary:u64"),
    ]
}

fn refused() -> Vec<Scenario> {
    vec![
        scenario(
            "size-zero",
            "A size of 0 is refused",
            "There is no empty range; the payload carries the size.",
        )
        .constraint(0, 4, FIRST)
        .refused("InvalidSize"),
        scenario(
            "size-zero-last",
            "A size of 0 is refused for LastMatch too",
            "The policy plays no part in the check.",
        )
        .constraint(0, 1, LAST)
        .refused("InvalidSize"),
        scenario(
            "align-zero",
            "An alignment of 0 is refused",
            "0 is no power of two, though `0 & (0 - 1)` is 0: the usual test by bits lets it pass.",
        )
        .constraint(0x10, 0, FIRST)
        .refused("InvalidAlignment"),
        scenario(
            "align-three",
            "An alignment of 3 is refused",
            "The smallest number that is no power of two, apart from 0.",
        )
        .constraint(0x10, 3, LAST)
        .refused("InvalidAlignment"),
        scenario(
            "align-two-bits",
            "An alignment of 0x1001 is refused",
            "Highest and lowest bit set: rounding to the highest bit would accept it.",
        )
        .constraint(0x10, 0x1001, FIRST)
        .refused("InvalidAlignment"),
        scenario(
            "align-two-high-bits",
            "An alignment of 2^63 + 2^62 is refused",
            "Two bits at the top of the u64.",
        )
        .constraint(0x10, (1 << 63) | (1 << 62), FIRST)
        .refused("InvalidAlignment")
        .tag("boundary:u64"),
        scenario(
            "align-all-bits",
            "An alignment of 2^64-1 is refused",
            "In double precision this is 2^64, which looks like a power of two.",
        )
        .constraint(0x10, MAX, FIRST)
        .refused("InvalidAlignment")
        .tag("boundary:u64"),
        scenario(
            "align-beyond-53-bits",
            "An alignment of 2^53 + 1 is refused",
            "In double precision this is 2^53, a power of two.",
        )
        .constraint(0x10, (1 << 53) + 1, FIRST)
        .refused("InvalidAlignment")
        .tag("boundary:2^53"),
        scenario(
            "exact-unaligned",
            "ExactMatch at an address that is no multiple of the alignment",
            "The documented condition of ExactMatch.",
        )
        .constraint(0x10, 4, EXACT(0x1002))
        .refused("UnalignedAddress"),
        scenario(
            "exact-unaligned-by-one-at-top",
            "ExactMatch at the last address with alignment 2",
            "2^64-1 is odd; in double precision it would be even.",
        )
        .constraint(1, 2, EXACT(MAX))
        .refused("UnalignedAddress")
        .tag("boundary:u64"),
        scenario(
            "exact-below-align",
            "ExactMatch at an address below the alignment",
            "Only 0 is a multiple of an alignment larger than itself.",
        )
        .constraint(1, 0x1000, EXACT(0x800))
        .refused("UnalignedAddress"),
    ]
}

fn precedence() -> Vec<Scenario> {
    vec![
        scenario(
            "size-before-align",
            "Size 0 and alignment 0: the size is reported",
            "The order of the checks: size, alignment, address.",
        )
        .constraint(0, 0, FIRST)
        .refused("InvalidSize"),
        scenario(
            "size-before-address",
            "Size 0 and an unaligned address: the size is reported",
            "The order of the checks: size, alignment, address.",
        )
        .constraint(0, 4, EXACT(1))
        .refused("InvalidSize"),
        scenario(
            "align-before-address",
            "Alignment 3 and an address that 3 doesn't divide: the alignment is reported",
            "The order of the checks: size, alignment, address.",
        )
        .constraint(0x10, 3, EXACT(4))
        .refused("InvalidAlignment"),
        scenario(
            "align-zero-before-address",
            "Alignment 0 with ExactMatch does not divide by zero",
            "The remainder by 0 would be a crash; the alignment is checked first.",
        )
        .constraint(0x10, 0, EXACT(0x1000))
        .refused("InvalidAlignment"),
    ]
}
