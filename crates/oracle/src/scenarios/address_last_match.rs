//! `LastMatch`: the highest place.

use crate::scenario::{Group, Scenario, scenario};

pub(super) fn group() -> Group {
    let mut scenarios = one_range();
    scenarios.extend(several_ranges());
    scenarios.extend(refusals());
    Group {
        subject: "address-last-match",
        title: "allocate with LastMatch: the highest aligned place that is large enough",
        scenarios,
    }
}

/// Three live ranges with holes of 0x400, 0x200 and 0x100 bytes.
fn holes(case: Scenario) -> Scenario {
    case.address(0x1000, 0x1000)
        .exact(0x700, 0x100, 0x1000)
        .gives(0x1000, 0x16ff)
        .exact(0x100, 0x100, 0x1b00)
        .gives(0x1b00, 0x1bff)
        .exact(0x100, 0x100, 0x1e00)
        .gives(0x1e00, 0x1eff)
}

fn one_range() -> Vec<Scenario> {
    vec![
        scenario(
            "whole-space",
            "The whole space at once",
            "No split; not from address 0, where this fails (D5).",
        )
        .address(0x1000, 0x1000)
        .last(0x1000, 0x1000)
        .gives(0x1000, 0x1fff)
        .shows("split:1"),
        scenario(
            "back",
            "The back of the space",
            "The rest in front of it stays free: a split in two.",
        )
        .address(0x1000, 0x1000)
        .last(0x100, 0x100)
        .gives(0x1f00, 0x1fff)
        .shows("split:2-back"),
        scenario(
            "front-by-alignment",
            "Alignment moves the place to the very front",
            "None are left in front and free bytes behind: the other split in two.",
        )
        .address(0x1000, 0x1800)
        .last(0x900, 0x1000)
        .gives(0x1000, 0x18ff)
        .shows("split:2-front"),
        scenario(
            "middle-by-alignment",
            "Alignment moves the place into the middle",
            "Rounding down leaves free bytes behind as well: a split in three.",
        )
        .address(0x1000, 0x1800)
        .last(0x100, 0x1000)
        .gives(0x2000, 0x20ff)
        .shows("split:3"),
        scenario(
            "one-byte",
            "A single byte",
            "The smallest range at the highest address.",
        )
        .address(0x1000, 0x1000)
        .last(1, 1)
        .gives(0x1fff, 0x1fff),
        scenario(
            "all-but-one-byte",
            "All but the first byte",
            "A free range of one byte is left in front, and can be taken.",
        )
        .address(0x1000, 0x1000)
        .last(0xfff, 1)
        .gives(0x1001, 0x1fff)
        .last(1, 1)
        .gives(0x1000, 0x1000),
        scenario(
            "one-byte-space",
            "The only byte of a space",
            "The smallest space serves exactly one request.",
        )
        .address(0x1000, 1)
        .last(1, 1)
        .gives(0x1000, 0x1000)
        .last(1, 1)
        .fails("ResourceNotAvailable"),
        scenario(
            "in-sequence",
            "Equal requests precede each other without gaps",
            "Each takes the highest place that is left.",
        )
        .address(0x1000, 0x1000)
        .last(0x100, 0x100)
        .gives(0x1f00, 0x1fff)
        .last(0x100, 0x100)
        .gives(0x1e00, 0x1eff)
        .last(0x100, 0x100)
        .gives(0x1d00, 0x1dff)
        .last(0x100, 0x100)
        .gives(0x1c00, 0x1cff),
        scenario(
            "alignment-leaves-gaps",
            "Odd sizes with an alignment leave gaps behind them",
            "Each start is rounded down; a smaller request takes the gap.",
        )
        .address(0x1000, 0x1000)
        .last(0x101, 0x100)
        .gives(0x1e00, 0x1f00)
        .last(0x101, 0x100)
        .gives(0x1c00, 0x1d00)
        .last(0x80, 0x80)
        .gives(0x1f80, 0x1fff)
        .last(0x7f, 1)
        .gives(0x1f01, 0x1f7f),
        scenario(
            "unaligned-end",
            "An end that is no multiple of the alignment",
            "The highest start is computed from the end, then rounded down, not the other way.",
        )
        .address(0x1000, 0x1234)
        .last(0x100, 0x100)
        .gives(0x2100, 0x21ff)
        .last(0x100, 0x10)
        .gives(0x2000, 0x20ff)
        .last(0x30, 0x10)
        .gives(0x2200, 0x222f),
        scenario(
            "to-address-zero",
            "LastMatch works its way down to address 0",
            "All of a space from 0, in parts: only the last part can't be taken (D5).",
        )
        .address(0, 0x300)
        .last(0x100, 0x100)
        .gives(0x200, 0x2ff)
        .last(0x100, 0x100)
        .gives(0x100, 0x1ff)
        .last(0x80, 0x100)
        .gives(0, 0x7f),
    ]
}

