//! The crate's own unit and documentation tests, as far as its public API can express them.
//!
//! Left out, since they reach into private items: `test_search`, `test_is_free`, insertion of
//! overlapping nodes (`test_tree_insert_intersect_negative`, `test_tree_insert_duplicate_negative`)
//! and of a node too deep (`test_tree_stack_overflow_negative`).

use super::{EXACT, LAST, MAX};
use crate::scenario::{Group, Scenario, scenario};
use std::cmp::Ordering::{Equal, Greater, Less};
use vm_allocator::{AllocPolicy, DEFAULT_CONSTRAINT_ALIGN};

pub(super) fn group() -> Group {
    let mut scenarios = ranges_and_constraints();
    scenarios.extend(address_allocator());
    scenarios.extend(interval_tree());
    scenarios.extend(id_allocator());
    scenarios.extend(device_manager());
    Group {
        subject: "crate-tests",
        title: "the crate's own unit and documentation tests",
        scenarios,
    }
}

/// A case of the crate's test `name`; the module's last part leads.
fn cited(slug: &str, name: &str, title: &str) -> Scenario {
    let why = format!("The crate's test {name}.");
    scenario(slug, title, why).tag(&format!("crate-test:{name}"))
}

fn ranges_and_constraints() -> Vec<Scenario> {
    vec![
        cited(
            "doc-range",
            "doc:RangeInclusive",
            "The example of RangeInclusive",
        )
        .range(0, 0x100)
        .len(0x101)
        .contains(0x50, 0x80, true)
        .overlaps(0x99, 0x150, true),
        cited(
            "new-range-reversed",
            "lib::test_new_range",
            "A reversed range",
        )
        .range(2, 1)
        .refused("InvalidRange"),
        cited(
            "new-range-all",
            "lib::test_new_range",
            "The range of all addresses",
        )
        .range(0, MAX)
        .refused("InvalidRange"),
        cited(
            "range-upper-bound",
            "lib::test_range_upper_bound",
            "The range of all addresses, again",
        )
        .range(0, MAX)
        .refused("InvalidRange"),
        cited(
            "range-overlaps",
            "lib::test_range_overlaps",
            "Overlaps of [1, 4], and its length",
        )
        .range(1, 4)
        .overlaps(4, 6, true)
        .overlaps(2, 3, true)
        .overlaps(5, 6, false)
        .len(4),
        cited(
            "range-overlaps-b",
            "lib::test_range_overlaps",
            "[4, 6] overlaps [1, 4]",
        )
        .range(4, 6)
        .overlaps(1, 4, true),
        cited(
            "range-overlaps-c",
            "lib::test_range_overlaps",
            "[2, 3] overlaps [1, 4]",
        )
        .range(2, 3)
        .overlaps(1, 4, true),
        cited(
            "range-overlaps-e",
            "lib::test_range_overlaps",
            "[5, 6] does not overlap [1, 4]",
        )
        .range(5, 6)
        .overlaps(1, 4, false),
        cited(
            "range-contain",
            "lib::test_range_contain",
            "What [2, 6] contains",
        )
        .range(2, 6)
        .contains(2, 3, true)
        .contains(3, 4, true)
        .contains(5, 6, true)
        .contains(1, 2, false)
        .contains(1, 3, false)
        .contains(1, 7, false)
        .contains(7, 8, false)
        .contains(6, 7, false),
        cited(
            "range-order",
            "lib::test_range_ord",
            "The order of ranges with one start",
        )
        .range(1, 4)
        .equals(1, 4, true)
        .compare(1, 4, Equal)
        .compare(1, 3, Greater)
        .compare(1, 5, Less),
        cited(
            "range-getters",
            "lib::test_getters",
            "First and last address of [3, 5]",
        )
        .range(3, 5),
        cited(
            "constraint-unaligned",
            "lib::constraint_getter",
            "An unaligned exact address",
        )
        .constraint(0x1000, 0x1000, EXACT(0xc))
        .refused("UnalignedAddress"),
        cited(
            "constraint-getter",
            "lib::constraint_getter",
            "Size and alignment of a constraint",
        )
        .constraint(0x1000, 0x1000, AllocPolicy::default()),
        cited(
            "doc-constraint",
            "doc:Constraint",
            "The example of Constraint",
        )
        .constraint(4, DEFAULT_CONSTRAINT_ALIGN, AllocPolicy::FirstMatch),
        cited(
            "doc-constraint-align",
            "doc:Constraint",
            "The example's alignment of 3",
        )
        .constraint(4, 3, LAST)
        .refused("InvalidAlignment"),
        cited(
            "doc-constraint-address",
            "doc:Constraint",
            "The example's unaligned address",
        )
        .constraint(4, 4, EXACT(3))
        .refused("UnalignedAddress"),
    ]
}

