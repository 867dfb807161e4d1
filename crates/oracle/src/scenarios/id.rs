//! `IdAllocator`: the lowest id that is free.

use crate::scenario::{Group, Scenario, scenario};

const TOP: u32 = u32::MAX;

pub(super) fn group() -> Group {
    let mut scenarios = construction();
    scenarios.extend(order());
    scenarios.extend(exhaustion());
    scenarios.extend(refusals());
    scenarios.extend(questions());
    scenarios.extend(top());
    Group {
        subject: "id",
        title: "IdAllocator: the lowest free id of a range",
        scenarios,
    }
}

fn construction() -> Vec<Scenario> {
    vec![
        scenario(
            "range",
            "Ids 5 to 23",
            "Both ends can be handed out; nothing is yet.",
        )
        .ids(5, 23)
        .asks(5)
        .no(),
        scenario(
            "one-id",
            "A range of one id",
            "Equal ends are one id, not none.",
        )
        .ids(7, 7)
        .take()
        .id(7)
        .take()
        .fails("ResourceNotAvailable"),
        scenario(
            "id-zero",
            "The id 0 alone",
            "0 is an id like any other, not a missing one.",
        )
        .ids(0, 0)
        .take()
        .id(0)
        .take()
        .fails("ResourceNotAvailable")
        .give(0)
        .id(0)
        .take()
        .id(0),
        scenario(
            "all-ids",
            "All 2^32 ids",
            "Unlike addresses, the whole range can be managed.",
        )
        .ids(0, TOP)
        .take()
        .id(0)
        .take()
        .id(1)
        .tag("boundary:u32"),
        scenario(
            "top-id",
            "The highest id alone",
            "The id after it does not exist: exhaustion is told as Overflow (D8).",
        )
        .ids(TOP, TOP)
        .take()
        .id(TOP)
        .take()
        .fails("Overflow")
        .deviates("D8")
        .tag("boundary:u32"),
        scenario(
            "reversed-by-one",
            "An end just below the base is refused",
            "There is no empty range; the payload holds both ends, as u64.",
        )
        .ids(6, 5)
        .refused("InvalidRange"),
        scenario(
            "reversed-fully",
            "From the highest id to 0 is refused",
            "With wrapping arithmetic this would pass for two ids.",
        )
        .ids(TOP, 0)
        .refused("InvalidRange")
        .tag("boundary:u32"),
        scenario(
            "beyond-signed",
            "Ids across 2^31",
            "As signed 32-bit numbers the upper ids are negative.",
        )
        .ids(0x7fff_ffff, 0x8000_0000)
        .take()
        .id(0x7fff_ffff)
        .take()
        .id(0x8000_0000)
        .take()
        .fails("ResourceNotAvailable")
        .give(0x8000_0000)
        .id(0x8000_0000)
        .tag("boundary:u32"),
    ]
}

fn order() -> Vec<Scenario> {
    vec![
        scenario(
            "ascending",
            "Ids come in ascending order",
            "From the base on, one by one.",
        )
        .ids(5, 23)
        .take()
        .id(5)
        .take()
        .id(6)
        .take()
        .id(7),
        scenario(
            "freed-first",
            "A freed id comes before new ones",
            "Reuse before growth.",
        )
        .ids(5, 23)
        .take()
        .take()
        .take()
        .give_result(1)
        .id(6)
        .take()
        .id(6)
        .take()
        .id(8),
        scenario(
            "lowest-freed-first",
            "Of several freed ids the lowest comes first",
            "Neither the last freed (a stack) nor the first freed (a queue).",
        )
        .ids(0, 9)
        .repeat(5, |case, _| case.take())
        .give(3)
        .id(3)
        .give(1)
        .id(1)
        .give(2)
        .id(2)
        .take()
        .id(1)
        .take()
        .id(2)
        .take()
        .id(3)
        .take()
        .id(5),
        scenario(
            "numeric-order",
            "Freed ids are ordered as numbers",
            "As text, 10 would come before 9.",
        )
        .ids(0, 20)
        .repeat(12, |case, _| case.take())
        .give(10)
        .give(9)
        .take()
        .id(9)
        .take()
        .id(10),
        scenario(
            "freed-again-and-again",
            "The same id eight times over",
            "A pair of calls leaves one freed id behind and nothing else.",
        )
        .ids(5, 23)
        .repeat(8, |case, count| {
            case.take().id(5).give_result(2 * count as usize).id(5)
        }),
        scenario(
            "all-freed",
            "After freeing all, the lowest comes again",
            "The next new id does not move back: freed ids are remembered one by one.",
        )
        .ids(0, 3)
        .repeat(3, |case, _| case.take())
        .repeat(3, |case, count| case.give(2 - count))
        .take()
        .id(0)
        .take()
        .id(1)
        .take()
        .id(2)
        .take()
        .id(3),
        scenario(
            "freed-below-and-new",
            "Freed ids run out before new ones begin",
            "The change from the set of freed ids to the next new one.",
        )
        .ids(10, 15)
        .repeat(3, |case, _| case.take())
        .give(10)
        .id(10)
        .give(11)
        .id(11)
        .take()
        .id(10)
        .take()
        .id(11)
        .take()
        .id(13),
    ]
}

