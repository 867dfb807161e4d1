//! The promises of sound mode, and each deviation that it refuses or repairs.

use crate::support::{
    self, Call, MAX, Random, assert_index_is_true, assert_sound, live, nodes, plans, range, spaces,
};
use proptest::prelude::*;
use vm_allocator_engine::{
    AddressAllocator, AddressPool, AllocPolicy, Constraint, Error, Node, NodeState, RangeInclusive,
};

const FIRST: AllocPolicy = AllocPolicy::FirstMatch;

proptest! {
    #![proptest_config(crate::support::config())]

    #[test]
    fn promises_hold_whatever_is_called((base, size) in spaces(), plans in plans(150)) {
        let mut pool = AddressPool::new(base, size, true).unwrap();
        for plan in plans {
            let before = pool.clone();
            let call = plan.call(before.allocator());
            let answer = call.to_pool(&mut pool);
            assert_sound(&before, call, answer, &pool);
        }
        for range in live(pool.allocator()) {
            prop_assert_eq!(pool.free(&range), Ok(()));
            prop_assert_eq!(pool.free(&range), Err(Error::ResourceNotAvailable));
        }
        let whole = AddressPool::new(base, size, true).unwrap();
        prop_assert_eq!(pool.allocator(), whole.allocator());
    }

    /// A program that allocates whole pages, in a space that touches neither end of the address
    /// range, and frees only its own, gets the crate's answers and the crate's tree.
    #[test]
    fn a_careful_caller_sees_no_difference(pages in 1..100u64, seed in any::<u64>()) {
        const PAGE: u64 = 0x1000;
        let mut random = Random::new(seed);
        let mut bare = AddressAllocator::new(PAGE, pages * PAGE).unwrap();
        let mut pool = AddressPool::new(PAGE, pages * PAGE, true).unwrap();
        let mut owned = Vec::new();
        for _ in 0..200 {
            let free = pool.free_index().iter().nth(random.below(5) as usize);
            let call = match (random.below(5), free) {
                (0 | 1, _) if !owned.is_empty() => Call::Free(random.take(&mut owned)),
                (2, Some(free)) => {
                    let address = free.start + random.below(free.bytes() / PAGE) * PAGE;
                    Call::Allocate(PAGE, PAGE, AllocPolicy::ExactMatch(address))
                }
                (turn, _) => {
                    let policy = [FIRST, AllocPolicy::LastMatch][(turn % 2) as usize];
                    let size = (1 + random.below(4)) * PAGE;
                    Call::Allocate(size, PAGE << random.below(3), policy)
                }
            };
            let answer = call.to_crate(&mut bare);
            prop_assert_eq!(call.to_pool(&mut pool), answer);
            prop_assert_eq!(pool.allocator(), &bare);
            if let (Call::Allocate(..), Ok(range)) = (call, answer) {
                owned.push(range);
            }
        }
    }
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
fn only_what_is_no_valid_request_has_another_error() {
    let (mut pool, _) = full(0x1000, 0x100);
    let exact = AllocPolicy::ExactMatch;
    for (size, align, policy) in [
        (0, 1, exact(0x1000)),
        (1, 0, FIRST),
        (1, 3, exact(0x1000)),
        (1, 0x10, exact(0x1001)),
        (0, 0, exact(MAX)),
    ] {
        let refusal = Constraint::new(size, align, policy).unwrap_err();
        assert_eq!(pool.allocate(size, align, policy), Err(refusal));
    }
    for (size, address) in [
        (0x100, 0x1000), // InvalidStateTransition of the crate
        (1, MAX),        // Overflow (D14)
        (2, MAX),
        (MAX, 0x1000),
        (1, 0xfff),
    ] {
        let refused = pool.allocate(size, 1, exact(address));
        assert_eq!(refused, Err(Error::ResourceNotAvailable));
    }
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
fn d3_nothing_is_lost() {
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
    assert_eq!(pool.free(&low), Ok(()));
    assert_eq!(pool.free(&low), Err(Error::ResourceNotAvailable));
    assert_eq!(pool.free(&high), Ok(()));
    assert_eq!(pool.free(&middle), Ok(()));
    assert_eq!(nodes(pool.allocator()), [free(0, MAX - 1)]);

    let again = pool
        .allocate(MAX - 1, 1, AllocPolicy::ExactMatch(1))
        .unwrap();
    assert_eq!(pool.free(&again), Ok(()));
    assert_eq!(nodes(pool.allocator()), [free(0, MAX - 1)]);
    assert_index_is_true(&pool);
}

#[test]
fn d4_free_neighbours_are_one_range() {
    // The sizes of three adjacent ranges, which are freed in every order.
    for sizes in [[1, 1, 1], [1, 2, 1], [2, 1, 2], [1, 1, 2], [1, 9, 9]] {
        for order in [
            [0, 1, 2],
            [0, 2, 1],
            [1, 0, 2],
            [1, 2, 0],
            [2, 0, 1],
            [2, 1, 0],
        ] {
            for base in [0, 1, 2, 0x1000, MAX - 30] {
                let mut pool = AddressPool::new(base, sizes.iter().sum(), true).unwrap();
                let whole = pool.allocator().clone();
                let ranges = sizes.map(|size| pool.allocate(size, 1, FIRST).unwrap());
                order
                    .iter()
                    .for_each(|turn| pool.free(&ranges[*turn]).unwrap());
                assert_eq!(pool.allocator(), &whole, "{sizes:?} {order:?} {base:x}");
            }
        }
    }
}

/// A free place that the crate refuses because of a deviation.
fn granted(base: u64, size: u64, (bytes, align, policy): (u64, u64, AllocPolicy), start: u64) {
    let mut pool = AddressPool::new(base, size, true).unwrap();
    let whole = pool.allocator().clone();
    assert!(whole.clone().allocate(bytes, align, policy).is_err());
    let range = support::range(start, start + (bytes - 1));
    assert_eq!(pool.allocate(bytes, align, policy), Ok(range));
    assert_index_is_true(&pool);
    assert_eq!(pool.free(&range), Ok(()));
    assert_eq!(pool.allocator(), &whole);
}

#[test]
fn d5_last_match_takes_a_range_that_starts_at_0_whole() {
    granted(0, 0x1000, (0x1000, 1, AllocPolicy::LastMatch), 0);
    granted(0, 1, (1, 1 << 63, AllocPolicy::LastMatch), 0);
    granted(0, MAX, (MAX, 1, AllocPolicy::LastMatch), 0);
}

#[test]
fn d6_the_last_address_can_be_had() {
    granted(MAX - 0xff, 0x100, (0x100, 1, FIRST), MAX - 0xff);
    granted(
        MAX - 0xff,
        0x100,
        (0x80, 0x80, AllocPolicy::ExactMatch(MAX - 0x7f)),
        MAX - 0x7f,
    );
    granted(1, MAX, (MAX, 1, FIRST), 1);
    granted(MAX, 1, (1, 1, FIRST), MAX);
}

#[test]
fn d7_the_last_byte_of_a_free_range_can_be_had_by_its_address() {
    granted(0x3f8, 8, (1, 1, AllocPolicy::ExactMatch(0x3ff)), 0x3ff);
    let mut ports = AddressPool::new(0, 0x10000, true).unwrap();
    for port in [0x60, 0x62, 0x64, 0x66] {
        ports.allocate(1, 1, AllocPolicy::ExactMatch(port)).unwrap();
    }
    for port in [0x61, 0x63, 0x65] {
        let range = ports.allocate(1, 1, AllocPolicy::ExactMatch(port));
        assert_eq!(range, Ok(support::range(port, port)));
    }
}

#[test]
fn d11_d14_the_highest_place_is_had_at_the_end_of_all_addresses() {
    granted(
        MAX - 0x3fff,
        0x4000,
        (0x1000, 0x1000, AllocPolicy::LastMatch),
        MAX - 0xfff,
    );
    granted(
        MAX - 0x3fff,
        0x4000,
        (1, 1, AllocPolicy::ExactMatch(MAX)),
        MAX,
    );
}

/// The rest of a live range that ExactMatch has split, and ranges that D4 has left unmerged.
#[test]
fn d12_what_was_left_apart_is_merged_when_it_is_taken_over() {
    let mut bare = AddressAllocator::new(0x1000, 0x1000).unwrap();
    bare.allocate(0x100, 0x100, FIRST).unwrap();
    bare.allocate(0x10, 0x10, AllocPolicy::ExactMatch(0x1000))
        .unwrap();
    assert_eq!(nodes(&bare).len(), 3);
    let mut pool = AddressPool::from_allocator(bare, true);
    assert_index_is_true(&pool);
    let across = AllocPolicy::ExactMatch(0x1010);
    assert_eq!(
        pool.allocate(0xff0, 1, across),
        Ok(support::range(0x1010, 0x1fff))
    );
}

/// An allocator that D3 has emptied in canonical mode, restored in sound mode.
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