fn address_allocator() -> Vec<Scenario> {
    vec![
        cited(
            "exact-match-length-check",
            "address_allocator::test_regression_exact_match_length_check",
            "Two exact halves, and two refusals between them",
        )
        .address(0, 0x2000)
        .exact(0x1000, 0x1000, 0x1000)
        .gives(0x1000, 0x1fff)
        .first(0, 0x1000)
        .fails("InvalidSize")
        .exact(0x1000, 0x1000, 3)
        .fails("UnalignedAddress")
        .exact(0x1000, 0x1000, 0)
        .gives(0, 0xfff),
        cited(
            "new-overflow",
            "address_allocator::test_new_fails_overflow",
            "A space beyond the u64",
        )
        .address(MAX, 0x100)
        .refused("Overflow"),
        cited(
            "new-size-zero",
            "address_allocator::test_new_fails_size_zero",
            "A space of no bytes",
        )
        .address(0x1000, 0)
        .refused("Underflow")
        .deviates("D15"),
        cited(
            "alignment-zero",
            "address_allocator::test_allocate_fails_alignment_zero",
            "Alignment 0",
        )
        .address(0x1000, 0x10000)
        .first(0x100, 0)
        .fails("InvalidAlignment"),
        cited(
            "alignment-non-power-of-two",
            "address_allocator::test_allocate_fails_alignment_non_power_of_two",
            "Alignment 200",
        )
        .address(0x1000, 0x10000)
        .first(0x100, 200)
        .fails("InvalidAlignment"),
        cited(
            "not-enough-space",
            "address_allocator::test_allocate_fails_not_enough_space",
            "More than what is left, then less",
        )
        .address(0x1000, 0x1000)
        .last(0x800, 0x100)
        .gives(0x1800, 0x1fff)
        .first(0x900, 0x100)
        .fails("ResourceNotAvailable")
        .first(0x400, 0x100)
        .gives(0x1000, 0x13ff),
        cited(
            "alignment-first",
            "address_allocator::test_allocate_with_alignment_first_ok",
            "FirstMatch with alignment",
        )
        .address(0x1000, 0x1000)
        .first(0x110, 0x100)
        .gives(0x1000, 0x110f)
        .first(0x100, 0x100)
        .gives(0x1200, 0x12ff)
        .first(0x10, 0x100)
        .gives(0x1300, 0x130f),
        cited(
            "alignment-last",
            "address_allocator::test_allocate_with_alignment_last_ok",
            "LastMatch with alignment",
        )
        .address(0x1000, 0x10000)
        .last(0x110, 0x100)
        .gives(0x10e00, 0x10f0f)
        .last(0x100, 0x100)
        .gives(0x10d00, 0x10dff)
        .last(0x10, 0x100)
        .gives(0x10c00, 0x10c0f),
        cited(
            "exact-not-enough-space",
            "address_allocator::test_allocate_address_not_enough_space",
            "ExactMatch in a hole that is too short, then long enough",
        )
        .address(0x1000, 0x1000)
        .first(0x800, 0x100)
        .gives(0x1000, 0x17ff)
        .exact(0x200, 0x100, 0x1a00)
        .gives(0x1a00, 0x1bff)
        .exact(0x800, 0x100, 0x1800)
        .fails("ResourceNotAvailable")
        .exact(0x100, 0x100, 0x1800)
        .gives(0x1800, 0x18ff),
        cited(
            "free-and-realloc",
            "address_allocator::test_tree_allocate_address_free_and_realloc",
            "The same range twice",
        )
        .address(0x1000, 0x1000)
        .first(0x800, 0x100)
        .gives(0x1000, 0x17ff)
        .free(0x1000, 0x17ff)
        .ok()
        .first(0x800, 0x100)
        .gives(0x1000, 0x17ff),
        cited(
            "range-size-one-left",
            "address_allocator::test_allow_range_size_one_left",
            "A single byte is left in front and taken",
        )
        .address(1, 1000)
        .first(10, 2)
        .gives(2, 11)
        .first(1, 1)
        .gives(1, 1),
        cited(
            "fail-free-and-realloc",
            "address_allocator::test_allocate_address_fail_free_and_realloc",
            "Two refusals, then an exact range that comes and goes",
        )
        .address(0, 0x1000)
        .first(0x2000, 0x100)
        .fails("ResourceNotAvailable")
        .free(0x1200, 0x3200)
        .fails("ResourceNotAvailable")
        .exact(0x4fe, 0x100, 0x500)
        .gives(0x500, 0x9fd)
        .free(0x500, 0x9fd)
        .ok(),
    ]
}

