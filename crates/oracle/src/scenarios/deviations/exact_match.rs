//! `ExactMatch`: live ranges handed out again, single bytes out of reach (D1, D7, D12, D14, D16).

use crate::scenario::{Scenario, scenario};
use crate::scenarios::MAX;

/// One live range [0x1000, 0x1fff] that fills its space.
fn full(slug: &str, title: &str, why: &str) -> Scenario {
    scenario(slug, title, why)
        .address(0x1000, 0x1000)
        .first(0x1000, 0x1000)
        .gives(0x1000, 0x1fff)
}

pub(super) fn d1() -> Vec<Scenario> {
    vec![
        full(
            "d1-front-of-a-live-range",
            "The front of a live range is handed out again",
            "ExactMatch looks at no state: the rest of the live range becomes free.",
        )
        .exact(0x800, 0x800, 0x1000)
        .gives(0x1000, 0x17ff)
        .deviates("D1"),
        full(
            "d1-back-of-a-live-range",
            "The back of a live range is handed out again",
            "The front of the live range becomes free.",
        )
        .exact(0x800, 0x800, 0x1800)
        .gives(0x1800, 0x1fff)
        .deviates("D1"),
        full(
            "d1-middle-of-a-live-range",
            "The middle of a live range is handed out again",
            "Both ends of the live range become free.",
        )
        .exact(0x100, 0x100, 0x1800)
        .gives(0x1800, 0x18ff)
        .shows("split:3")
        .deviates("D1"),
        full(
            "d1-all-but-one-byte",
            "All but the last byte of a live range is handed out again",
            "One byte fewer than the case that is refused.",
        )
        .exact(0xfff, 0x1000, 0x1000)
        .gives(0x1000, 0x1ffe)
        .deviates("D1"),
        full(
            "d1-one-byte",
            "One byte in a live range is handed out again",
            "The smallest theft: every byte but the last can be had (D7).",
        )
        .exact(1, 1, 0x1ffe)
        .gives(0x1ffe, 0x1ffe)
        .exact(1, 1, 0x1fff)
        .fails("ResourceNotAvailable")
        .deviates("D1")
        .deviates("D7"),
        full(
            "d1-exactly-a-live-range",
            "Exactly a live range is refused, as InvalidStateTransition",
            "The documentation promises ResourceNotAvailable; nothing changes.",
        )
        .exact(0x1000, 0x1000, 0x1000)
        .fails("InvalidStateTransition")
        .deviates("D1")
        .deviates("D16"),
        full(
            "d1-first-owner-cannot-free",
            "The first owner can't free what was taken from it",
            "Its range is no node any more; the second owner's is.",
        )
        .exact(0x800, 0x800, 0x1000)
        .gives(0x1000, 0x17ff)
        .free_result(0)
        .fails("ResourceNotAvailable")
        .free_result(1)
        .ok()
        .deviates("D1"),
        full(
            "d1-rest-goes-to-a-third",
            "What is left of a live range goes to a third owner",
            "Three owners: the first believes that it holds what the others were given.",
        )
        .exact(0x100, 0x100, 0x1000)
        .gives(0x1000, 0x10ff)
        .first(0xf00, 0x100)
        .gives(0x1100, 0x1fff)
        .deviates("D1"),
        full(
            "d1-same-address-twice",
            "The same address in ever shorter ranges",
            "Each request splits the range of the one before it; equal sizes end it.",
        )
        .exact(0x800, 0x800, 0x1000)
        .gives(0x1000, 0x17ff)
        .exact(0x400, 0x400, 0x1000)
        .gives(0x1000, 0x13ff)
        .exact(0x400, 0x400, 0x1000)
        .fails("InvalidStateTransition")
        .deviates("D1")
        .deviates("D12")
        .deviates("D16"),
        scenario(
            "d1-not-across-two-live-ranges",
            "A request across two live ranges is refused",
            "The deviation needs one node that holds the whole request.",
        )
        .address(0x1000, 0x1000)
        .first(0x800, 0x800)
        .gives(0x1000, 0x17ff)
        .first(0x800, 0x800)
        .gives(0x1800, 0x1fff)
        .exact(0x800, 0x400, 0x1400)
        .fails("ResourceNotAvailable"),
    ]
}

pub(super) fn d7() -> Vec<Scenario> {
    vec![
        scenario(
            "d7-last-byte-of-the-space",
            "One byte on the last byte of a space is refused",
            "Two bytes are looked for, whatever the size.",
        )
        .address(0x1000, 0x1000)
        .exact(1, 1, 0x1fff)
        .fails("ResourceNotAvailable")
        .last(1, 1)
        .gives(0x1fff, 0x1fff)
        .deviates("D7"),
        scenario(
            "d7-last-byte-of-a-hole",
            "One byte on the last byte of a hole is refused",
            "The byte after it is live.",
        )
        .address(0x1000, 0x1000)
        .exact(0x100, 0x100, 0x1800)
        .gives(0x1800, 0x18ff)
        .exact(1, 1, 0x17ff)
        .fails("ResourceNotAvailable")
        .exact(1, 1, 0x17fe)
        .gives(0x17fe, 0x17fe)
        .deviates("D7"),
        scenario(
            "d7-one-byte-hole",
            "A hole of one byte can't be asked for by its address",
            "Its only byte is its last; FirstMatch takes it.",
        )
        .address(0x1000, 0x10)
        .exact(8, 8, 0x1000)
        .gives(0x1000, 0x1007)
        .exact(7, 1, 0x1009)
        .gives(0x1009, 0x100f)
        .exact(1, 1, 0x1008)
        .fails("ResourceNotAvailable")
        .first(1, 1)
        .gives(0x1008, 0x1008)
        .deviates("D7"),
        scenario(
            "d7-one-byte-space",
            "A space of one byte can't be asked for by its address",
            "An I/O port that is managed alone.",
        )
        .address(0x64, 1)
        .exact(1, 1, 0x64)
        .fails("ResourceNotAvailable")
        .first(1, 1)
        .gives(0x64, 0x64)
        .deviates("D7"),
        scenario(
            "d7-at-the-top",
            "One byte on byte 2^64-1 answers Overflow",
            "The second byte that is looked for has no address.",
        )
        .address(MAX - 0xf, 0x10)
        .exact(1, 1, MAX)
        .fails("Overflow")
        .exact(1, 1, MAX - 1)
        .gives(MAX - 1, MAX - 1)
        .deviates("D7"),
        scenario(
            "d7-between-free-bytes",
            "A free byte before a free byte is refused",
            "Freed bytes don't join (D4), so that each is the last of its range.",
        )
        .address(0x10, 4)
        .repeat(4, |case, _| case.first(1, 1))
        .free_result(1)
        .ok()
        .free_result(2)
        .ok()
        .exact(1, 1, 0x11)
        .fails("ResourceNotAvailable")
        .deviates("D4")
        .deviates("D7"),
    ]
}

