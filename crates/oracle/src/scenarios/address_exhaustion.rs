//! Spaces that run out, and come back.

use crate::scenario::{Group, Scenario, scenario};

pub(super) fn group() -> Group {
    Group {
        subject: "address-exhaustion",
        title: "allocate and free: exhaustion and recovery",
        scenarios: vec![
            filled_by_first(),
            filled_by_last(),
            recovered_in_the_middle(),
            recovered_by_last(),
            by_fragments(),
            by_alignment(),
            compacted(),
            all_back_in_another_order(),
            single_bytes_by_first(),
            single_bytes_given_back(),
            pairs_given_back(),
            refused_then_smaller(),
        ],
    }
}

fn filled_by_first() -> Scenario {
    scenario(
        "filled-by-first-match",
        "Eight pages fill a space of eight pages",
        "Each request is served until none is left, and no later one is.",
    )
    .address(0x8000, 0x8000)
    .repeat(8, |case, count| {
        let start = 0x8000 + u64::from(count) * 0x1000;
        case.first(0x1000, 0x1000).gives(start, start + 0xfff)
    })
    .first(0x1000, 0x1000)
    .fails("ResourceNotAvailable")
    .first(1, 1)
    .fails("ResourceNotAvailable")
}

fn filled_by_last() -> Scenario {
    scenario(
        "filled-by-last-match",
        "Eight pages fill a space of eight pages from above",
        "The mirror image: the last place is the base.",
    )
    .address(0x8000, 0x8000)
    .repeat(8, |case, count| {
        let start = 0xf000 - u64::from(count) * 0x1000;
        case.last(0x1000, 0x1000).gives(start, start + 0xfff)
    })
    .last(0x1000, 0x1000)
    .fails("ResourceNotAvailable")
}

fn four_pages(case: Scenario) -> Scenario {
    case.address(0x4000, 0x4000).repeat(4, |case, count| {
        let start = 0x4000 + u64::from(count) * 0x1000;
        case.first(0x1000, 0x1000).gives(start, start + 0xfff)
    })
}

fn recovered_in_the_middle() -> Scenario {
    four_pages(scenario(
        "recovered-in-the-middle",
        "One page freed in a full space is the next one served",
        "Recovery needs no more than one free range, wherever it lies.",
    ))
    .first(0x1000, 0x1000)
    .fails("ResourceNotAvailable")
    .free_result(2)
    .ok()
    .first(0x1001, 1)
    .fails("ResourceNotAvailable")
    .first(0x1000, 0x1000)
    .gives(0x6000, 0x6fff)
    .first(1, 1)
    .fails("ResourceNotAvailable")
}

fn recovered_by_last() -> Scenario {
    four_pages(scenario(
        "recovered-by-last-match",
        "Two separate pages freed in a full space, the higher one served first",
        "LastMatch in a space that FirstMatch filled.",
    ))
    .free_result(0)
    .ok()
    .free_result(2)
    .ok()
    .last(0x800, 0x800)
    .gives(0x6800, 0x6fff)
    .last(0x1000, 0x800)
    .gives(0x4000, 0x4fff)
    .last(0x800, 0x800)
    .gives(0x6000, 0x67ff)
}

fn by_fragments() -> Scenario {
    four_pages(scenario(
        "by-fragments",
        "Half the space is free and two pages are refused",
        "Free pages that are no neighbours: external fragmentation.",
    ))
    .free_result(0)
    .ok()
    .free_result(2)
    .ok()
    .first(0x2000, 0x1000)
    .fails("ResourceNotAvailable")
    .last(0x2000, 0x1000)
    .fails("ResourceNotAvailable")
}

fn by_alignment() -> Scenario {
    scenario(
        "by-alignment",
        "Odd sizes on a large alignment use up the space early",
        "Four requests of 0x801 bytes fill four pages; the rests serve smaller alignments.",
    )
    .address(0x4000, 0x4000)
    .repeat(4, |case, count| {
        let start = 0x4000 + u64::from(count) * 0x1000;
        case.first(0x801, 0x1000).gives(start, start + 0x800)
    })
    .first(1, 0x1000)
    .fails("ResourceNotAvailable")
    .first(0x700, 0x100)
    .gives(0x4900, 0x4fff)
}

fn compacted() -> Scenario {
    four_pages(scenario(
        "compacted",
        "Freeing the page between two free ones serves three pages",
        "The remedy for fragmentation: a merge on both sides.",
    ))
    .free_result(0)
    .ok()
    .free_result(2)
    .ok()
    .first(0x3000, 0x1000)
    .fails("ResourceNotAvailable")
    .free_result(1)
    .ok()
    .first(0x3000, 0x1000)
    .gives(0x4000, 0x6fff)
    .shows("merge:both")
}

fn all_back_in_another_order() -> Scenario {
    four_pages(scenario(
        "all-back-in-another-order",
        "All pages freed in another order than taken",
        "At the end the whole space is one free range again.",
    ))
    .free_result(3)
    .ok()
    .free_result(0)
    .ok()
    .free_result(1)
    .ok()
    .free_result(2)
    .ok()
    .last(0x4000, 0x4000)
    .gives(0x4000, 0x7fff)
}

fn single_bytes_by_first() -> Scenario {
    scenario(
        "single-bytes-by-first-match",
        "Six bytes, one at a time",
        "The smallest ranges fill the smallest space; the last one is a free range of one byte.",
    )
    .address(0x10, 6)
    .repeat(6, |case, count| {
        let start = 0x10 + u64::from(count);
        case.first(1, 1).gives(start, start)
    })
    .first(1, 1)
    .fails("ResourceNotAvailable")
}

fn single_bytes_given_back() -> Scenario {
    single_bytes_by_first_named(
        "single-bytes-given-back",
        "Six single bytes given back never join",
        "Every neighbour has one byte: the space is free but can't serve two bytes again (D4).",
    )
    .repeat(6, |case, count| case.free_result(count as usize).ok())
    .first(2, 1)
    .fails("ResourceNotAvailable")
    .first(1, 1)
    .gives(0x10, 0x10)
    .deviates("D4")
}

fn single_bytes_by_first_named(slug: &str, title: &str, why: &str) -> Scenario {
    scenario(slug, title, why)
        .address(0x10, 6)
        .repeat(6, |case, _| case.first(1, 1))
}

fn pairs_given_back() -> Scenario {
    scenario(
        "pairs-given-back",
        "Three pairs of bytes given back join",
        "With two bytes each the same frees recover the whole space.",
    )
    .address(0x10, 6)
    .repeat(3, |case, _| case.first(2, 1))
    .repeat(3, |case, count| case.free_result(count as usize).ok())
    .first(6, 1)
    .gives(0x10, 0x15)
}

fn refused_then_smaller() -> Scenario {
    scenario(
        "refused-then-smaller",
        "After refusals of ever smaller sizes the last one fits",
        "How a caller finds the largest free range: none of the refusals changes anything.",
    )
    .address(0x1000, 0x1000)
    .exact(0x10, 0x10, 0x1400)
    .gives(0x1400, 0x140f)
    .first(0x1000, 1)
    .fails("ResourceNotAvailable")
    .first(0xc00, 1)
    .fails("ResourceNotAvailable")
    .first(0xbf1, 1)
    .fails("ResourceNotAvailable")
    .first(0xbf0, 1)
    .gives(0x1410, 0x1fff)
}