fn exhaustion() -> Vec<Scenario> {
    vec![
        scenario(
            "exhausted",
            "After the last id nothing is available",
            "The end itself is handed out; the call after it fails, and so does the next.",
        )
        .ids(5, 7)
        .take()
        .id(5)
        .take()
        .id(6)
        .take()
        .id(7)
        .take()
        .fails("ResourceNotAvailable")
        .take()
        .fails("ResourceNotAvailable"),
        scenario(
            "recovered",
            "A freed id ends the exhaustion",
            "Recovery, and exhaustion again.",
        )
        .ids(5, 7)
        .repeat(3, |case, _| case.take())
        .take()
        .fails("ResourceNotAvailable")
        .give(6)
        .id(6)
        .take()
        .id(6)
        .take()
        .fails("ResourceNotAvailable"),
        scenario(
            "recovered-at-both-ends",
            "First and last id freed after exhaustion",
            "Both ends of the range come back, the lower one first.",
        )
        .ids(5, 7)
        .repeat(3, |case, _| case.take())
        .give(7)
        .id(7)
        .give(5)
        .id(5)
        .take()
        .id(5)
        .take()
        .id(7)
        .take()
        .fails("ResourceNotAvailable"),
        scenario(
            "all-legacy-interrupts",
            "All legacy interrupt lines",
            "Lines 5 to 23, as in the crate's tests, until none is left.",
        )
        .ids(5, 23)
        .repeat(19, |case, count| case.take().id(5 + count))
        .take()
        .fails("ResourceNotAvailable"),
    ]
}

fn refusals() -> Vec<Scenario> {
    vec![
        scenario(
            "free-outside",
            "Ids outside the range can't be freed",
            "Just below the base, just above the end, and at both ends of the u32.",
        )
        .ids(5, 23)
        .give(4)
        .fails("OutOfRange")
        .give(24)
        .fails("OutOfRange")
        .give(0)
        .fails("OutOfRange")
        .give(TOP)
        .fails("OutOfRange"),
        scenario(
            "free-never-allocated",
            "Ids that were never handed out can't be freed",
            "The next new id is the nearest miss: an earlier version of the crate accepted it.",
        )
        .ids(5, 23)
        .give(5)
        .fails("NeverAllocated")
        .take()
        .id(5)
        .give(6)
        .fails("NeverAllocated")
        .give(23)
        .fails("NeverAllocated")
        .give(5)
        .id(5),
        scenario(
            "free-twice",
            "An id can't be freed twice",
            "The set of freed ids tells; the refusal leaves it as it was.",
        )
        .ids(5, 23)
        .take()
        .id(5)
        .give_result(0)
        .id(5)
        .give_result(0)
        .fails("AlreadyReleased")
        .take()
        .id(5)
        .take()
        .id(6),
        scenario(
            "free-twice-after-reuse",
            "An id that was handed out again can be freed again",
            "A stale mark of the first free would refuse it.",
        )
        .ids(5, 23)
        .take()
        .id(5)
        .give(5)
        .id(5)
        .take()
        .id(5)
        .give(5)
        .id(5)
        .give(5)
        .fails("AlreadyReleased"),
        scenario(
            "free-twice-when-exhausted",
            "In an exhausted range the errors stay apart",
            "Outside the range, freed before, and freed now.",
        )
        .ids(5, 6)
        .take()
        .take()
        .give(6)
        .id(6)
        .give(6)
        .fails("AlreadyReleased")
        .give(7)
        .fails("OutOfRange")
        .give(5)
        .id(5),
        scenario(
            "outside-before-never",
            "Outside the range is reported before never allocated",
            "On a fresh allocator both are true of these ids.",
        )
        .ids(5, 23)
        .give(24)
        .fails("OutOfRange")
        .give(4)
        .fails("OutOfRange"),
        scenario(
            "refusals-change-nothing",
            "Refused frees leave the next id as it was",
            "No refusal enters an id into the set of freed ones.",
        )
        .ids(5, 23)
        .take()
        .id(5)
        .give(4)
        .fails("OutOfRange")
        .give(6)
        .fails("NeverAllocated")
        .take()
        .id(6)
        .take()
        .id(7),
    ]
}