pub(super) fn d12() -> Vec<Scenario> {
    let live = |slug, title, why| {
        scenario(slug, title, why)
            .address(0x1000, 0x1000)
            .exact(0x400, 0x400, 0x1400)
            .gives(0x1400, 0x17ff)
    };
    vec![
        live(
            "d12-rest-behind",
            "The rest behind a theft is not joined with the free range after it",
            "What D1 frees goes into the tree as it is: two free ranges side by side.",
        )
        .exact(0x200, 0x200, 0x1400)
        .gives(0x1400, 0x15ff)
        .first(0xa00, 0x200)
        .fails("ResourceNotAvailable")
        .deviates("D1")
        .deviates("D12"),
        live(
            "d12-rest-in-front",
            "The rest in front of a theft is not joined with the free range before it",
            "The mirror image.",
        )
        .exact(0x200, 0x200, 0x1600)
        .gives(0x1600, 0x17ff)
        .first(0x600, 0x200)
        .gives(0x1800, 0x1dff)
        .deviates("D1")
        .deviates("D12"),
        live(
            "d12-exact-across",
            "ExactMatch across the two free ranges is refused",
            "All bytes asked for are free, but in two nodes.",
        )
        .exact(0x200, 0x200, 0x1400)
        .gives(0x1400, 0x15ff)
        .exact(0x400, 0x200, 0x1600)
        .fails("ResourceNotAvailable")
        .deviates("D1")
        .deviates("D12"),
        live(
            "d12-remains-after-freeing-all",
            "After all is freed the space is still in two parts",
            "Only the immediate neighbour is joined: what lay apart stays apart.",
        )
        .exact(0x200, 0x200, 0x1400)
        .gives(0x1400, 0x15ff)
        .free_result(1)
        .ok()
        .first(0x1000, 1)
        .fails("ResourceNotAvailable")
        .deviates("D1")
        .deviates("D12"),
    ]
}

pub(super) fn d14() -> Vec<Scenario> {
    vec![
        scenario(
            "d14-outside-the-space",
            "ExactMatch of byte 2^64-1 outside the space answers Overflow",
            "Any other address outside answers ResourceNotAvailable.",
        )
        .address(0x1000, 0x1000)
        .exact(1, 1, MAX)
        .fails("Overflow")
        .exact(1, 1, MAX - 1)
        .fails("ResourceNotAvailable")
        .deviates("D14"),
        scenario(
            "d14-when-full",
            "Nor does it matter whether anything is free",
            "The address alone decides, before the tree is looked at.",
        )
        .address(0x1000, 0x1000)
        .first(0x1000, 1)
        .gives(0x1000, 0x1fff)
        .exact(1, 1, MAX)
        .fails("Overflow")
        .first(1, 1)
        .fails("ResourceNotAvailable")
        .deviates("D14"),
        scenario(
            "d14-just-beyond-the-space",
            "The byte after the largest space from 0 answers Overflow",
            "No such byte is managed; the space ends just before it.",
        )
        .address(0, MAX)
        .exact(1, 1, MAX)
        .fails("Overflow")
        .exact(2, 1, MAX - 1)
        .fails("ResourceNotAvailable")
        .deviates("D14"),
        scenario(
            "d14-alignment-first",
            "With an alignment above 1 byte 2^64-1 is unaligned",
            "The request is checked before the address is used.",
        )
        .address(0x1000, 0x1000)
        .exact(1, 2, MAX)
        .fails("UnalignedAddress"),
    ]
}

pub(super) fn d16() -> Vec<Scenario> {
    vec![
        full(
            "d16-text-names-free",
            "The refused transition is to Allocated, the text says Free",
            "The message is part of the answer: a port that composes its own will differ.",
        )
        .exact(0x1000, 1, 0x1000)
        .fails("InvalidStateTransition")
        .deviates("D1")
        .deviates("D16"),
        scenario(
            "d16-in-a-larger-space",
            "Exactly a live range among others",
            "The payload is the live range and its state.",
        )
        .address(0, 0x1_0000)
        .exact(8, 8, 0x3f8)
        .gives(0x3f8, 0x3ff)
        .exact(8, 8, 0x3f8)
        .fails("InvalidStateTransition")
        .deviates("D1")
        .deviates("D16"),
    ]
}