fn interval_tree() -> Vec<Scenario> {
    vec![
        cited(
            "integer-wrapping",
            "interval_tree::test_integer_wrapping",
            "An exact range that ends at 2^64-1",
        )
        .address(1, MAX)
        .exact(1 << 63, 1 << 63, 1 << 63)
        .fails("Overflow")
        .deviates("D6"),
        cited(
            "align-up",
            "interval_tree::test_range_align_up",
            "2 rounded up by 1, 2, 4, 0 and 3",
        )
        .address(2, 0x10)
        .first(1, 0)
        .fails("InvalidAlignment")
        .first(1, 3)
        .fails("InvalidAlignment")
        .first(1, 4)
        .gives(4, 4)
        .first(1, 2)
        .gives(2, 2)
        .first(1, 1)
        .gives(3, 3),
        cited(
            "align-up-at-top",
            "interval_tree::test_range_align_up",
            "2^64-3 rounded up by 4 overflows, by 2 does not",
        )
        .address(MAX - 2, 2)
        .first(1, 4)
        .fails("ResourceNotAvailable")
        .first(1, 2)
        .gives(MAX - 1, MAX - 1),
        cited(
            "search-superset",
            "interval_tree::test_search_superset",
            "Exact ranges in the front, the middle and the back of a node, and beyond it",
        )
        .address(0x90, 0x270)
        .exact(0x11, 0x10, 0x100)
        .gives(0x100, 0x110)
        .exact(2, 1, 0x2ff)
        .fails("ResourceNotAvailable")
        .exact(2, 1, 0x300)
        .fails("ResourceNotAvailable")
        .exact(6, 1, 0x90)
        .gives(0x90, 0x95)
        .exact(2, 1, 0x200)
        .gives(0x200, 0x201)
        .exact(8, 1, 0x209)
        .gives(0x209, 0x210)
        .exact(0x11, 1, 0x2ef)
        .gives(0x2ef, 0x2ff),
        cited(
            "invalid-transition",
            "interval_tree::test_tree_mark_as_allocated_invalid_transition",
            "A live range can't be marked again",
        )
        .address(0x100, 0x11)
        .exact(0x11, 1, 0x100)
        .gives(0x100, 0x110)
        .exact(0x11, 1, 0x100)
        .fails("InvalidStateTransition")
        .deviates("D1")
        .deviates("D16"),
        cited(
            "mark-not-available",
            "interval_tree::test_tree_mark_as_allocated_resource_not_available",
            "Ranges beside the only node",
        )
        .address(0x100, 0x11)
        .first(0x11, 1)
        .gives(0x100, 0x110)
        .exact(2, 1, 0x111)
        .fails("ResourceNotAvailable")
        .exact(3, 1, 0x90)
        .fails("ResourceNotAvailable"),
        cited(
            "mark-as-allocated",
            "interval_tree::test_tree_mark_as_allocated",
            "The second of two nodes is marked",
        )
        .address(0x100, 0x200)
        .exact(0x100, 0x100, 0x100)
        .gives(0x100, 0x1ff)
        .exact(0x100, 0x100, 0x200)
        .gives(0x200, 0x2ff)
        .shows("split:1"),
        cited(
            "insert-balanced",
            "interval_tree::test_tree_insert_balanced",
            "Nodes that go in and out leave a balanced tree",
        )
        .address(0x60, 0x340)
        .exact(0x11, 0x10, 0x300)
        .gives(0x300, 0x310)
        .exact(0x10, 0x10, 0x90)
        .gives(0x90, 0x9f)
        .exact(3, 1, 0x314)
        .gives(0x314, 0x316)
        .exact(3, 1, 0x317)
        .gives(0x317, 0x319)
        .exact(3, 1, 0x321)
        .gives(0x321, 0x323)
        .free(0x321, 0x323)
        .ok()
        .free(0x314, 0x316)
        .ok()
        .free(0x317, 0x319)
        .ok()
        .trees(),
        cited(
            "tree-delete",
            "interval_tree::test_tree_delete",
            "A node between two others goes out and in again",
        )
        .address(0x100, 0x300)
        .exact(0x100, 0x100, 0x200)
        .gives(0x200, 0x2ff)
        .free_result(0)
        .ok()
        .exact(0x100, 0x100, 0x200)
        .gives(0x200, 0x2ff)
        .exact(0x100, 0x100, 0x300)
        .gives(0x300, 0x3ff)
        .free_result(2)
        .ok()
        .free_result(3)
        .ok()
        .trees(),
    ]
}