fn several_ranges() -> Vec<Scenario> {
    vec![
        holes(scenario(
            "last-hole",
            "The highest hole that is large enough",
            "Last fit: the smallest hole is last here and fits.",
        ))
        .last(0x100, 0x100)
        .gives(0x1f00, 0x1fff)
        .shows("split:1"),
        holes(scenario(
            "skips-short-holes",
            "Holes that are too short are passed over",
            "0x201 bytes fit the lowest hole alone, and go to its end.",
        ))
        .last(0x201, 1)
        .gives(0x18ff, 0x1aff),
        holes(scenario(
            "exact-second-hole",
            "A hole of just the size is taken whole",
            "The boundary between fitting and not fitting, in the second hole.",
        ))
        .last(0x200, 0x100)
        .gives(0x1c00, 0x1dff)
        .shows("split:1"),
        holes(scenario(
            "skips-unaligned-hole",
            "A hole without an aligned place is passed over",
            "The holes at 0x1f00 and 0x1c00: the second alone has a multiple of 0x400.",
        ))
        .last(0x100, 0x400)
        .gives(0x1c00, 0x1cff)
        .last(0x100, 0x400)
        .gives(0x1800, 0x18ff),
        holes(scenario(
            "last-fit-not-best-fit",
            "The highest hole is split though a lower one would fit exactly",
            "Last fit, not best fit.",
        ))
        .last(0x80, 1)
        .gives(0x1f80, 0x1fff)
        .last(0x100, 1)
        .gives(0x1d00, 0x1dff)
        .last(0x100, 1)
        .gives(0x1c00, 0x1cff)
        .last(0x80, 1)
        .gives(0x1f00, 0x1f7f),
        scenario(
            "reuses-freed-range",
            "A freed range is the highest place again",
            "The search begins at the highest address each time.",
        )
        .address(0x1000, 0x1000)
        .last(0x100, 0x100)
        .gives(0x1f00, 0x1fff)
        .last(0x100, 0x100)
        .gives(0x1e00, 0x1eff)
        .last(0x100, 0x100)
        .gives(0x1d00, 0x1dff)
        .free_result(1)
        .ok()
        .last(0x80, 0x80)
        .gives(0x1e80, 0x1eff)
        .last(0x100, 0x80)
        .gives(0x1c00, 0x1cff),
        scenario(
            "mirrors-first-match",
            "From the other end the same requests leave other gaps",
            "The sizes and alignments of FirstMatch's case, mirrored: starts are aligned, not ends.",
        )
        .address(0x1000, 0x1000)
        .last(0x110, 0x100)
        .gives(0x1e00, 0x1f0f)
        .last(0x10, 0x10)
        .gives(0x1ff0, 0x1fff)
        .last(0x100, 0x100)
        .gives(0x1d00, 0x1dff),
    ]
}

fn refusals() -> Vec<Scenario> {
    vec![
        scenario(
            "one-byte-too-many",
            "One byte more than the space",
            "The nearest miss; the end minus the size does not underflow here.",
        )
        .address(0x1000, 0x1000)
        .last(0x1001, 1)
        .fails("ResourceNotAvailable"),
        scenario(
            "full",
            "Nothing is free",
            "A live range is never offered, whatever the size.",
        )
        .address(0x1000, 0x1000)
        .last(0x1000, 1)
        .gives(0x1000, 0x1fff)
        .last(1, 1)
        .fails("ResourceNotAvailable")
        .last(0x1000, 0x1000)
        .fails("ResourceNotAvailable"),
        scenario(
            "enough-in-total-only",
            "Enough free bytes, but not in one piece",
            "Free ranges on both sides of a live one don't add up.",
        )
        .address(0x1000, 0x1000)
        .exact(0x100, 0x100, 0x1800)
        .gives(0x1800, 0x18ff)
        .last(0x801, 1)
        .fails("ResourceNotAvailable")
        .last(0x800, 1)
        .gives(0x1000, 0x17ff),
        scenario(
            "aligned-place-too-low",
            "The aligned place begins before the space",
            "Enough bytes, but rounding down leaves the space.",
        )
        .address(0x1800, 0x1000)
        .last(0x900, 0x1000)
        .fails("ResourceNotAvailable")
        .last(0x800, 0x1000)
        .gives(0x2000, 0x27ff),
    ]
}
