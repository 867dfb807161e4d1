//! Every alignment that a u64 can hold.

use super::MAX;
use crate::scenario::{Group, Scenario, scenario};

pub(super) fn group() -> Group {
    let mut scenarios: Vec<Scenario> = (0..64).map(power).collect();
    scenarios.extend(placement());
    Group {
        subject: "address-alignment",
        title: "allocate: each alignment from 2^0 to 2^63 with each policy",
        scenarios,
    }
}

/// The space is [1, 2^64-2]: 0 is no candidate, so that the lowest place is the alignment itself.
fn power(exponent: u32) -> Scenario {
    let align = 1_u64 << exponent;
    let case = scenario(
        format!("2-to-the-{exponent}"),
        format!("Alignment 2^{exponent}: the lowest place, the highest and an exact one"),
        "Each power of two is a mask of its own; one bit too many or too few moves a result.",
    )
    .address(1, MAX - 1)
    .first(1, align)
    .gives(align, align)
    .tag(&format!("align:2^{exponent}"))
    .tag("boundary:u64");
    match exponent {
        63 => beyond_the_last_multiple(case),
        _ => two_more_places(case, exponent, align),
    }
}

fn two_more_places(case: Scenario, exponent: u32, align: u64) -> Scenario {
    let highest = (MAX - 1) & !(align - 1);
    // The lowest multiple that neither the first nor the last request has taken.
    let exact = align * 2;
    let case = case.last(1, align).gives(highest, highest);
    if exponent == 0 {
        return case.exact(1, 1, 2).gives(2, 2).exact(1, 1, 4).gives(4, 4);
    }
    let case = case
        .exact(1, align, align + align / 2)
        .fails("UnalignedAddress");
    match exponent {
        // 2^62 has three multiples; the first and the last are taken.
        62 => case
            .exact(1, align, exact)
            .gives(exact, exact)
            .first(1, align)
            .fails("ResourceNotAvailable"),
        _ => case
            .exact(1, align, exact)
            .gives(exact, exact)
            .first(1, align)
            .gives(align * 3, align * 3),
    }
}

/// 2^63 is the only multiple of 2^63 in the space.
fn beyond_the_last_multiple(case: Scenario) -> Scenario {
    let align = 1 << 63;
    case.last(1, align)
        .fails("ResourceNotAvailable")
        .free(align, align)
        .ok()
        .last(1, align)
        .gives(align, align)
        .free(align, align)
        .ok()
        .exact(1, align, align)
        .gives(align, align)
        .exact(1, align, 1 << 62)
        .fails("UnalignedAddress")
}

fn placement() -> Vec<Scenario> {
    vec![
        scenario(
            "base-is-aligned",
            "An aligned base needs no move",
            "Rounding up must leave a multiple alone.",
        )
        .address(0x1000, 0x1000)
        .first(0x10, 0x1000)
        .gives(0x1000, 0x100f),
        scenario(
            "base-just-past-a-multiple",
            "A base one past a multiple moves almost a whole alignment",
            "The longest way to the next multiple; the bytes before stay free.",
        )
        .address(0x1001, 0x1fff)
        .first(0x10, 0x1000)
        .gives(0x2000, 0x200f)
        .shows("split:3"),
        scenario(
            "base-just-before-a-multiple",
            "A base one before a multiple moves by one byte",
            "The shortest way; a single byte stays free in front.",
        )
        .address(0xfff, 0x1001)
        .first(0x1000, 0x1000)
        .gives(0x1000, 0x1fff)
        .shows("split:2-back"),
        scenario(
            "no-multiple-inside",
            "A space between two multiples serves no such alignment",
            "Enough bytes, but no aligned start; smaller alignments are served.",
        )
        .address(0x1001, 0xffe)
        .first(1, 0x1000)
        .fails("ResourceNotAvailable")
        .last(1, 0x1000)
        .fails("ResourceNotAvailable")
        .first(1, 0x800)
        .gives(0x1800, 0x1800),
        scenario(
            "aligned-but-too-short",
            "An aligned start with too few bytes behind it",
            "The space is long enough for the size, but not from its only multiple on.",
        )
        .address(0x1801, 0x1000)
        .first(0x802, 0x1000)
        .fails("ResourceNotAvailable")
        .last(0x802, 0x1000)
        .fails("ResourceNotAvailable")
        .first(0x801, 0x1000)
        .gives(0x2000, 0x2800),
        scenario(
            "rounding-up-overflows",
            "Near 2^64-1 rounding up overflows: nothing is available",
            "The overflow inside the search is no answer of its own: the next range is tried.",
        )
        .address(MAX - 0xf, 0xf)
        .first(1, 0x10)
        .gives(MAX - 0xf, MAX - 0xf)
        .first(1, 0x10)
        .fails("ResourceNotAvailable")
        .tag("boundary:u64"),
        scenario(
            "alignment-of-zero-based-space",
            "Address 0 satisfies every alignment",
            "In a space of 16 bytes even 2^63 is served, once.",
        )
        .address(0, 0x10)
        .first(1, 1 << 63)
        .gives(0, 0)
        .first(1, 1 << 63)
        .fails("ResourceNotAvailable"),
        scenario(
            "last-rounds-down-past-the-start",
            "LastMatch that rounds down past the start of the highest free range tries the next",
            "The unaligned address inside the search is no answer of its own.",
        )
        .address(0x1000, 0x1000)
        .exact(0x200, 0x100, 0x1d00)
        .gives(0x1d00, 0x1eff)
        .last(0x100, 0x200)
        .gives(0x1c00, 0x1cff),
    ]
}
