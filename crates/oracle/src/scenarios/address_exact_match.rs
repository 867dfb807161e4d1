//! `ExactMatch`: one address or none.

use crate::scenario::{Group, Scenario, scenario};

pub(super) fn group() -> Group {
    let mut scenarios = placed();
    scenarios.extend(around_live_ranges());
    scenarios.extend(refusals());
    Group {
        subject: "address-exact-match",
        title: "allocate with ExactMatch: this address or an error",
        scenarios,
    }
}

fn placed() -> Vec<Scenario> {
    vec![
        scenario("whole-space", "The whole space at its base", "No split.")
            .address(0x1000, 0x1000)
            .exact(0x1000, 0x1000, 0x1000)
            .gives(0x1000, 0x1fff)
            .shows("split:1"),
        scenario(
            "front",
            "The front of the space",
            "A split in two, the rest behind.",
        )
        .address(0x1000, 0x1000)
        .exact(0x100, 0x100, 0x1000)
        .gives(0x1000, 0x10ff)
        .shows("split:2-front"),
        scenario(
            "back",
            "The back of the space",
            "A split in two, the rest in front.",
        )
        .address(0x1000, 0x1000)
        .exact(0x100, 0x100, 0x1f00)
        .gives(0x1f00, 0x1fff)
        .shows("split:2-back"),
        scenario("middle", "The middle of the space", "A split in three.")
            .address(0x1000, 0x1000)
            .exact(0x100, 0x100, 0x1800)
            .gives(0x1800, 0x18ff)
            .shows("split:3"),
        scenario(
            "one-byte-in-front",
            "A single byte at the base",
            "One byte can be had at every address that has a free byte after it.",
        )
        .address(0x1000, 0x1000)
        .exact(1, 1, 0x1000)
        .gives(0x1000, 0x1000),
        scenario(
            "one-byte-before-the-last",
            "A single byte just before the last",
            "The highest address at which one byte can be asked for (D7).",
        )
        .address(0x1000, 0x1000)
        .exact(1, 1, 0x1ffe)
        .gives(0x1ffe, 0x1ffe)
        .shows("split:3"),
        scenario(
            "two-bytes-at-the-end",
            "The last two bytes",
            "Two bytes reach the end of a free range, one does not (D7).",
        )
        .address(0x1000, 0x1000)
        .exact(2, 1, 0x1ffe)
        .gives(0x1ffe, 0x1fff)
        .shows("split:2-back"),
        scenario(
            "at-zero",
            "Address 0",
            "0 is an address like any other, not a missing one.",
        )
        .address(0, 0x1000)
        .exact(0x100, 0x100, 0)
        .gives(0, 0xff),
        scenario(
            "unaligned-size",
            "An odd size at an aligned address",
            "Only the address has to be aligned.",
        )
        .address(0x1000, 0x1000)
        .exact(0x4fe, 0x100, 0x1500)
        .gives(0x1500, 0x19fd),
        scenario(
            "odd-address",
            "An odd address with alignment 1",
            "Alignment 1 accepts every address.",
        )
        .address(0x1000, 0x1000)
        .exact(3, 1, 0x1235)
        .gives(0x1235, 0x1237),
        scenario(
            "where-first-match-would-go",
            "The address that FirstMatch would choose",
            "Same result, same tree: the policies differ in the search alone.",
        )
        .address(0x1000, 0x1000)
        .exact(0x100, 0x100, 0x1000)
        .gives(0x1000, 0x10ff)
        .first(0x100, 0x100)
        .gives(0x1100, 0x11ff)
        .exact(0x100, 0x100, 0x1200)
        .gives(0x1200, 0x12ff)
        .trees(),
    ]
}

