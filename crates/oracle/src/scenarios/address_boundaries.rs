//! Spaces at the ends of the u64 and across the lines where narrower arithmetic fails.

use super::MAX;
use crate::scenario::{Group, Scenario, scenario};

const GIB: u64 = 1 << 30;

pub(super) fn group() -> Group {
    let mut scenarios = lowest();
    scenarios.extend(highest());
    scenarios.extend(largest());
    scenarios.extend(narrower_lines());
    Group {
        subject: "address-boundaries",
        title: "allocate and free at the ends of the u64 and across 2^32, 2^53 and 2^63",
        scenarios: scenarios
            .into_iter()
            .map(|case| case.tag("boundary:u64"))
            .collect(),
    }
}

fn lowest() -> Vec<Scenario> {
    vec![
        scenario(
            "byte-at-zero",
            "The space of byte 0 alone",
            "FirstMatch takes and gives it back; the other policies can't have it (D5, D7).",
        )
        .address(0, 1)
        .last(1, 1)
        .fails("ResourceNotAvailable")
        .exact(1, 1, 0)
        .fails("ResourceNotAvailable")
        .first(1, 1)
        .gives(0, 0)
        .free_result(2)
        .ok()
        .deviates("D5")
        .deviates("D7"),
        scenario(
            "byte-at-one",
            "The space of byte 1 alone",
            "Taken by LastMatch, and lost when it is freed (D3).",
        )
        .address(1, 1)
        .exact(1, 1, 1)
        .fails("ResourceNotAvailable")
        .last(1, 1)
        .gives(1, 1)
        .free_result(1)
        .fails("Underflow")
        .first(1, 1)
        .fails("ResourceNotAvailable")
        .deviates("D3")
        .deviates("D7"),
        scenario(
            "two-bytes-at-zero",
            "The space of bytes 0 and 1",
            "ExactMatch at 0 is served, LastMatch gets byte 1 but not both.",
        )
        .address(0, 2)
        .last(2, 1)
        .fails("ResourceNotAvailable")
        .exact(1, 1, 0)
        .gives(0, 0)
        .last(1, 1)
        .gives(1, 1)
        .free_result(1)
        .ok()
        .deviates("D5"),
    ]
}

fn highest() -> Vec<Scenario> {
    vec![
        scenario(
            "byte-at-top",
            "The space of byte 2^64-1 alone serves nothing",
            "It can be made, but no policy can hand out its byte (D6, D7).",
        )
        .address(MAX, 1)
        .first(1, 1)
        .fails("Overflow")
        .last(1, 1)
        .fails("Overflow")
        .exact(1, 1, MAX)
        .fails("Overflow")
        .deviates("D6")
        .deviates("D7"),
        scenario(
            "byte-below-top",
            "The space of byte 2^64-2 alone",
            "Taken by FirstMatch, and lost when it is freed (D3).",
        )
        .address(MAX - 1, 1)
        .first(1, 1)
        .gives(MAX - 1, MAX - 1)
        .free_result(0)
        .fails("Overflow")
        .deviates("D3"),
        scenario(
            "byte-two-below-top",
            "The space of byte 2^64-3 alone",
            "The highest end that is freed correctly.",
        )
        .address(MAX - 2, 1)
        .first(1, 1)
        .gives(MAX - 2, MAX - 2)
        .free_result(0)
        .ok()
        .first(1, 1)
        .gives(MAX - 2, MAX - 2),
        scenario(
            "two-bytes-at-top",
            "The space of bytes 2^64-2 and 2^64-1",
            "One of the two can be handed out, the other never.",
        )
        .address(MAX - 1, 2)
        .first(2, 1)
        .fails("Overflow")
        .exact(2, 1, MAX - 1)
        .fails("Overflow")
        .exact(1, 1, MAX - 1)
        .gives(MAX - 1, MAX - 1)
        .first(1, 1)
        .fails("Overflow")
        .deviates("D6"),
        scenario(
            "page-to-top",
            "A page that ends at 2^64-1",
            "Half of it is served; the other half reaches the last address (D6).",
        )
        .address(MAX - 0xfff, 0x1000)
        .first(0x800, 0x800)
        .gives(MAX - 0xfff, MAX - 0x800)
        .first(0x800, 0x800)
        .fails("Overflow")
        .first(0x7ff, 0x800)
        .gives(MAX - 0x7ff, MAX - 1)
        .deviates("D6"),
        scenario(
            "page-to-top-last",
            "LastMatch on a page that ends at 2^64-1",
            "A size below its alignment ends before the last address and is served.",
        )
        .address(MAX - 0xfff, 0x1000)
        .last(0x7f, 0x80)
        .gives(MAX - 0x7f, MAX - 1)
        .last(0x80, 0x80)
        .gives(MAX - 0xff, MAX - 0x80),
        scenario(
            "page-below-top",
            "A page that ends at 2^64-2",
            "All of it can be handed out, by each policy.",
        )
        .address(MAX - 0x1000, 0x1000)
        .last(0x100, 1)
        .gives(MAX - 0x100, MAX - 1)
        .first(0x100, 1)
        .gives(MAX - 0x1000, MAX - 0xf01)
        .exact(0xe00, 1, MAX - 0xf00)
        .gives(MAX - 0xf00, MAX - 0x101)
        .shows("split:1"),
        scenario(
            "free-beside-top",
            "Freeing beside the free byte 2^64-1",
            "The neighbour [2^64-2, 2^64-1] is looked for: two bytes just fit the u64.",
        )
        .address(MAX - 0xf, 0x10)
        .first(0xe, 1)
        .gives(MAX - 0xf, MAX - 2)
        .free_result(0)
        .ok()
        .shows("merge:right"),
    ]
}