fn id_allocator() -> Vec<Scenario> {
    vec![
        cited(
            "ids-reversed",
            "id_allocator::test_slot_id_allocation",
            "A reversed range of ids",
        )
        .ids(23, 5)
        .refused("InvalidRange"),
        cited(
            "ids-allocation",
            "id_allocator::test_slot_id_allocation",
            "All ids from 5 to 23",
        )
        .ids(5, 23)
        .take()
        .id(5)
        .repeat(18, |case, _| case.take())
        .take()
        .fails("ResourceNotAvailable"),
        cited(
            "ids-overflow",
            "id_allocator::test_u32_overflow",
            "The two highest ids",
        )
        .ids(u32::MAX - 1, u32::MAX)
        .take()
        .id(u32::MAX - 1)
        .take()
        .id(u32::MAX)
        .take()
        .fails("Overflow")
        .deviates("D8"),
        cited(
            "ids-free",
            "id_allocator::test_slot_id_free",
            "Freed ids come back, lowest first",
        )
        .ids(5, 23)
        .give(3)
        .fails("OutOfRange")
        .repeat(9, |case, _| case.take())
        .give(10)
        .id(10)
        .give(10)
        .fails("AlreadyReleased")
        .give(9)
        .id(9)
        .take()
        .id(9)
        .give(21)
        .fails("NeverAllocated"),
        cited(
            "ids-never-allocated-boundary",
            "id_allocator::test_free_id_never_allocated_boundary",
            "The next new id can't be freed",
        )
        .ids(5, 23)
        .give(5)
        .fails("NeverAllocated")
        .repeat(3, |case, _| case.take())
        .give(8)
        .fails("NeverAllocated"),
        cited(
            "ids-is-allocated",
            "id_allocator::test_is_allocated",
            "One id through its life",
        )
        .ids(5, 23)
        .asks(4)
        .no()
        .asks(24)
        .no()
        .asks(10)
        .no()
        .take()
        .id(5)
        .asks(5)
        .yes()
        .asks(6)
        .no()
        .give(5)
        .id(5)
        .asks(5)
        .no()
        .take()
        .id(5)
        .asks(5)
        .yes(),
        cited(
            "ids-is-allocated-full-range",
            "id_allocator::test_is_allocated_full_range",
            "The two highest ids through their lives",
        )
        .ids(u32::MAX - 1, u32::MAX)
        .asks(u32::MAX - 1)
        .no()
        .asks(u32::MAX)
        .no()
        .take()
        .id(u32::MAX - 1)
        .asks(u32::MAX - 1)
        .yes()
        .asks(u32::MAX)
        .no()
        .take()
        .id(u32::MAX)
        .asks(u32::MAX)
        .yes()
        .give(u32::MAX)
        .id(u32::MAX)
        .asks(u32::MAX)
        .no()
        .asks(u32::MAX - 1)
        .yes(),
        cited(
            "ids-is-allocated-with-freed",
            "id_allocator::test_is_allocated_with_freed",
            "A freed id below an allocated one",
        )
        .ids(5, 23)
        .take()
        .take()
        .asks(6)
        .yes()
        .asks(7)
        .no()
        .give(5)
        .id(5)
        .asks(5)
        .no()
        .asks(6)
        .yes()
        .asks(7)
        .no(),
        cited(
            "ids-sanity",
            "id_allocator::test_id_sanity_checks",
            "In and out of the range",
        )
        .ids(5, 23)
        .give(4)
        .fails("OutOfRange")
        .give(6)
        .fails("NeverAllocated")
        .give(25)
        .fails("OutOfRange"),
    ]
}

/// The example on the crate's first page needs both allocators: a vector for each.
fn device_manager() -> Vec<Scenario> {
    vec![
        cited(
            "doc-device-manager-mmio",
            "doc:crate",
            "A device slot's page is reserved and freed",
        )
        .address(0xd000_0000, 768 << 20)
        .first(0x1000, 0x1000)
        .gives(0xd000_0000, 0xd000_0fff)
        .free_result(0)
        .ok(),
        cited(
            "doc-device-manager-id",
            "doc:crate",
            "A device slot's id is reserved and freed",
        )
        .ids(0, 100)
        .take()
        .id(0)
        .give_result(0)
        .id(0),
    ]
}
