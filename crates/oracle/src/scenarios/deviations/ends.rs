//! Both ends of the u64, and of the u32 (D5, D6, D8, D11, D15).

use crate::scenario::{Scenario, scenario};
use crate::scenarios::MAX;

pub(super) fn d5() -> Vec<Scenario> {
    vec![
        scenario(
            "d5-space-from-zero",
            "LastMatch can't take a whole space from 0",
            "The end minus the size underflows before 1 is added; FirstMatch takes it.",
        )
        .address(0, 0x1000)
        .last(0x1000, 1)
        .fails("ResourceNotAvailable")
        .first(0x1000, 1)
        .gives(0, 0xfff)
        .deviates("D5"),
        scenario(
            "d5-one-byte-fewer",
            "One byte fewer than the whole is served, and so is the byte that is left",
            "From the end down to 1; then the byte at 0 is a whole range from 0 itself.",
        )
        .address(0, 0x1000)
        .last(0xfff, 1)
        .gives(1, 0xfff)
        .last(1, 1)
        .fails("ResourceNotAvailable")
        .first(1, 1)
        .gives(0, 0)
        .deviates("D5"),
        scenario(
            "d5-hole-from-zero",
            "LastMatch can't take a whole hole from 0",
            "Not only a fresh space: any free range that begins at 0.",
        )
        .address(0, 0x1000)
        .exact(0xf00, 0x100, 0x100)
        .gives(0x100, 0xfff)
        .last(0x100, 0x100)
        .fails("ResourceNotAvailable")
        .last(0x80, 0x80)
        .gives(0x80, 0xff)
        .deviates("D5"),
        scenario(
            "d5-not-from-one",
            "From address 1 LastMatch takes the whole",
            "The neighbour of the deviation: end minus size is 0.",
        )
        .address(1, 0xfff)
        .last(0xfff, 1)
        .gives(1, 0xfff),
        scenario(
            "d5-last-page-of-an-io-space",
            "The last page left, at 0, is refused to LastMatch",
            "A space that LastMatch fills page by page keeps its lowest page.",
        )
        .address(0, 0x3000)
        .last(0x1000, 0x1000)
        .gives(0x2000, 0x2fff)
        .last(0x1000, 0x1000)
        .gives(0x1000, 0x1fff)
        .last(0x1000, 0x1000)
        .fails("ResourceNotAvailable")
        .deviates("D5"),
    ]
}

pub(super) fn d6() -> Vec<Scenario> {
    let page = |slug, title, why| scenario(slug, title, why).address(MAX - 0xfff, 0x1000);
    vec![
        page(
            "d6-first-match",
            "FirstMatch of the whole page up to 2^64-1",
            "The start plus the size is computed before 1 is taken away.",
        )
        .first(0x1000, 0x1000)
        .fails("Overflow")
        .deviates("D6"),
        page(
            "d6-exact-match",
            "ExactMatch of the last bytes up to 2^64-1",
            "The request is free and inside the space.",
        )
        .exact(0x100, 0x100, MAX - 0xff)
        .fails("Overflow")
        .deviates("D6"),
        page(
            "d6-one-byte-fewer",
            "One byte fewer than the page is served",
            "The neighbour of the deviation; the last byte can then never be handed out.",
        )
        .first(0xfff, 0x1000)
        .gives(MAX - 0xfff, MAX - 1)
        .first(1, 1)
        .fails("Overflow")
        .last(1, 1)
        .fails("Overflow")
        .deviates("D6"),
        page(
            "d6-first-match-second-request",
            "The request that reaches the top fails, a shorter one is served",
            "An everyday sequence: two halves of a page.",
        )
        .first(0x800, 0x800)
        .gives(MAX - 0xfff, MAX - 0x800)
        .first(0x800, 0x800)
        .fails("Overflow")
        .first(0x7ff, 0x800)
        .gives(MAX - 0x7ff, MAX - 1)
        .deviates("D6"),
        page(
            "d6-changes-nothing",
            "The failed request changes nothing",
            "The same call answers the same again; the free range is as it was.",
        )
        .first(0x1000, 1)
        .fails("Overflow")
        .first(0x1000, 1)
        .fails("Overflow")
        .first(1, 1)
        .gives(MAX - 0xfff, MAX - 0xfff)
        .deviates("D6"),
        page(
            "d6-free-but-out-of-reach",
            "The free bytes up to 2^64-1 answer Overflow, one byte too many ResourceNotAvailable",
            "Overflow here means that the bytes are free and can't be reached.",
        )
        .first(0xff0, 1)
        .gives(MAX - 0xfff, MAX - 0x10)
        .exact(0x10, 0x10, MAX - 0xf)
        .fails("Overflow")
        .first(0x11, 1)
        .fails("ResourceNotAvailable")
        .deviates("D6"),
    ]
}