fn largest() -> Vec<Scenario> {
    vec![
        scenario(
            "all-but-the-last-whole",
            "The largest space from 0, taken whole and freed",
            "2^64-1 bytes: FirstMatch takes them; freeing them loses them (D3).",
        )
        .address(0, MAX)
        .last(MAX, 1)
        .fails("ResourceNotAvailable")
        .first(MAX, 1 << 63)
        .gives(0, MAX - 1)
        .free_result(1)
        .fails("Overflow")
        .deviates("D3")
        .deviates("D5"),
        scenario(
            "all-but-the-first-whole",
            "The largest space to 2^64-1 can't be taken whole",
            "All but its last byte can, and is lost when it is freed (D3, D6).",
        )
        .address(1, MAX)
        .first(MAX, 1)
        .fails("Overflow")
        .first(MAX - 1, 1)
        .gives(1, MAX - 1)
        .free_result(1)
        .fails("Underflow")
        .deviates("D3")
        .deviates("D6"),
        scenario(
            "halves",
            "The two halves of the u64 space",
            "2^63 bytes each; the upper one ends before the last address.",
        )
        .address(0, MAX)
        .first(1 << 63, 1 << 63)
        .gives(0, (1 << 63) - 1)
        .first(1 << 63, 1)
        .fails("ResourceNotAvailable")
        .first((1 << 63) - 1, 1 << 63)
        .gives(1 << 63, MAX - 1)
        .free_result(0)
        .ok(),
        scenario(
            "size-beyond-signed",
            "A size beyond 2^63",
            "As a signed number it is negative.",
        )
        .address(0x1000, MAX - 0x2000)
        .first((1 << 63) + 1, 0x1000)
        .gives(0x1000, 0x8000_0000_0000_1000)
        .free_result(0)
        .ok()
        .last((1 << 63) + 1, 0x1000)
        .gives(0x7fff_ffff_ffff_e000, 0xffff_ffff_ffff_e000),
    ]
}

fn narrower_lines() -> Vec<Scenario> {
    vec![
        scenario(
            "across-32-bits",
            "Ranges before, across and after the 4 GiB line",
            "32-bit arithmetic on any of the three ends would show.",
        )
        .address(3 * GIB, 4 * GIB)
        .exact(GIB, GIB, 3 * GIB)
        .gives(0xc000_0000, 0xffff_ffff)
        .exact(GIB, GIB, 4 * GIB)
        .gives(0x1_0000_0000, 0x1_3fff_ffff)
        .free_result(0)
        .ok()
        .free_result(1)
        .ok()
        .exact(2, 1, 0xffff_ffff)
        .gives(0xffff_ffff, 0x1_0000_0000)
        .tag("boundary:u32"),
        scenario(
            "align-at-4-gib",
            "Rounding up to the 4 GiB line",
            "The next multiple is beyond 32 bits.",
        )
        .address(0xffff_f000, 0x2000)
        .first(0x1000, 1 << 32)
        .gives(0x1_0000_0000, 0x1_0000_0fff)
        .last(0x1000, 0x1000)
        .gives(0xffff_f000, 0xffff_ffff)
        .tag("boundary:u32"),
        scenario(
            "across-53-bits",
            "Single bytes around 2^53",
            "Neighbouring addresses that are one number in double precision stay apart.",
        )
        .address((1 << 53) - 2, 8)
        .exact(1, 1, 1 << 53)
        .gives(1 << 53, 1 << 53)
        .exact(1, 1, (1 << 53) + 1)
        .gives((1 << 53) + 1, (1 << 53) + 1)
        .exact(2, 1, (1 << 53) + 3)
        .gives((1 << 53) + 3, (1 << 53) + 4)
        .free((1 << 53) + 1, (1 << 53) + 1)
        .ok()
        .deviates("D4")
        .tag("boundary:2^53"),
        scenario(
            "odd-size-beyond-53-bits",
            "A size of 2^53 + 1 ends at an odd place",
            "The last bit of size and end survive.",
        )
        .address(1 << 54, 1 << 55)
        .first((1 << 53) + 1, 1)
        .gives(1 << 54, 0x60_0000_0000_0000)
        .first(1, 1)
        .gives(0x60_0000_0000_0001, 0x60_0000_0000_0001)
        .tag("boundary:2^53"),
        scenario(
            "across-63-bits",
            "Ranges before, across and after 2^63",
            "As signed numbers the upper ones come first: the order in the tree would turn.",
        )
        .address((1 << 63) - 0x1000, 0x2000)
        .first(0x800, 0x800)
        .gives(0x7fff_ffff_ffff_f000, 0x7fff_ffff_ffff_f7ff)
        .last(0x800, 0x800)
        .gives(0x8000_0000_0000_0800, 0x8000_0000_0000_0fff)
        .exact(0x1000, 0x800, 0x7fff_ffff_ffff_f800)
        .gives(0x7fff_ffff_ffff_f800, 0x8000_0000_0000_07ff)
        .free_result(0)
        .ok()
        .free_result(1)
        .ok()
        .free_result(2)
        .ok()
        .shows("merge:both"),
        scenario(
            "host-physical-46-bits",
            "A window below 2^46",
            "Where many x86-64 hosts end their physical addresses: 64-bit BARs go there.",
        )
        .address(1 << 45, 1 << 45)
        .last(64 << 20, 64 << 20)
        .gives(0x3fff_fc00_0000, 0x3fff_ffff_ffff)
        .last(GIB, GIB)
        .gives(0x3fff_8000_0000, 0x3fff_bfff_ffff)
        .first(1 << 44, 1 << 44)
        .gives(0x2000_0000_0000, 0x2fff_ffff_ffff),
    ]
}
