//! `FirstMatch`: the lowest place.

use crate::scenario::{Group, Scenario, scenario};

pub(super) fn group() -> Group {
    let mut scenarios = one_range();
    scenarios.extend(several_ranges());
    scenarios.extend(refusals());
    Group {
        subject: "address-first-match",
        title: "allocate with FirstMatch: the lowest aligned place that is large enough",
        scenarios,
    }
}

/// Three live ranges with holes of 0x100, 0x200 and 0x400 bytes before, between and after.
fn holes(case: Scenario) -> Scenario {
    case.address(0x1000, 0x1000)
        .exact(0x100, 0x100, 0x1100)
        .gives(0x1100, 0x11ff)
        .exact(0x100, 0x100, 0x1400)
        .gives(0x1400, 0x14ff)
        .exact(0x700, 0x100, 0x1900)
        .gives(0x1900, 0x1fff)
}

fn one_range() -> Vec<Scenario> {
    vec![
        scenario(
            "whole-space",
            "The whole space at once",
            "The free range becomes the live range: no split.",
        )
        .address(0x1000, 0x1000)
        .first(0x1000, 0x1000)
        .gives(0x1000, 0x1fff)
        .shows("split:1"),
        scenario(
            "front",
            "The front of the space",
            "The rest behind it stays free: a split in two.",
        )
        .address(0x1000, 0x1000)
        .first(0x100, 0x100)
        .gives(0x1000, 0x10ff)
        .shows("split:2-front"),
        scenario(
            "back-by-alignment",
            "Alignment moves the place to the very end",
            "The bytes in front stay free and none are left behind: the other split in two.",
        )
        .address(0x1800, 0x1000)
        .first(0x800, 0x1000)
        .gives(0x2000, 0x27ff)
        .shows("split:2-back"),
        scenario(
            "middle-by-alignment",
            "Alignment moves the place into the middle",
            "Free bytes remain on both sides: a split in three.",
        )
        .address(0x1800, 0x1000)
        .first(0x100, 0x1000)
        .gives(0x2000, 0x20ff)
        .shows("split:3"),
        scenario(
            "one-byte",
            "A single byte",
            "The smallest range at the lowest address.",
        )
        .address(0x1000, 0x1000)
        .first(1, 1)
        .gives(0x1000, 0x1000),
        scenario(
            "all-but-one-byte",
            "All but the last byte",
            "A free range of one byte is left behind, and can be taken.",
        )
        .address(0x1000, 0x1000)
        .first(0xfff, 1)
        .gives(0x1000, 0x1ffe)
        .first(1, 1)
        .gives(0x1fff, 0x1fff)
        .shows("split:1"),
        scenario(
            "one-byte-space",
            "The only byte of a space",
            "The smallest space serves exactly one request.",
        )
        .address(0x1000, 1)
        .first(1, 1)
        .gives(0x1000, 0x1000)
        .first(1, 1)
        .fails("ResourceNotAvailable"),
        scenario(
            "in-sequence",
            "Equal requests follow each other without gaps",
            "Each takes the lowest place that is left.",
        )
        .address(0x1000, 0x1000)
        .first(0x100, 0x100)
        .gives(0x1000, 0x10ff)
        .first(0x100, 0x100)
        .gives(0x1100, 0x11ff)
        .first(0x100, 0x100)
        .gives(0x1200, 0x12ff)
        .first(0x100, 0x100)
        .gives(0x1300, 0x13ff),
        scenario(
            "alignment-leaves-gaps",
            "Odd sizes with an alignment leave gaps",
            "Each start is rounded up; the gap stays free.",
        )
        .address(0x1000, 0x1000)
        .first(0x101, 0x100)
        .gives(0x1000, 0x1100)
        .first(0x101, 0x100)
        .gives(0x1200, 0x1300)
        .first(0x101, 0x100)
        .gives(0x1400, 0x1500),
        scenario(
            "gap-is-filled-later",
            "A gap that alignment left serves a smaller request",
            "The lowest place comes first, also when it lies below earlier ranges.",
        )
        .address(0x1000, 0x1000)
        .first(0x101, 0x100)
        .gives(0x1000, 0x1100)
        .first(0x100, 0x100)
        .gives(0x1200, 0x12ff)
        .first(0x80, 0x80)
        .gives(0x1180, 0x11ff)
        .first(0x7f, 1)
        .gives(0x1101, 0x117f),
        scenario(
            "space-at-zero",
            "The lowest place is address 0",
            "0 is an address like any other, not a missing result.",
        )
        .address(0, 0x1000)
        .first(0x10, 0x1000)
        .gives(0, 0xf)
        .first(0x10, 0x100)
        .gives(0x100, 0x10f),
    ]
}

