//! `free`: ranges that are not live, lost, or left apart (D2, D3, D4, D10, D13).

use crate::scenario::{Scenario, scenario};
use crate::scenarios::MAX;

pub(super) fn d2() -> Vec<Scenario> {
    vec![
        scenario(
            "d2-fresh-space",
            "A fresh space is freed though nothing was taken",
            "The documentation promises ResourceNotAvailable for a range that is not live.",
        )
        .address(0x1000, 0x1000)
        .free(0x1000, 0x1fff)
        .ok()
        .deviates("D2"),
        scenario(
            "d2-twice",
            "A live range that had no free neighbour is freed twice",
            "The double free goes unnoticed.",
        )
        .address(0x1000, 0x300)
        .repeat(3, |case, _| case.first(0x100, 0x100))
        .free_result(1)
        .ok()
        .free_result(1)
        .ok()
        .deviates("D2"),
        scenario(
            "d2-hole",
            "A hole that was never handed out is freed",
            "Any caller that guesses the ends of a hole succeeds.",
        )
        .address(0x1000, 0x1000)
        .exact(0x100, 0x100, 0x1400)
        .gives(0x1400, 0x14ff)
        .free(0x1000, 0x13ff)
        .ok()
        .free(0x1500, 0x1fff)
        .ok()
        .deviates("D2"),
        scenario(
            "d2-stale-owner",
            "An owner that frees again and again takes the range from its next owner",
            "The second free should have been refused; the third can't be, the crate knows no owners.",
        )
        .address(0x1000, 0x1000)
        .first(0x1000, 1)
        .gives(0x1000, 0x1fff)
        .free_result(0)
        .ok()
        .free_result(0)
        .ok()
        .first(0x1000, 1)
        .gives(0x1000, 0x1fff)
        .free_result(0)
        .ok()
        .deviates("D2"),
        scenario(
            "d2-reshapes-the-tree",
            "Freeing a hole takes its node out and puts it in elsewhere",
            "The ranges stay, the tree may not: an equality of trees tells.",
        )
        .address(0x1000, 0x400)
        .exact(0x100, 0x100, 0x1100)
        .gives(0x1100, 0x11ff)
        .exact(0x100, 0x100, 0x1300)
        .gives(0x1300, 0x13ff)
        .free(0x1200, 0x12ff)
        .ok()
        .trees()
        .deviates("D2"),
    ]
}

