//! Makes every call in every reachable state of spaces with few addresses.

use crate::support::states::{SPACES, explore};
use crate::support::{assert_index_is_true, assert_sound};
use vm_allocator_engine::AddressPool;

#[test]
fn canonical_mode_is_the_crate() {
    for space in SPACES {
        let (states, calls) = explore(space, false, |before, call, answer, pool| {
            let before = before.allocator();
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
        states.iter().for_each(assert_index_is_true);
        println!("{space:x?}: {} states, {calls} calls", states.len());
    }
}

#[test]
fn sound_mode_keeps_its_promises() {
    for space in SPACES {
        let (states, calls) = explore(space, true, |before, call, answer, pool| {
            assert_sound(before, call, answer, pool);
        });
        println!("{space:x?}: {} states, {calls} calls", states.len());
    }
}
