//! `free`: what can be given back and how free neighbours merge.

use crate::scenario::{Group, Scenario, scenario};

pub(super) fn group() -> Group {
    let mut scenarios = merging();
    scenarios.extend(one_byte_neighbours());
    scenarios.extend(round_trips());
    scenarios.extend(refusals());
    Group {
        subject: "address-free",
        title: "free: merging with neighbours, and ranges that are not live",
        scenarios,
    }
}

/// Five live ranges of 0x100 bytes that fill the space.
fn five(case: Scenario) -> Scenario {
    case.address(0x1000, 0x500).repeat(5, |case, count| {
        let start = 0x1000 + u64::from(count) * 0x100;
        case.first(0x100, 0x100).gives(start, start + 0xff)
    })
}

fn merging() -> Vec<Scenario> {
    vec![
        scenario(
            "whole-space",
            "The whole space is given back",
            "No neighbour at either end: the tree is empty for a moment.",
        )
        .address(0x1000, 0x1000)
        .first(0x1000, 1)
        .gives(0x1000, 0x1fff)
        .free_result(0)
        .ok()
        .shows("merge:none"),
        five(scenario(
            "no-free-neighbour",
            "Between two live ranges nothing merges",
            "The range becomes a hole of its own.",
        ))
        .free_result(2)
        .ok()
        .shows("merge:none"),
        five(scenario(
            "merges-left",
            "A free range on the left is joined",
            "One node for both.",
        ))
        .free_result(1)
        .ok()
        .free_result(2)
        .ok()
        .shows("merge:left"),
        five(scenario(
            "merges-right",
            "A free range on the right is joined",
            "One node for both.",
        ))
        .free_result(3)
        .ok()
        .free_result(2)
        .ok()
        .shows("merge:right"),
        five(scenario(
            "merges-both",
            "Free ranges on both sides are joined",
            "Three nodes become one.",
        ))
        .free_result(1)
        .ok()
        .free_result(3)
        .ok()
        .free_result(2)
        .ok()
        .shows("merge:both"),
        five(scenario(
            "not-across-a-live-range",
            "Free ranges with a live one between them stay apart",
            "Only neighbours without a gap are joined.",
        ))
        .free_result(1)
        .ok()
        .free_result(3)
        .ok()
        .exact(0x300, 0x100, 0x1100)
        .fails("ResourceNotAvailable"),
        five(scenario(
            "at-the-base",
            "The first range has no left neighbour",
            "What lies below the space is not looked at.",
        ))
        .free_result(0)
        .ok()
        .shows("merge:none"),
        five(scenario(
            "at-the-end",
            "The last range has no right neighbour",
            "What lies above the space is not looked at.",
        ))
        .free_result(4)
        .ok()
        .shows("merge:none"),
        five(scenario(
            "ascending",
            "Freed from the lowest to the highest",
            "Each joins its left neighbour; at the end the whole space is one free range.",
        ))
        .repeat(5, |case, count| case.free_result(count as usize).ok())
        .first(0x500, 1)
        .gives(0x1000, 0x14ff),
        five(scenario(
            "descending",
            "Freed from the highest to the lowest",
            "Each joins its right neighbour; at the end the whole space is one free range.",
        ))
        .repeat(5, |case, count| case.free_result(4 - count as usize).ok())
        .first(0x500, 1)
        .gives(0x1000, 0x14ff),
        five(scenario(
            "odd-then-even",
            "Every other range first, then those between",
            "Holes, then merging on both sides.",
        ))
        .free_result(1)
        .ok()
        .free_result(3)
        .ok()
        .free_result(0)
        .ok()
        .free_result(2)
        .ok()
        .free_result(4)
        .ok()
        .shows("merge:both")
        .shows("merge:left"),
        five(scenario(
            "from-the-middle",
            "From the middle outwards",
            "The hole grows on alternate sides.",
        ))
        .free_result(2)
        .ok()
        .free_result(1)
        .ok()
        .free_result(3)
        .ok()
        .free_result(0)
        .ok()
        .free_result(4)
        .ok()
        .shows("merge:left")
        .shows("merge:right"),
        scenario(
            "two-bytes",
            "Ranges of two bytes merge",
            "The shortest free neighbours that are recognised: two bytes are looked for (D4).",
        )
        .address(0x1000, 6)
        .first(2, 1)
        .gives(0x1000, 0x1001)
        .first(2, 1)
        .gives(0x1002, 0x1003)
        .first(2, 1)
        .gives(0x1004, 0x1005)
        .free_result(0)
        .ok()
        .free_result(2)
        .ok()
        .free_result(1)
        .ok()
        .shows("merge:both"),
        scenario(
            "at-address-zero",
            "The range at 0 merges to the right",
            "Nothing is to the left of 0, and nothing is subtracted from it.",
        )
        .address(0, 0x300)
        .first(0x100, 0x100)
        .gives(0, 0xff)
        .free_result(0)
        .ok()
        .shows("merge:right")
        .tag("boundary:u64"),
        scenario(
            "start-two",
            "A range that starts at 2 looks at 0 and 1",
            "The lowest start above 0 that is freed correctly: 1 is lost (D3).",
        )
        .address(0, 0x300)
        .exact(0x10, 2, 2)
        .gives(2, 0x11)
        .free_result(0)
        .ok()
        .shows("merge:both")
        .tag("boundary:u64"),
    ]
}

