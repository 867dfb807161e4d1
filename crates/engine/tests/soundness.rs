//! The four promises of sound mode, and the deviations that it refuses or repairs one by one.

mod support;

use proptest::prelude::*;
use support::{
    MAX, assert_index_is_true, assert_sound, assert_tiled, live, nodes, plans, range, spaces,
};
use vm_allocator_engine::{
    AddressAllocator, AddressPool, AllocPolicy, Error, Node, NodeState, RangeInclusive, rebuild,
};

const FIRST: AllocPolicy = AllocPolicy::FirstMatch;

proptest! {
    #![proptest_config(support::config())]

    #[test]
    fn promises_hold_whatever_is_called((base, size) in spaces(), plans in plans(150)) {
        let mut pool = AddressPool::new(base, size, true).unwrap();
        for plan in plans {
            let before = pool.allocator().clone();
            let call = plan.call(&before);
            let answer = call.to_pool(&mut pool);
            assert_sound(&before, call, answer, pool.allocator());
            assert_index_is_true(&pool);
        }
        for range in live(pool.allocator()) {
            prop_assert_eq!(pool.free(&range), Ok(()));
            prop_assert_eq!(pool.free(&range), Err(Error::ResourceNotAvailable));
        }
        assert_tiled(pool.allocator());
        let free: u64 = pool.free_index().iter().map(|free| free.bytes()).sum();
        prop_assert_eq!(free, size);
    }

    /// Whatever the crate accepts without harm, sound mode accepts with the same answer.
    #[test]
    fn a_careful_caller_sees_no_difference((base, size) in spaces(), plans in plans(100)) {
        // No address of the space is 1 or 2^64 - 2 (D3).
        let base = base.clamp(2, MAX >> 1);
        let size = size.min(MAX >> 1);
        let mut bare = AddressAllocator::new(base, size).unwrap();
        let mut pool = AddressPool::new(base, size, true).unwrap();
        for plan in plans {
            let call = plan.call(&bare);
            let before = bare.clone();
            let answer = call.to_crate(&mut bare);
            if broke_the_books(&before, &bare) || matches!(call, support::Call::Free(range)
                if !live(&before).contains(&range)) {
                bare = before;
                continue;
            }
            prop_assert_eq!(call.to_pool(&mut pool), answer);
            prop_assert_eq!(pool.allocator(), &bare);
        }
    }
}

/// D1: a range that was live is gone without having been freed, and another one has its place.
fn broke_the_books(before: &AddressAllocator, after: &AddressAllocator) -> bool {
    let (before, after) = (live(before), live(after));
    let gone: Vec<_> = before
        .iter()
        .filter(|range| !after.contains(range))
        .collect();
    gone.iter()
        .any(|gone| after.iter().any(|range| range.overlaps(gone)))
}

fn full(base: u64, size: u64) -> (AddressPool, RangeInclusive) {
    let mut pool = AddressPool::new(base, size, true).unwrap();
    let range = pool.allocate(size, 1, FIRST).unwrap();
    (pool, range)
}

#[test]
fn d1_a_live_range_is_not_allocated_again() {
    let (mut pool, owned) = full(0x1000, 0x100);
    for (address, size) in [
        (0x1000, 1),
        (0x1000, 0xff),
        (0x1040, 0x10),
        (0x10fe, 2),
        (0x10fe, 1),
    ] {
        let exact = AllocPolicy::ExactMatch(address);
        let mut bare = pool.allocator().clone();
        assert!(
            bare.allocate(size, 1, exact).is_ok(),
            "the crate allocates twice"
        );
        assert_eq!(
            pool.allocate(size, 1, exact),
            Err(Error::ResourceNotAvailable)
        );
    }
    assert_eq!(pool.free(&owned), Ok(()));
}

