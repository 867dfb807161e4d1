//! Every call in every state that calls can lead to, in spaces of a few addresses: what holds here
//! holds for call sequences of any length in these spaces.

mod support;

use std::collections::BTreeSet;

use support::{Call, MAX, assert_index_is_true, assert_sound, range};
use vm_allocator_engine::{AddressAllocator, AddressPool, AllocPolicy};

/// Spaces, as base and size, at the places where the crate behaves differently: D3, D5, D6, D7.
/// The two short ones have many more states than the others, because D3 can empty them (D10).
const SPACES: [(u64, u64); 7] = [
    (0, 6),
    (1, 5),
    (2, 6),
    (3, 6),
    (MAX - 7, 6),
    (MAX - 5, 5),
    (MAX - 5, 6),
];

/// Sizes 0 to 3 and all, alignments 1, 2 and 4, all policies, ExactMatch at every address and at
/// both neighbours of the space, `free` of every range and of some that reach out of the space.
fn calls((base, size): (u64, u64)) -> Vec<Call> {
    let end = base + (size - 1);
    let (below, above) = (base.saturating_sub(1), end.saturating_add(1));
    let exact = (below..=above).map(AllocPolicy::ExactMatch);
    let policies: Vec<_> = [AllocPolicy::FirstMatch, AllocPolicy::LastMatch]
        .into_iter()
        .chain(exact)
        .collect();
    let mut calls = Vec::new();
    for &policy in &policies {
        for size in [0, 1, 2, 3, size] {
            calls.extend([1, 2, 4].map(|align| Call::Allocate(size, align, policy)));
        }
    }
    for start in below..=above {
        calls.extend((start..=above).map(|end| Call::Free(range(start, end))));
    }
    calls
}

/// Makes every call in every state and hands it to `check`; returns how many states and calls.
fn explore(
    space: (u64, u64),
    sound: bool,
    check: impl Fn(&AddressAllocator, Call, support::Answer, &AddressPool),
) -> (usize, usize) {
    let first = AddressPool::new(space.0, space.1, sound).unwrap();
    let mut seen = BTreeSet::from([first.allocator().clone()]);
    let mut open = vec![first];
    let mut made = 0;
    while let Some(state) = open.pop() {
        for call in calls(space) {
            let mut pool = state.clone();
            let answer = call.to_pool(&mut pool);
            made += 1;
            check(state.allocator(), call, answer, &pool);
            if !seen.contains(pool.allocator()) {
                assert_index_is_true(&pool);
                seen.insert(pool.allocator().clone());
                open.push(pool);
            }
        }
    }
    (seen.len(), made)
}

#[test]
fn canonical_mode_is_the_crate() {
    for space in SPACES {
        let (states, calls) = explore(space, false, |before, call, answer, pool| {
            let mut bare = before.clone();
            assert_eq!(call.to_crate(&mut bare), answer, "{call:x?} in {before:x?}");
            assert_eq!(bare, *pool.allocator(), "{call:x?} in {before:x?}");
            let fresh = AddressPool::from_allocator(bare, false);
            assert!(
                fresh.free_index().iter().eq(pool.free_index().iter()),
                "{call:x?} in {before:x?}"
            );
            assert_eq!(
                fresh.live_ranges(),
                pool.live_ranges(),
                "{call:x?} in {before:x?}"
            );
        });
        println!("{space:x?}: {states} states, {calls} calls");
    }
}

#[test]
fn sound_mode_keeps_its_promises() {
    for space in SPACES {
        let (states, calls) = explore(space, true, |before, call, answer, pool| {
            assert_sound(before, call, answer, pool.allocator());
            assert_index_is_true(pool);
        });
        println!("{space:x?}: {states} states, {calls} calls");
    }
}