fn one_byte_neighbours() -> Vec<Scenario> {
    vec![
        scenario(
            "one-byte-after-its-right-neighbour",
            "One byte freed beside a larger free range on the right is joined",
            "The neighbour's length matters (D4), not that of the range that is freed.",
        )
        .address(0x1000, 0x1000)
        .first(1, 1)
        .gives(0x1000, 0x1000)
        .free_result(0)
        .ok()
        .shows("merge:right"),
        scenario(
            "one-byte-after-its-left-neighbour",
            "One byte freed beside a larger free range on the left is joined",
            "The neighbour's length matters (D4), not that of the range that is freed.",
        )
        .address(0x1000, 0x1000)
        .last(1, 1)
        .gives(0x1fff, 0x1fff)
        .free_result(0)
        .ok()
        .shows("merge:left"),
        scenario(
            "one-byte-between",
            "One byte freed between two larger free ranges joins both",
            "The middle of a split in three, given back.",
        )
        .address(0x1000, 0x1000)
        .exact(1, 1, 0x1800)
        .gives(0x1800, 0x1800)
        .free_result(0)
        .ok()
        .shows("merge:both"),
        scenario(
            "one-byte-before-its-neighbour",
            "One byte freed before its larger neighbour stays apart",
            "The same ranges as above in the other order: the outcome depends on it (D4).",
        )
        .address(0x1000, 0x1000)
        .first(1, 1)
        .gives(0x1000, 0x1000)
        .first(0xff, 1)
        .gives(0x1001, 0x10ff)
        .free_result(0)
        .ok()
        .free_result(1)
        .ok()
        .shows("merge:right")
        .deviates("D4"),
    ]
}

fn round_trips() -> Vec<Scenario> {
    vec![
        scenario(
            "split-in-three-undone",
            "Freeing undoes a split in three",
            "After allocate and free the ranges are those of a fresh allocator.",
        )
        .address(0x1000, 0x1000)
        .exact(0x100, 0x100, 0x1800)
        .gives(0x1800, 0x18ff)
        .free_result(0)
        .ok()
        .shows("merge:both")
        .first(0x1000, 1)
        .gives(0x1000, 0x1fff),
        scenario(
            "alignment-gap-returns",
            "The gap that alignment left joins again",
            "The skipped bytes were free all the time.",
        )
        .address(0x1800, 0x1000)
        .first(0x100, 0x1000)
        .gives(0x2000, 0x20ff)
        .free_result(0)
        .ok()
        .first(0x1000, 1)
        .gives(0x1800, 0x27ff),
        scenario(
            "many-times",
            "Allocate and free eight times over",
            "A pair of calls leaves nothing behind.",
        )
        .address(0x1000, 0x1000)
        .repeat(8, |case, count| {
            case.first(0x100, 0x100)
                .gives(0x1000, 0x10ff)
                .free_result(2 * count as usize)
                .ok()
        }),
        scenario(
            "freed-by-its-numbers",
            "Any range with the same ends frees",
            "What counts is the pair of addresses, not which object they came in.",
        )
        .address(0x1000, 0x1000)
        .first(0x100, 0x100)
        .gives(0x1000, 0x10ff)
        .free(0x1000, 0x10ff)
        .ok(),
    ]
}

