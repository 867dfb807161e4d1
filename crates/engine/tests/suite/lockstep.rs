//! Compares a pool in canonical mode with a bare allocator of the crate: the same calls must give
//! the same answers, and the same tree after every step.

use crate::support::{Call, Random, assert_index_is_true, plans, spaces};
use proptest::prelude::*;
use vm_allocator_engine::{AddressAllocator, AddressPool, AllocPolicy};

proptest! {
    #![proptest_config(crate::support::config())]

    #[test]
    fn pool_answers_and_ends_up_like_the_crate((base, size) in spaces(), plans in plans(150)) {
        let mut bare = AddressAllocator::new(base, size).unwrap();
        let mut pool = AddressPool::new(base, size, false).unwrap();
        for plan in plans {
            let call = plan.call(&bare);
            let expected = call.to_crate(&mut bare);
            prop_assert_eq!(call.to_pool(&mut pool), expected, "{:x?}", call);
            prop_assert_eq!(pool.allocator(), &bare, "{:x?}", call);
            assert_index_is_true(&pool);
        }
        let restored = AddressPool::from_allocator(bare, false);
        prop_assert!(restored.free_index().iter().eq(pool.free_index().iter()));
        prop_assert_eq!(restored.live_ranges(), pool.live_ranges());
    }
}

/// Thousands of free ranges: more than one group of chunks, which fill, split, empty and join.
#[test]
fn pool_keeps_step_with_many_free_ranges() {
    const PAGE: u64 = 0x1000;
    const COUNT: usize = if cfg!(feature = "audit") { 600 } else { 15_000 };
    let mut random = Random::new(6);
    let mut bare = AddressAllocator::new(PAGE, 1 << 40).unwrap();
    let mut pool = AddressPool::new(PAGE, 1 << 40, false).unwrap();
    let mut both = |call: Call| {
        let answer = call.to_crate(&mut bare);
        assert_eq!(call.to_pool(&mut pool), answer, "{call:x?}");
        answer
    };
    let mut live = Vec::new();
    let mut next = PAGE;
    for _ in 0..COUNT {
        let size = (1 + random.below(4)) * PAGE;
        live.push(both(Call::Allocate(size, PAGE, AllocPolicy::ExactMatch(next))).unwrap());
        next += size;
    }
    for _ in 0..COUNT / 2 {
        both(Call::Free(random.take(&mut live))).unwrap();
    }
    for _ in 0..500 {
        let size = (1 + random.below(6)) * PAGE;
        let align = PAGE << random.below(4);
        let policy = [AllocPolicy::FirstMatch, AllocPolicy::LastMatch][random.below(2) as usize];
        live.extend(both(Call::Allocate(size, align, policy)));
        both(Call::Free(random.take(&mut live))).unwrap();
    }
    while !live.is_empty() {
        both(Call::Free(random.take(&mut live))).unwrap();
    }
    assert_eq!(pool.allocator(), &bare);
    assert_index_is_true(&pool);
}

/// The pool refuses the same spaces as the crate.
#[test]
fn impossible_spaces_are_refused_by_the_crate() {
    for (base, size) in [(0, 0), (5, 0), (u64::MAX, 2), (2, u64::MAX)] {
        let refusal = AddressAllocator::new(base, size).unwrap_err();
        assert_eq!(AddressPool::new(base, size, false).unwrap_err(), refusal);
        assert_eq!(AddressPool::new(base, size, true).unwrap_err(), refusal);
    }
}