#[test]
fn what_the_crate_refuses_itself_keeps_its_error() {
    // The crate never lets a range end at 2^64 - 1 (D6), but reads a tree that has one.
    let owned = Node {
        start: MAX - 0xff,
        end: MAX,
        state: NodeState::Allocated,
    };
    let allocator = rebuild::from_nodes(MAX - 0xff, MAX, &[owned]);
    let mut pool = AddressPool::from_allocator(allocator, true);
    for (size, align, address) in [
        (0x100, 1, MAX - 0xff),  // Overflow (D6), not InvalidStateTransition
        (0x10, 1, MAX - 0xf),    // Overflow (D6)
        (1, 1, MAX),             // Overflow (D7)
        (0x101, 1, MAX - 0xff),  // Overflow
        (0, 1, MAX - 0xff),      // InvalidSize
        (1, 3, MAX - 0xff),      // InvalidAlignment
        (1, 0x1000, MAX - 0xff), // UnalignedAddress
    ] {
        let exact = AllocPolicy::ExactMatch(address);
        let refusal = pool
            .allocator()
            .clone()
            .allocate(size, align, exact)
            .unwrap_err();
        assert_eq!(pool.allocate(size, align, exact), Err(refusal));
    }
    let (mut pool, _) = full(0x1000, 0x100);
    let exact = AllocPolicy::ExactMatch(0x1000);
    let refusal = pool
        .allocator()
        .clone()
        .allocate(0x100, 1, exact)
        .unwrap_err();
    assert!(matches!(refusal, Error::InvalidStateTransition(..)));
    assert_eq!(pool.allocate(0x100, 1, exact), Err(refusal));
}

#[test]
fn d2_what_is_free_is_not_freed() {
    for (base, size) in [(0, 0x100), (1, 0x100), (2, 0x100), (MAX - 0x100, 0x100)] {
        let mut pool = AddressPool::new(base, size, true).unwrap();
        let whole = range(base, base + size - 1);
        assert_eq!(pool.free(&whole), Err(Error::ResourceNotAvailable));
        assert_eq!(
            pool.allocate(size, 1, AllocPolicy::ExactMatch(base)),
            Ok(whole)
        );
    }
}

#[test]
fn d3_is_repaired_with_the_merges_that_the_crate_would_make() {
    let free = |start, end| Node {
        start,
        end,
        state: NodeState::Free,
    };
    let mut pool = AddressPool::new(0, MAX, true).unwrap();
    let zero = pool.allocate(1, 1, FIRST).unwrap();
    let low = pool.allocate(4, 1, FIRST).unwrap();
    let middle = pool.allocate(MAX - 9, 1, FIRST).unwrap();
    let high = pool.allocate(4, 1, FIRST).unwrap();
    assert_eq!((low, high.end()), (range(1, 4), MAX - 1));
    assert_eq!(pool.allocator().clone().free(&low), Err(Error::Underflow));
    assert_eq!(pool.allocator().clone().free(&high), Err(Error::Overflow));

    assert_eq!(pool.free(&zero), Ok(()));
    assert_eq!(pool.free(&low), Ok(())); // doesn't merge with the one byte below (D4)
    assert_eq!(pool.free(&low), Err(Error::ResourceNotAvailable));
    assert_eq!(pool.free(&high), Ok(()));
    assert_eq!(pool.free(&middle), Ok(()));
    assert_eq!(nodes(pool.allocator()), [free(0, 0), free(1, MAX - 1)]);

    let again = pool
        .allocate(MAX - 1, 1, AllocPolicy::ExactMatch(1))
        .unwrap();
    assert_eq!(pool.free(&again), Ok(()));
    assert_eq!(nodes(pool.allocator()), [free(0, 0), free(1, MAX - 1)]);
    assert_index_is_true(&pool);
}

/// An allocator in canonical mode that D3 has emptied, then restored in sound mode.
#[test]
fn d10_nothing_is_freed_into_an_empty_tree() {
    let mut bare = AddressAllocator::new(1, 8).unwrap();
    let range = bare.allocate(8, 1, FIRST).unwrap();
    assert_eq!(bare.free(&range), Err(Error::Underflow));
    let outside = support::range(0x1000, 0x1fff);
    assert_eq!(bare.clone().free(&outside), Ok(()));

    let mut pool = AddressPool::from_allocator(bare, true);
    assert_eq!(pool.free(&outside), Err(Error::ResourceNotAvailable));
    assert!(pool.free_index().is_empty());
}