pub(super) fn d3() -> Vec<Scenario> {
    vec![
        scenario(
            "d3-from-one",
            "A live range from address 1 is lost when it is freed",
            "It is taken out of the tree before its left neighbour's address underflows.",
        )
        .address(0, 0x1000)
        .exact(0x10, 1, 1)
        .gives(1, 0x10)
        .free_result(0)
        .fails("Underflow")
        .exact(0x10, 1, 1)
        .fails("ResourceNotAvailable")
        .deviates("D3"),
        scenario(
            "d3-to-below-top",
            "A live range up to 2^64-2 is lost when it is freed",
            "It is taken out of the tree before its right neighbour's address overflows.",
        )
        .address(MAX - 0xfff, 0x1000)
        .exact(0x10, 1, MAX - 0x10)
        .gives(MAX - 0x10, MAX - 1)
        .free_result(0)
        .fails("Overflow")
        .exact(0x10, 1, MAX - 0x10)
        .fails("ResourceNotAvailable")
        .deviates("D3"),
        scenario(
            "d3-space-from-one",
            "The first range of a space from 1 is lost when it is freed",
            "A VMM that leaves out address 0 meets this with its first device.",
        )
        .address(1, 0xfff)
        .first(0xf, 1)
        .gives(1, 0xf)
        .free_result(0)
        .fails("Underflow")
        .first(0xf, 1)
        .gives(0x10, 0x1e)
        .deviates("D3"),
        scenario(
            "d3-space-below-top",
            "The last range of a space up to 2^64-2 is lost when it is freed",
            "A VMM that leaves out the last address meets this with LastMatch.",
        )
        .address(MAX - 0x1000, 0x1000)
        .last(0x10, 1)
        .gives(MAX - 0x10, MAX - 1)
        .free_result(0)
        .fails("Overflow")
        .last(0x10, 1)
        .gives(MAX - 0x20, MAX - 0x11)
        .deviates("D3"),
        scenario(
            "d3-twice",
            "Freeing the lost range again: it is not there",
            "Neither live nor free; the addresses are gone permanently.",
        )
        .address(0, 0x1000)
        .exact(0xf, 1, 1)
        .gives(1, 0xf)
        .free_result(0)
        .fails("Underflow")
        .free_result(0)
        .fails("ResourceNotAvailable")
        .deviates("D3"),
        scenario(
            "d3-both-ends",
            "From 1 to 2^64-2: Underflow comes first",
            "Both neighbours' addresses are out of range; the left one is computed first.",
        )
        .address(1, MAX - 1)
        .first(MAX - 1, 1)
        .gives(1, MAX - 1)
        .free_result(0)
        .fails("Underflow")
        .deviates("D3"),
        scenario(
            "d3-right-neighbour-does-not-merge",
            "Beside a lost range nothing merges across",
            "The gap stays between what lies on its two sides.",
        )
        .address(0, 0x30)
        .first(1, 1)
        .gives(0, 0)
        .first(0xf, 1)
        .gives(1, 0xf)
        .first(0x10, 0x10)
        .gives(0x10, 0x1f)
        .free_result(1)
        .fails("Underflow")
        .free_result(0)
        .ok()
        .free_result(2)
        .ok()
        .exact(0x10, 1, 0)
        .fails("ResourceNotAvailable")
        .deviates("D3"),
        scenario(
            "d3-free-range",
            "A space from 1 is lost when it is freed though nothing was taken",
            "With D2: one wrong call on a fresh allocator, which even fails, destroys it.",
        )
        .address(1, 0xfff)
        .free(1, 0xfff)
        .fails("Underflow")
        .first(1, 1)
        .fails("ResourceNotAvailable")
        .deviates("D2")
        .deviates("D3"),
        scenario(
            "d3-free-range-below-top",
            "A hole up to 2^64-2 is lost when it is freed though nothing was taken",
            "The other end.",
        )
        .address(MAX - 0x1000, 0x1000)
        .first(0x800, 1)
        .gives(MAX - 0x1000, MAX - 0x801)
        .free(MAX - 0x800, MAX - 1)
        .fails("Overflow")
        .first(1, 1)
        .fails("ResourceNotAvailable")
        .deviates("D2")
        .deviates("D3"),
        scenario(
            "d3-left-neighbour-stays",
            "A free left neighbour of a range lost at the top stays as it was",
            "The merge was computed but never made.",
        )
        .address(MAX - 0x100, 0x100)
        .first(0x80, 1)
        .gives(MAX - 0x100, MAX - 0x81)
        .first(0x80, 1)
        .gives(MAX - 0x80, MAX - 1)
        .free_result(0)
        .ok()
        .free_result(1)
        .fails("Overflow")
        .first(0x80, 1)
        .gives(MAX - 0x100, MAX - 0x81)
        .deviates("D3"),
    ]
}

