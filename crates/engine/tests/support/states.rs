//! Every reachable state in spaces with few addresses. What holds there holds for call sequences of
//! any length in these spaces.

use std::collections::BTreeSet;

use vm_allocator_engine::{AddressPool, AllocPolicy};

use super::{Answer, Call, MAX, range};

/// Spaces, as base and size, where the crate behaves differently: D3, D5, D6, D7.
/// The two short ones have many more states than the others, because D3 can empty them (D10).
pub const SPACES: [(u64, u64); 7] = [
    (0, 6),
    (1, 5),
    (2, 6),
    (3, 6),
    (MAX - 7, 6),
    (MAX - 5, 5),
    (MAX - 5, 6),
];

/// Sizes 0 to 3 and the whole space, alignments 1, 2 and 4, all policies, ExactMatch at every
/// address and at both neighbours of the space, `free` of every range and of some that extend
/// beyond the space.
pub fn calls((base, size): (u64, u64)) -> Vec<Call> {
    let end = base + (size - 1);
    let (below, above) = (base.saturating_sub(1), end.saturating_add(1));
    let mut calls = Vec::new();
    for policy in policies((base, size)) {
        for size in [0, 1, 2, 3, size] {
            calls.extend([1, 2, 4].map(|align| Call::Allocate(size, align, policy)));
        }
    }
    for start in below..=above {
        calls.extend((start..=above).map(|end| Call::Free(range(start, end))));
    }
    calls
}

/// All policies, ExactMatch at every address and at both neighbours of the space.
pub fn policies((base, size): (u64, u64)) -> Vec<AllocPolicy> {
    let addresses = base.saturating_sub(1)..=(base + (size - 1)).saturating_add(1);
    let exact = addresses.map(AllocPolicy::ExactMatch);
    [AllocPolicy::FirstMatch, AllocPolicy::LastMatch]
        .into_iter()
        .chain(exact)
        .collect()
}

/// Makes every call in every state, and passes it to `check` with the pool before and after it.
/// Returns every state, and the number of calls.
pub fn explore(
    space: (u64, u64),
    sound: bool,
    check: impl Fn(&AddressPool, Call, Answer, &AddressPool),
) -> (Vec<AddressPool>, usize) {
    let mut states = vec![AddressPool::new(space.0, space.1, sound).unwrap()];
    let mut seen = BTreeSet::from([states[0].allocator().clone()]);
    let calls = calls(space);
    let mut visited = 0;
    while let Some(state) = states.get(visited).cloned() {
        for &call in &calls {
            let mut pool = state.clone();
            let answer = call.to_pool(&mut pool);
            check(&state, call, answer, &pool);
            if seen.insert(pool.allocator().clone()) {
                states.push(pool);
            }
        }
        visited += 1;
    }
    (states, visited * calls.len())
}