fn refusals() -> Vec<Scenario> {
    let live = |slug, title, why| {
        scenario(slug, title, why)
            .address(0x1000, 0x1000)
            .exact(0x100, 0x100, 0x1800)
            .gives(0x1800, 0x18ff)
    };
    vec![
        live(
            "part-of-a-live-range",
            "Parts of a live range can't be freed",
            "Front, middle, back, and all but one byte at either end.",
        )
        .free(0x1800, 0x187f)
        .fails("ResourceNotAvailable")
        .free(0x1840, 0x187f)
        .fails("ResourceNotAvailable")
        .free(0x1880, 0x18ff)
        .fails("ResourceNotAvailable")
        .free(0x1800, 0x18fe)
        .fails("ResourceNotAvailable")
        .free(0x1801, 0x18ff)
        .fails("ResourceNotAvailable")
        .free(0x1800, 0x18ff)
        .ok(),
        live(
            "more-than-a-live-range",
            "A range that contains a live one can't be freed",
            "One byte too many on either side.",
        )
        .free(0x17ff, 0x18ff)
        .fails("ResourceNotAvailable")
        .free(0x1800, 0x1900)
        .fails("ResourceNotAvailable"),
        live(
            "part-of-a-free-range",
            "Parts of a free range can't be freed",
            "Unlike the whole free range, which can (D2).",
        )
        .free(0x1000, 0x10ff)
        .fails("ResourceNotAvailable")
        .free(0x1700, 0x17ff)
        .fails("ResourceNotAvailable"),
        live(
            "across-ranges",
            "A range across a live and a free one can't be freed",
            "It is no node of the tree.",
        )
        .free(0x1880, 0x197f)
        .fails("ResourceNotAvailable")
        .free(0x1780, 0x187f)
        .fails("ResourceNotAvailable"),
        live(
            "two-live-ranges-at-once",
            "Two live neighbours can't be freed as one",
            "Each range is freed as it was handed out.",
        )
        .exact(0x100, 0x100, 0x1900)
        .gives(0x1900, 0x19ff)
        .free(0x1800, 0x19ff)
        .fails("ResourceNotAvailable"),
        live(
            "outside-the-space",
            "A range outside the space can't be freed",
            "Below, above, around, and at address 1, where D3 would strike if it were looked up late.",
        )
        .free(0, 0xfff)
        .fails("ResourceNotAvailable")
        .free(0x2000, 0x2fff)
        .fails("ResourceNotAvailable")
        .free(0, 0xffff)
        .fails("ResourceNotAvailable")
        .free(1, 0x10)
        .fails("ResourceNotAvailable"),
        live(
            "twice",
            "A range that merged when it was freed can't be freed again",
            "It is no node any more; had it not merged, freeing it again would succeed (D2).",
        )
        .free_result(0)
        .ok()
        .free_result(0)
        .fails("ResourceNotAvailable"),
        live(
            "refusal-changes-nothing",
            "A refused free leaves the ranges as they were",
            "The live range is still live and is not offered.",
        )
        .free(0x1800, 0x18fe)
        .fails("ResourceNotAvailable")
        .first(0x1000, 1)
        .fails("ResourceNotAvailable")
        .first(0x800, 1)
        .gives(0x1000, 0x17ff),
    ]
}