pub(super) fn d4() -> Vec<Scenario> {
    vec![
        scenario(
            "d4-left-byte",
            "A free byte on the left is not joined",
            "Two bytes are looked for on the left, and one is there.",
        )
        .address(0x1000, 0x100)
        .first(1, 1)
        .gives(0x1000, 0x1000)
        .first(0xff, 1)
        .gives(0x1001, 0x10ff)
        .free_result(0)
        .ok()
        .free_result(1)
        .ok()
        .first(0x100, 1)
        .fails("ResourceNotAvailable")
        .deviates("D4"),
        scenario(
            "d4-right-byte",
            "A free byte on the right is not joined",
            "Two bytes are looked for on the right, and one is there.",
        )
        .address(0x1000, 0x100)
        .last(1, 1)
        .gives(0x10ff, 0x10ff)
        .last(0xff, 1)
        .gives(0x1000, 0x10fe)
        .free_result(0)
        .ok()
        .free_result(1)
        .ok()
        .first(0x100, 1)
        .fails("ResourceNotAvailable")
        .deviates("D4"),
        scenario(
            "d4-both-bytes",
            "Free bytes on both sides are not joined",
            "Three free ranges side by side where one should be.",
        )
        .address(0x1000, 0x100)
        .first(1, 1)
        .last(1, 1)
        .first(0xfe, 1)
        .gives(0x1001, 0x10fe)
        .free_result(0)
        .ok()
        .free_result(1)
        .ok()
        .free_result(2)
        .ok()
        .last(0xff, 1)
        .fails("ResourceNotAvailable")
        .deviates("D4"),
        scenario(
            "d4-byte-left-by-a-split",
            "A byte that a split left over is not joined again",
            "No range of one byte was ever asked for: alignment made it.",
        )
        .address(0xfff, 0x1001)
        .first(0x1000, 0x1000)
        .gives(0x1000, 0x1fff)
        .free_result(0)
        .ok()
        .first(0x1001, 1)
        .fails("ResourceNotAvailable")
        .deviates("D4"),
        scenario(
            "d4-lower-place-is-missed",
            "FirstMatch misses the lowest place",
            "The free byte and the free range after it would serve the request together.",
        )
        .address(0x1000, 0x200)
        .first(1, 1)
        .first(0x7f, 1)
        .exact(0x10, 0x10, 0x1100)
        .gives(0x1100, 0x110f)
        .exact(0x80, 0x80, 0x1080)
        .gives(0x1080, 0x10ff)
        .free_result(0)
        .ok()
        .free_result(1)
        .ok()
        .first(0x80, 1)
        .gives(0x1110, 0x118f)
        .deviates("D4"),
        scenario(
            "d4-exact-across-the-byte",
            "ExactMatch across a free byte and its free neighbour is refused",
            "All bytes asked for are free.",
        )
        .address(0x1000, 0x100)
        .first(1, 1)
        .first(0xff, 1)
        .free_result(0)
        .ok()
        .free_result(1)
        .ok()
        .exact(2, 1, 0x1000)
        .fails("ResourceNotAvailable")
        .deviates("D4"),
    ]
}

/// A space [1, 0xfff] whose only range D3 has taken out of the tree.
fn emptied(slug: &str, title: &str, why: &str) -> Scenario {
    scenario(slug, title, why)
        .address(1, 0xfff)
        .first(0xfff, 1)
        .gives(1, 0xfff)
        .free_result(0)
        .fails("Underflow")
        .deviates("D3")
}

pub(super) fn d10() -> Vec<Scenario> {
    vec![
        emptied(
            "d10-part-of-the-space",
            "After D3 emptied the tree, a free of any part succeeds",
            "With no root there is nothing to compare with.",
        )
        .free(0x100, 0x1ff)
        .ok()
        .first(0x100, 0x100)
        .gives(0x100, 0x1ff)
        .deviates("D10"),
        emptied(
            "d10-outside-the-space",
            "After D3 emptied the tree, addresses outside the space are added",
            "And then handed out, beyond the allocator's own end.",
        )
        .free(0x5000, 0x5fff)
        .ok()
        .first(0x1000, 0x1000)
        .gives(0x5000, 0x5fff)
        .deviates("D10"),
        emptied(
            "d10-only-once",
            "The first free after D3 decides, later ones are checked again",
            "As soon as there is a root, ranges that are no nodes are refused.",
        )
        .free(0x100, 0x1ff)
        .ok()
        .free(0x300, 0x3ff)
        .fails("ResourceNotAvailable")
        .free(0x100, 0x1ff)
        .ok()
        .deviates("D2")
        .deviates("D10"),
        emptied(
            "d10-empty-serves-nothing",
            "An emptied tree answers ResourceNotAvailable to every policy",
            "Even where ExactMatch otherwise answers Overflow.",
        )
        .first(1, 1)
        .fails("ResourceNotAvailable")
        .last(1, 1)
        .fails("ResourceNotAvailable")
        .exact(1, 1, 2)
        .fails("ResourceNotAvailable")
        .exact(1, 1, MAX)
        .fails("ResourceNotAvailable")
        .first(0, 1)
        .fails("InvalidSize"),
        emptied(
            "d10-the-same-range-again",
            "Freeing the lost range again fails as before",
            "From address 1 the free fails even on an empty tree: it is no way to repair it.",
        )
        .free_result(0)
        .fails("Underflow")
        .first(1, 1)
        .fails("ResourceNotAvailable")
        .deviates("D10"),
        emptied(
            "d10-from-zero",
            "After D3 emptied the tree, a range from 0 below the space is added",
            "The nearest way to get almost everything back, with one byte too many.",
        )
        .free(0, 0xfff)
        .ok()
        .first(0x1000, 1)
        .gives(0, 0xfff)
        .deviates("D10"),
        scenario(
            "d10-at-the-top",
            "The same after a loss at the other end",
            "A space up to 2^64-2, emptied by Overflow; a range up to 2^64-1 is added.",
        )
        .address(MAX - 0x1000, 0x1000)
        .first(0x1000, 1)
        .gives(MAX - 0x1000, MAX - 1)
        .free_result(0)
        .fails("Overflow")
        .free(MAX - 0xf, MAX)
        .ok()
        .first(0xf, 1)
        .gives(MAX - 0xf, MAX - 1)
        .deviates("D3")
        .deviates("D10"),
    ]
}