fn questions() -> Vec<Scenario> {
    vec![
        scenario(
            "asked-when-fresh",
            "On a fresh allocator nothing is allocated",
            "The base, the end, and one between.",
        )
        .ids(5, 23)
        .asks(5)
        .no()
        .asks(14)
        .no()
        .asks(23)
        .no(),
        scenario(
            "asked-outside",
            "Ids outside the range are never allocated",
            "No error: a plain no, also when the range is exhausted.",
        )
        .ids(5, 6)
        .asks(4)
        .no()
        .asks(7)
        .no()
        .take()
        .take()
        .asks(4)
        .no()
        .asks(7)
        .no()
        .asks(TOP)
        .no(),
        scenario(
            "asked-through-a-life",
            "Asked before, during and after an id's use",
            "New, handed out, freed, handed out again.",
        )
        .ids(5, 23)
        .asks(5)
        .no()
        .take()
        .asks(5)
        .yes()
        .give(5)
        .asks(5)
        .no()
        .take()
        .asks(5)
        .yes(),
        scenario(
            "asked-beside-the-next",
            "The last id handed out and the next new one",
            "The boundary between allocated and not.",
        )
        .ids(5, 23)
        .repeat(3, |case, _| case.take())
        .asks(7)
        .yes()
        .asks(8)
        .no(),
        scenario(
            "asked-around-a-hole",
            "A freed id between allocated ones",
            "Only the hole is free.",
        )
        .ids(0, 9)
        .repeat(3, |case, _| case.take())
        .give(1)
        .asks(0)
        .yes()
        .asks(1)
        .no()
        .asks(2)
        .yes(),
        scenario(
            "asked-when-exhausted",
            "In an exhausted range all ids are allocated",
            "Up to and including the end.",
        )
        .ids(5, 7)
        .repeat(4, |case, _| case.take())
        .asks(5)
        .yes()
        .asks(7)
        .yes(),
    ]
}

fn top() -> Vec<Scenario> {
    vec![
        scenario(
            "top-exhausted",
            "A range that ends at 2^32-1 is exhausted with Overflow",
            "Any other range answers ResourceNotAvailable (D8).",
        )
        .ids(TOP - 1, TOP)
        .take()
        .id(TOP - 1)
        .take()
        .id(TOP)
        .take()
        .fails("Overflow")
        .take()
        .fails("Overflow")
        .deviates("D8"),
        scenario(
            "top-recovered",
            "After Overflow a freed id comes back",
            "There is no next new id any more; the freed ones still work.",
        )
        .ids(TOP - 1, TOP)
        .take()
        .take()
        .take()
        .fails("Overflow")
        .give(TOP)
        .id(TOP)
        .give(TOP)
        .fails("AlreadyReleased")
        .take()
        .id(TOP)
        .take()
        .fails("Overflow")
        .deviates("D8"),
        scenario(
            "top-asked",
            "All ids up to 2^32-1 are allocated, then one is not",
            "No next new id means that all were handed out, not that none was.",
        )
        .ids(TOP - 1, TOP)
        .take()
        .asks(TOP)
        .no()
        .take()
        .asks(TOP)
        .yes()
        .asks(TOP - 1)
        .yes()
        .give(TOP - 1)
        .asks(TOP - 1)
        .no()
        .asks(TOP)
        .yes(),
        scenario(
            "below-top-exhausted",
            "A range that ends at 2^32-2 is exhausted as any other",
            "The neighbour of the case above: the next new id is 2^32-1, outside the range.",
        )
        .ids(TOP - 2, TOP - 1)
        .take()
        .id(TOP - 2)
        .take()
        .id(TOP - 1)
        .take()
        .fails("ResourceNotAvailable")
        .asks(TOP)
        .no()
        .give(TOP)
        .fails("OutOfRange"),
    ]
    .into_iter()
    .map(|case| case.tag("boundary:u32"))
    .collect()
}