pub(super) fn d8() -> Vec<Scenario> {
    vec![
        scenario(
            "d8-exhausted-at-top",
            "Ids up to 2^32-1 run out with Overflow",
            "The next id can't be computed; the caller sees another error than elsewhere.",
        )
        .ids(u32::MAX, u32::MAX)
        .take()
        .id(u32::MAX)
        .take()
        .fails("Overflow")
        .deviates("D8"),
        scenario(
            "d8-not-below-top",
            "Ids up to 2^32-2 run out with ResourceNotAvailable",
            "The neighbour of the deviation.",
        )
        .ids(u32::MAX - 1, u32::MAX - 1)
        .take()
        .id(u32::MAX - 1)
        .take()
        .fails("ResourceNotAvailable"),
        scenario(
            "d8-again-after-reuse",
            "After a freed id is reused, Overflow again",
            "The error stays the same through recovery and exhaustion.",
        )
        .ids(u32::MAX - 2, u32::MAX)
        .repeat(3, |case, _| case.take())
        .take()
        .fails("Overflow")
        .give(u32::MAX - 1)
        .id(u32::MAX - 1)
        .take()
        .id(u32::MAX - 1)
        .take()
        .fails("Overflow")
        .deviates("D8"),
    ]
}

pub(super) fn d11() -> Vec<Scenario> {
    let page = |slug, title, why| scenario(slug, title, why).address(MAX - 0xfff, 0x1000);
    vec![
        page(
            "d11-whole-space-free",
            "LastMatch serves nothing in a free space up to 2^64-1",
            "The highest place ends at 2^64-1 and answers Overflow; the next lower one would do.",
        )
        .last(0x100, 0x100)
        .fails("Overflow")
        .last(1, 1)
        .fails("Overflow")
        .deviates("D6")
        .deviates("D11"),
        page(
            "d11-lower-hole-free",
            "LastMatch does not go on to a lower hole",
            "ResourceNotAvailable would let the search go on, Overflow ends it.",
        )
        .exact(0x100, 0x100, MAX - 0x1ff)
        .gives(MAX - 0x1ff, MAX - 0x100)
        .last(0x100, 0x100)
        .fails("Overflow")
        .first(0x100, 0x100)
        .gives(MAX - 0xfff, MAX - 0xf00)
        .deviates("D6")
        .deviates("D11"),
        scenario(
            "d11-largest-space",
            "LastMatch serves no page in the largest space up to 2^64-1",
            "Almost 2^64 free bytes, and every page but the last would do.",
        )
        .address(1, MAX)
        .last(0x1000, 0x1000)
        .fails("Overflow")
        .first(0x1000, 0x1000)
        .gives(0x1000, 0x1fff)
        .deviates("D6")
        .deviates("D11"),
        page(
            "d11-top-hole-too-short",
            "LastMatch goes on when the top hole is too short",
            "One byte more than the hole at the top: the lower hole serves it.",
        )
        .exact(0x100, 0x100, MAX - 0x1ff)
        .gives(MAX - 0x1ff, MAX - 0x100)
        .last(0x101, 1)
        .gives(MAX - 0x300, MAX - 0x200),
        page(
            "d11-odd-size-escapes",
            "LastMatch with a size below its alignment is served",
            "Rounding down leaves the last byte free.",
        )
        .last(0xff, 0x100)
        .gives(MAX - 0xff, MAX - 1)
        .last(0x100, 0x100)
        .gives(MAX - 0x1ff, MAX - 0x100),
        page(
            "d11-last-byte-blocks-single-bytes",
            "With all but the last byte taken, LastMatch of one byte still answers Overflow",
            "The last byte is free for ever: it shadows every single byte freed below it.",
        )
        .first(0xfff, 1)
        .gives(MAX - 0xfff, MAX - 1)
        .last(1, 1)
        .fails("Overflow")
        .deviates("D6"),
    ]
}

pub(super) fn d15() -> Vec<Scenario> {
    vec![
        scenario(
            "d15-space-of-no-bytes",
            "A space of no bytes is refused with Underflow",
            "The crate has InvalidSize for this, and uses it in allocate alone.",
        )
        .address(0x1000, 0)
        .refused("Underflow")
        .deviates("D15"),
        scenario(
            "d15-request-of-no-bytes",
            "A request of no bytes is refused with InvalidSize",
            "The other half of the comparison.",
        )
        .address(0x1000, 0x1000)
        .first(0, 1)
        .fails("InvalidSize"),
    ]
}