pub(super) fn d13() -> Vec<Scenario> {
    vec![
        scenario(
            "d13-double-free-joins-a-byte",
            "Freeing a free byte again joins it with its neighbour",
            "What D4 left apart, a second free repairs: a double free is not without effect.",
        )
        .address(0x1000, 0x100)
        .first(1, 1)
        .gives(0x1000, 0x1000)
        .first(0xff, 1)
        .gives(0x1001, 0x10ff)
        .free_result(0)
        .ok()
        .free_result(1)
        .ok()
        .first(0x100, 1)
        .fails("ResourceNotAvailable")
        .free_result(0)
        .ok()
        .first(0x100, 1)
        .gives(0x1000, 0x10ff)
        .deviates("D2")
        .deviates("D4")
        .deviates("D13"),
        scenario(
            "d13-double-free-joins-both-sides",
            "Freeing a free byte again joins the ranges on both sides of it",
            "One call that should have been refused turns three free ranges into one.",
        )
        .address(0x1000, 0x100)
        .exact(1, 1, 0x1080)
        .gives(0x1080, 0x1080)
        .first(0x80, 1)
        .gives(0x1000, 0x107f)
        .last(0x7f, 1)
        .gives(0x1081, 0x10ff)
        .free_result(0)
        .ok()
        .free_result(1)
        .ok()
        .free_result(2)
        .ok()
        .free_result(0)
        .ok()
        .shows("merge:both")
        .deviates("D2")
        .deviates("D4")
        .deviates("D13"),
        scenario(
            "d13-larger-neighbour-does-not",
            "Freeing the larger neighbour again joins nothing",
            "It looks for two bytes and finds one, the second time as the first.",
        )
        .address(0x1000, 0x100)
        .first(1, 1)
        .first(0xff, 1)
        .free_result(0)
        .ok()
        .free_result(1)
        .ok()
        .free_result(1)
        .ok()
        .first(0x100, 1)
        .fails("ResourceNotAvailable")
        .deviates("D2")
        .deviates("D4"),
        scenario(
            "d13-double-free-joins-what-a-theft-left",
            "Freeing what a theft left over joins it with its neighbour",
            "What D12 left apart, a free of a range that nobody holds repairs.",
        )
        .address(0x1000, 0x1000)
        .exact(0x400, 0x400, 0x1400)
        .gives(0x1400, 0x17ff)
        .exact(0x200, 0x200, 0x1400)
        .gives(0x1400, 0x15ff)
        .free(0x1600, 0x17ff)
        .ok()
        .first(0xa00, 0x200)
        .gives(0x1600, 0x1fff)
        .deviates("D1")
        .deviates("D2")
        .deviates("D12")
        .deviates("D13"),
    ]
}