fn around_live_ranges() -> Vec<Scenario> {
    vec![
        scenario(
            "between-live-ranges",
            "A hole between two live ranges, whole",
            "The hole becomes live in place.",
        )
        .address(0x1000, 0x300)
        .exact(0x100, 0x100, 0x1000)
        .gives(0x1000, 0x10ff)
        .exact(0x100, 0x100, 0x1200)
        .gives(0x1200, 0x12ff)
        .exact(0x100, 0x100, 0x1100)
        .gives(0x1100, 0x11ff)
        .shows("split:1"),
        scenario(
            "parts-of-a-hole",
            "Front, back and middle of a hole between live ranges",
            "Each split of a hole, none of which touches the live ranges.",
        )
        .address(0x1000, 0x1000)
        .exact(0x100, 0x100, 0x1000)
        .gives(0x1000, 0x10ff)
        .exact(0x100, 0x100, 0x1f00)
        .gives(0x1f00, 0x1fff)
        .exact(0x100, 0x100, 0x1100)
        .gives(0x1100, 0x11ff)
        .exact(0x100, 0x100, 0x1e00)
        .gives(0x1e00, 0x1eff)
        .exact(0x100, 0x100, 0x1800)
        .gives(0x1800, 0x18ff),
        scenario(
            "end-reaches-live-range",
            "One byte of a live range behind the address",
            "The address is free, the last byte asked for is not.",
        )
        .address(0x1000, 0x1000)
        .exact(0x100, 0x100, 0x1800)
        .gives(0x1800, 0x18ff)
        .exact(0x101, 0x100, 0x1700)
        .fails("ResourceNotAvailable")
        .exact(0x100, 0x100, 0x1700)
        .gives(0x1700, 0x17ff),
        scenario(
            "start-in-live-range",
            "An address in a live range with an end in the free range behind",
            "The request spans two nodes: it is refused, unlike one inside the live range (D1).",
        )
        .address(0x1000, 0x1000)
        .exact(0x100, 0x100, 0x1800)
        .gives(0x1800, 0x18ff)
        .exact(0x100, 0x80, 0x1880)
        .fails("ResourceNotAvailable"),
        scenario(
            "around-a-live-range",
            "A request that surrounds a live range",
            "Start and end are free, the middle is not.",
        )
        .address(0x1000, 0x1000)
        .exact(0x100, 0x100, 0x1800)
        .gives(0x1800, 0x18ff)
        .exact(0x300, 0x100, 0x1700)
        .fails("ResourceNotAvailable"),
        scenario(
            "two-last-bytes-of-live-range",
            "The last byte of a live range and the byte behind it",
            "The two bytes that the search looks for lie in different nodes.",
        )
        .address(0x1000, 0x1000)
        .exact(0x100, 0x100, 0x1800)
        .gives(0x1800, 0x18ff)
        .exact(2, 1, 0x18ff)
        .fails("ResourceNotAvailable"),
        scenario(
            "last-byte-of-live-range",
            "One byte on the last byte of a live range is refused",
            "The one place inside a live range where D1 can't strike, owing to D7.",
        )
        .address(0x1000, 0x1000)
        .exact(0x100, 0x100, 0x1800)
        .gives(0x1800, 0x18ff)
        .exact(1, 1, 0x18ff)
        .fails("ResourceNotAvailable"),
        scenario(
            "live-range-of-one-byte",
            "A live range of one byte is safe from ExactMatch",
            "Asked for one byte or two: refused, where a longer live range would be split (D1).",
        )
        .address(0x1000, 0x1000)
        .exact(1, 1, 0x1800)
        .gives(0x1800, 0x1800)
        .exact(1, 1, 0x1800)
        .fails("ResourceNotAvailable")
        .exact(2, 1, 0x1800)
        .fails("ResourceNotAvailable"),
        scenario(
            "after-free",
            "The same address again after it was freed",
            "A fixed address, such as a legacy device's, given back and taken again.",
        )
        .address(0x1000, 0x1000)
        .exact(0x100, 0x100, 0x1800)
        .gives(0x1800, 0x18ff)
        .free_result(0)
        .ok()
        .exact(0x100, 0x100, 0x1800)
        .gives(0x1800, 0x18ff),
        scenario(
            "spans-freed-neighbours",
            "Two freed neighbours serve one exact request",
            "After merging, the request lies in one node.",
        )
        .address(0x1000, 0x1000)
        .exact(0x100, 0x100, 0x1400)
        .gives(0x1400, 0x14ff)
        .exact(0x100, 0x100, 0x1500)
        .gives(0x1500, 0x15ff)
        .free_result(0)
        .ok()
        .free_result(1)
        .ok()
        .exact(0x200, 0x100, 0x1400)
        .gives(0x1400, 0x15ff),
    ]
}

fn refusals() -> Vec<Scenario> {
    vec![
        scenario(
            "below-the-space",
            "An address below the space",
            "Just below, and at 0.",
        )
        .address(0x1000, 0x1000)
        .exact(0x100, 0x100, 0xf00)
        .fails("ResourceNotAvailable")
        .exact(0x100, 0x100, 0)
        .fails("ResourceNotAvailable"),
        scenario(
            "above-the-space",
            "An address above the space",
            "Just above, and far above.",
        )
        .address(0x1000, 0x1000)
        .exact(0x100, 0x100, 0x2000)
        .fails("ResourceNotAvailable")
        .exact(0x100, 0x100, 1 << 63)
        .fails("ResourceNotAvailable"),
        scenario(
            "into-the-space",
            "A request that begins before the space and ends in it",
            "The start is outside; enough bytes are inside.",
        )
        .address(0x1000, 0x1000)
        .exact(0x200, 0x100, 0xf00)
        .fails("ResourceNotAvailable"),
        scenario(
            "out-of-the-space",
            "A request that begins in the space and ends behind it",
            "One byte too many at the end.",
        )
        .address(0x1000, 0x1000)
        .exact(0x101, 0x100, 0x1f00)
        .fails("ResourceNotAvailable"),
        scenario(
            "around-the-space",
            "A request that surrounds the space",
            "Neither start nor end is managed.",
        )
        .address(0x1000, 0x1000)
        .exact(0x3000, 0x100, 0)
        .fails("ResourceNotAvailable"),
        scenario(
            "refusal-changes-nothing",
            "A refused request leaves the ranges as they were",
            "No part of the request is taken.",
        )
        .address(0x1000, 0x1000)
        .exact(0x100, 0x100, 0x1800)
        .gives(0x1800, 0x18ff)
        .exact(0x200, 0x100, 0x1700)
        .fails("ResourceNotAvailable")
        .first(0x800, 0x100)
        .gives(0x1000, 0x17ff),
    ]
}
