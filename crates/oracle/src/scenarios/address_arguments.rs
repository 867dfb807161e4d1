//! Requests that `allocate` refuses before it looks at the space.

use super::MAX;
use crate::scenario::{Group, Scenario, scenario};

pub(super) fn group() -> Group {
    let mut scenarios = by_argument();
    scenarios.extend(order_of_checks());
    Group {
        subject: "address-arguments",
        title: "allocate: arguments that are refused, in which order, and that nothing changes",
        scenarios,
    }
}

fn by_argument() -> Vec<Scenario> {
    vec![
        scenario(
            "size-zero",
            "No policy accepts a size of 0",
            "The request is refused before the policy matters.",
        )
        .address(0x1000, 0x1000)
        .first(0, 4)
        .fails("InvalidSize")
        .last(0, 4)
        .fails("InvalidSize")
        .exact(0, 4, 0x1000)
        .fails("InvalidSize"),
        scenario(
            "align-zero",
            "No policy accepts an alignment of 0",
            "0 is no power of two; a mask made of 0 - 1 would let everything pass.",
        )
        .address(0x1000, 0x1000)
        .first(0x10, 0)
        .fails("InvalidAlignment")
        .last(0x10, 0)
        .fails("InvalidAlignment")
        .exact(0x10, 0, 0x1000)
        .fails("InvalidAlignment"),
        scenario(
            "align-no-power-of-two",
            "No policy accepts an alignment that is no power of two",
            "3, 6 and 0x1800: odd, even, and a multiple of a large power of two.",
        )
        .address(0x1000, 0x1000)
        .first(0x10, 3)
        .fails("InvalidAlignment")
        .last(0x10, 6)
        .fails("InvalidAlignment")
        .exact(0x10, 0x1800, 0x1800)
        .fails("InvalidAlignment"),
        scenario(
            "align-largest-number",
            "An alignment of 2^64-1 is refused",
            "All 64 bits set; the next number would be a power of two.",
        )
        .address(0x1000, 0x1000)
        .first(1, MAX)
        .fails("InvalidAlignment")
        .last(1, MAX)
        .fails("InvalidAlignment")
        .exact(1, MAX, 0)
        .fails("InvalidAlignment")
        .tag("boundary:u64"),
        scenario(
            "exact-unaligned",
            "ExactMatch refuses an address that is not aligned",
            "The address must be a multiple of the alignment itself: the space's base is no origin.",
        )
        .address(0x1004, 0x1000)
        .exact(4, 8, 0x1004)
        .fails("UnalignedAddress")
        .exact(4, 4, 0x1006)
        .fails("UnalignedAddress")
        .exact(4, 4, 0x1004)
        .gives(0x1004, 0x1007),
        scenario(
            "exact-unaligned-outside",
            "An unaligned address outside the space is reported as unaligned",
            "The request is checked before the space.",
        )
        .address(0x1000, 0x1000)
        .exact(4, 4, 0x5001)
        .fails("UnalignedAddress")
        .exact(4, 4, 0x5000)
        .fails("ResourceNotAvailable"),
        scenario(
            "refusals-change-nothing",
            "Refused requests leave ranges as they were",
            "After each refusal the next request is served as if nothing had been asked.",
        )
        .address(0x1000, 0x1000)
        .first(0x100, 0x100)
        .gives(0x1000, 0x10ff)
        .first(0, 0x100)
        .fails("InvalidSize")
        .last(0x100, 0x300)
        .fails("InvalidAlignment")
        .exact(0x100, 0x100, 0x1180)
        .fails("UnalignedAddress")
        .first(0x100, 0x100)
        .gives(0x1100, 0x11ff),
        scenario(
            "refusals-when-full",
            "A full space still reports the argument",
            "ResourceNotAvailable comes last: bad arguments are distinguished even when nothing is free.",
        )
        .address(0x1000, 0x1000)
        .first(0x1000, 1)
        .gives(0x1000, 0x1fff)
        .first(0, 1)
        .fails("InvalidSize")
        .last(1, 0)
        .fails("InvalidAlignment")
        .exact(1, 2, 0x1001)
        .fails("UnalignedAddress")
        .first(1, 1)
        .fails("ResourceNotAvailable"),
        scenario(
            "default-align",
            "The default alignment of 4 moves the second request",
            "With DEFAULT_CONSTRAINT_ALIGN an odd size leaves a gap before the next range.",
        )
        .address(0x1000, 0x1000)
        .first(5, 4)
        .gives(0x1000, 0x1004)
        .first(4, 4)
        .gives(0x1008, 0x100b)
        .tag("topic:default"),
        scenario(
            "size-need-not-be-aligned",
            "A size that is no multiple of the alignment is served",
            "The start is aligned, the end is not.",
        )
        .address(0x1000, 0x1000)
        .first(0x101, 0x100)
        .gives(0x1000, 0x1100)
        .last(0x101, 0x100)
        .gives(0x1e00, 0x1f00)
        .exact(0x33, 0x100, 0x1400)
        .gives(0x1400, 0x1432),
    ]
}

fn order_of_checks() -> Vec<Scenario> {
    vec![
        scenario(
            "size-before-align",
            "Size 0 with a bad alignment reports the size",
            "The order of the checks: size, alignment, address, space.",
        )
        .address(0x1000, 0x1000)
        .first(0, 0)
        .fails("InvalidSize")
        .last(0, 3)
        .fails("InvalidSize")
        .exact(0, 3, 1)
        .fails("InvalidSize"),
        scenario(
            "align-before-address",
            "A bad alignment with an unaligned address reports the alignment",
            "The order of the checks: size, alignment, address, space.",
        )
        .address(0x1000, 0x1000)
        .exact(1, 3, 0x1001)
        .fails("InvalidAlignment")
        .exact(1, 0, 0x1001)
        .fails("InvalidAlignment"),
        scenario(
            "address-before-space",
            "An unaligned address with a size that can't fit reports the address",
            "The order of the checks: size, alignment, address, space.",
        )
        .address(0x1000, 0x1000)
        .exact(0x2000, 2, 0x1001)
        .fails("UnalignedAddress")
        .exact(MAX, 2, MAX)
        .fails("UnalignedAddress"),
        scenario(
            "too-large-by-policy",
            "A size beyond the space: refused alike, whatever the policy",
            "Requests of one byte too many.",
        )
        .address(0x1000, 0x1000)
        .first(0x1001, 1)
        .fails("ResourceNotAvailable")
        .last(0x1001, 1)
        .fails("ResourceNotAvailable")
        .exact(0x1001, 1, 0x1000)
        .fails("ResourceNotAvailable"),
        scenario(
            "largest-size",
            "The largest size: ExactMatch alone answers Overflow, and only inside the space",
            "ExactMatch looks for its first two bytes, then computes its end, then compares.",
        )
        .address(0x1000, 0x1000)
        .first(MAX, 1)
        .fails("ResourceNotAvailable")
        .last(MAX, 1)
        .fails("ResourceNotAvailable")
        .exact(MAX, 1, 0x1000)
        .fails("Overflow")
        .exact(MAX, 1, 0x1fff)
        .fails("ResourceNotAvailable")
        .exact(MAX, 1, 0x2000)
        .fails("ResourceNotAvailable")
        .tag("boundary:u64"),
    ]
}