fn several_ranges() -> Vec<Scenario> {
    vec![
        holes(scenario(
            "first-hole",
            "The first hole that is large enough",
            "First fit: the smallest hole is first here and fits.",
        ))
        .first(0x100, 0x100)
        .gives(0x1000, 0x10ff)
        .shows("split:1"),
        holes(scenario(
            "skips-short-holes",
            "Holes that are too short are passed over",
            "0x201 bytes fit the last hole alone.",
        ))
        .first(0x201, 1)
        .gives(0x1500, 0x1700),
        holes(scenario(
            "exact-second-hole",
            "A hole of just the size is taken whole",
            "The boundary between fitting and not fitting, in the second hole.",
        ))
        .first(0x200, 0x100)
        .gives(0x1200, 0x13ff)
        .shows("split:1"),
        holes(scenario(
            "skips-unaligned-hole",
            "A hole that is long enough but has no aligned place is passed over",
            "Size alone would take the hole at 0x1200.",
        ))
        .first(0x100, 0x400)
        .gives(0x1000, 0x10ff)
        .first(0x100, 0x400)
        .gives(0x1800, 0x18ff),
        holes(scenario(
            "aligned-place-inside-hole",
            "The aligned place lies inside a later hole",
            "The first hole has an aligned start but too few bytes, the last a place in its middle.",
        ))
        .first(0x180, 0x200)
        .gives(0x1200, 0x137f)
        .first(0x180, 0x200)
        .gives(0x1600, 0x177f)
        .shows("split:3"),
        holes(scenario(
            "first-fit-not-best-fit",
            "The first hole is split though a later one would fit exactly",
            "First fit, not best fit.",
        ))
        .first(0x100, 1)
        .gives(0x1000, 0x10ff)
        .first(0x100, 1)
        .gives(0x1200, 0x12ff)
        .first(0x100, 1)
        .gives(0x1300, 0x13ff)
        .first(0x100, 1)
        .gives(0x1500, 0x15ff),
        scenario(
            "reuses-freed-range",
            "A freed range is the lowest place again",
            "The search begins at the lowest address each time, not where it last stopped.",
        )
        .address(0x1000, 0x1000)
        .first(0x100, 0x100)
        .gives(0x1000, 0x10ff)
        .first(0x100, 0x100)
        .gives(0x1100, 0x11ff)
        .first(0x100, 0x100)
        .gives(0x1200, 0x12ff)
        .free_result(1)
        .ok()
        .first(0x80, 0x80)
        .gives(0x1100, 0x117f)
        .first(0x100, 0x80)
        .gives(0x1300, 0x13ff),
        scenario(
            "reuses-merged-range",
            "Two freed neighbours together serve a larger request",
            "Merging shows in the next result.",
        )
        .address(0x1000, 0x1000)
        .first(0x100, 0x100)
        .gives(0x1000, 0x10ff)
        .first(0x100, 0x100)
        .gives(0x1100, 0x11ff)
        .first(0x100, 0x100)
        .gives(0x1200, 0x12ff)
        .free_result(0)
        .ok()
        .free_result(1)
        .ok()
        .first(0x200, 0x100)
        .gives(0x1000, 0x11ff),
        scenario(
            "beside-last-match",
            "FirstMatch and LastMatch meet in the middle",
            "Both ends of the space fill up until nothing is left between them.",
        )
        .address(0x1000, 0x400)
        .first(0x100, 0x100)
        .gives(0x1000, 0x10ff)
        .last(0x100, 0x100)
        .gives(0x1300, 0x13ff)
        .first(0x100, 0x100)
        .gives(0x1100, 0x11ff)
        .last(0x100, 0x100)
        .gives(0x1200, 0x12ff)
        .first(1, 1)
        .fails("ResourceNotAvailable"),
    ]
}

fn refusals() -> Vec<Scenario> {
    vec![
        scenario(
            "one-byte-too-many",
            "One byte more than the space",
            "The nearest miss.",
        )
        .address(0x1000, 0x1000)
        .first(0x1001, 1)
        .fails("ResourceNotAvailable"),
        scenario(
            "full",
            "Nothing is free",
            "A live range is never offered, whatever the size.",
        )
        .address(0x1000, 0x1000)
        .first(0x1000, 1)
        .gives(0x1000, 0x1fff)
        .first(1, 1)
        .fails("ResourceNotAvailable")
        .first(0x1000, 0x1000)
        .fails("ResourceNotAvailable"),
        scenario(
            "enough-in-total-only",
            "Enough free bytes, but not in one piece",
            "Free ranges on both sides of a live one don't add up.",
        )
        .address(0x1000, 0x1000)
        .exact(0x100, 0x100, 0x1800)
        .gives(0x1800, 0x18ff)
        .first(0x801, 1)
        .fails("ResourceNotAvailable")
        .first(0x800, 1)
        .gives(0x1000, 0x17ff),
        scenario(
            "refusal-changes-nothing",
            "A refused request leaves the ranges as they were",
            "The next request gets the same place as if nothing had been asked.",
        )
        .address(0x1000, 0x1000)
        .first(0x900, 0x100)
        .gives(0x1000, 0x18ff)
        .first(0x800, 0x100)
        .fails("ResourceNotAvailable")
        .first(0x700, 0x100)
        .gives(0x1900, 0x1fff),
    ]
}
