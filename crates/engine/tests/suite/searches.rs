//! Compares bounded requests, `fit` and the range at an address with a check of every address, and
//! with the bare crate.

use crate::support::states::{SPACES, explore, policies};
use crate::support::{
    Answer, MAX, Random, assert_index_is_true, assert_is, live, model_of, nodes, plans, range,
    spaces,
};
use proptest::prelude::*;
use vm_allocator_engine::{
    AddressAllocator, AddressPool, AllocPolicy, Constraint, Error, Node, NodeState, RangeInclusive,
    Request,
};

/// The answer to a request in canonical mode, and the crate's state after it: the crate allocates
/// the first or last address within the bounds that fits.
fn canonical(bare: &AddressAllocator, request: &Request) -> (Answer, AddressAllocator) {
    let mut bare = bare.clone();
    let &Request {
        size,
        align,
        policy,
        within,
    } = request;
    let Some(bounds) = within else {
        return (bare.allocate(size, align, policy), bare);
    };
    if let Err(refusal) = Constraint::new(size, align, policy) {
        return (Err(refusal), bare);
    }
    let address = match policy {
        AllocPolicy::ExactMatch(address) => {
            let last = u128::from(address) + u128::from(size) - 1;
            let inside = bounds.start() <= address && last <= u128::from(bounds.end());
            inside.then_some(address)
        }
        policy => place(&bare, size, align, bounds, policy == AllocPolicy::LastMatch),
    };
    match address {
        None => (Err(Error::ResourceNotAvailable), bare),
        Some(address) => (
            bare.allocate(size, align, AllocPolicy::ExactMatch(address)),
            bare,
        ),
    }
}

/// The first or last address from which `size` bytes are inside both a free range and `bounds`.
fn place(
    bare: &AddressAllocator,
    size: u64,
    align: u64,
    bounds: RangeInclusive,
    last: bool,
) -> Option<u64> {
    let mut free = nodes(bare);
    free.retain(|node| node.state == NodeState::Free);
    let mut places = Vec::new();
    for node in &free {
        let (start, end) = (node.start.max(bounds.start()), node.end.min(bounds.end()));
        if start > end || end - start > 1000 {
            // Too long to check each address, but the multiples near both ends are enough.
            assert!(start > end || align < 64);
            let near = |edge: u64| edge.saturating_sub(100)..=edge.saturating_add(100);
            places.extend(
                near(start)
                    .chain(near(end))
                    .chain(near(end.saturating_sub(size))),
            );
        } else {
            places.extend(start..=end);
        }
    }
    places.retain(|place| {
        let fits = |node: &Node| {
            let (start, end) = (node.start.max(bounds.start()), node.end.min(bounds.end()));
            start <= *place && u128::from(*place) + u128::from(size) - 1 <= u128::from(end)
        };
        place.is_multiple_of(align) && free.iter().any(fits)
    });
    if last {
        places.into_iter().max()
    } else {
        places.into_iter().min()
    }
}

/// In sound mode the model decides.
fn assert_sound_answers(pool: &AddressPool, request: &Request) {
    let mut model = model_of(pool);
    let &Request {
        size,
        align,
        policy,
        within,
    } = request;
    let expected = model.allocate(size, align, policy, within);
    assert_eq!(pool.fit(request), expected, "{request:x?}");
    let mut asked = pool.clone();
    assert_eq!(asked.allocate_in(request), expected, "{request:x?}");
    assert_is(&asked, &model);
    assert!(expected.is_ok() || asked.allocator() == pool.allocator());
}

fn assert_answers(pool: &AddressPool, request: &Request) {
    if pool.sound() {
        return assert_sound_answers(pool, request);
    }
    let (expected, after) = canonical(pool.allocator(), request);
    assert_eq!(
        pool.fit(request),
        expected,
        "{request:x?} in {:x?}",
        pool.allocator()
    );
    let mut asked = pool.clone();
    assert_eq!(asked.allocate_in(request), expected, "{request:x?}");
    assert_eq!(asked.allocator(), &after, "{request:x?}");
    assert_index_is_true(&asked);
}

/// Bounds that cut the space everywhere, and some outside it.
fn bounds((base, size): (u64, u64)) -> Vec<Option<RangeInclusive>> {
    let (below, above) = (
        base.saturating_sub(1),
        (base + (size - 1)).saturating_add(1),
    );
    let cuts = (below..=above).flat_map(|start| (start..=above).map(move |end| (start, end)));
    let cuts = cuts.map(|(start, end)| Some(range(start, end)));
    [None, Some(range(0x5000, 0x5fff))]
        .into_iter()
        .chain(cuts)
        .collect()
}

/// Spaces with few addresses, where the crate behaves differently.
const SMALL_SPACES: [(u64, u64); 6] = [
    (0, 4),
    (1, 3),
    (7, 4),
    (MAX - 5, 4),
    (MAX - 3, 3),
    (MAX - 3, 4),
];

#[test]
fn every_request_is_answered_as_foreseen_in_every_state() {
    for (space, sound) in SMALL_SPACES
        .iter()
        .flat_map(|space| [(*space, false), (*space, true)])
    {
        let (states, _) = explore(space, sound, |_, _, _, _| ());
        for pool in &states {
            for within in bounds(space) {
                for policy in policies(space) {
                    for (size, align) in [(0, 1), (1, 1), (1, 2), (2, 1), (3, 4), (space.1, 1)] {
                        let request = Request {
                            size,
                            align,
                            policy,
                            within,
                        };
                        assert_answers(pool, &request);
                    }
                }
            }
        }
    }
}

#[test]
fn every_address_is_looked_up_in_every_state() {
    for space in SPACES {
        for sound in [false, true] {
            let (states, _) = explore(space, sound, |_, _, _, _| ());
            for pool in &states {
                let all = nodes(pool.allocator());
                for address in
                    space.0.saturating_sub(2)..=(space.0 + (space.1 - 1)).saturating_add(2)
                {
                    let holder = all.iter().find(|n| n.start <= address && address <= n.end);
                    assert_eq!(pool.at(address), holder.copied());
                    assert_frees_what_starts_at(pool, address);
                }
            }
        }
    }
}

/// `free_at` is `free` of the live range that starts there.
fn assert_frees_what_starts_at(pool: &AddressPool, start: u64) {
    let (mut by_start, mut by_range) = (pool.clone(), pool.clone());
    let owned = live(pool.allocator())
        .into_iter()
        .find(|live| live.start() == start);
    let expected = match owned {
        None => Err(Error::ResourceNotAvailable),
        Some(range) => by_range.free(&range).map(|()| range),
    };
    assert_eq!(by_start.free_at(start), expected);
    assert_eq!(by_start.allocator(), by_range.allocator());
    assert_index_is_true(&by_start);
}

/// Finds the longest aligned part of a free range with separate arithmetic.
fn largest(pool: &AddressPool, align: u64, bounds: RangeInclusive) -> Option<u64> {
    let nodes = nodes(pool.allocator());
    let free = nodes.iter().filter(|node| node.state == NodeState::Free);
    let bytes = |node: &Node| {
        let start = u128::from(node.start.max(bounds.start())).next_multiple_of(align.into());
        (u128::from(node.end.min(bounds.end())) + 1)
            .checked_sub(start)
            .filter(|bytes| *bytes > 0)
    };
    free.filter_map(bytes).max().map(|bytes| bytes as u64)
}

proptest! {
    #![proptest_config(crate::support::config())]

    #[test]
    fn random_requests_are_answered_as_foreseen((base, size) in spaces(), plans in plans(80),
        seed in any::<u64>(), sound in any::<bool>())
    {
        let mut pool = AddressPool::new(base, size, sound).unwrap();
        let mut random = Random::new(seed);
        for plan in plans {
            let call = plan.call(pool.allocator());
            let _ = call.to_pool(&mut pool);
            let mut edge = || match &nodes(pool.allocator())[..] {
                [] => base,
                all => {
                    let node = all[random.below(all.len() as u64) as usize];
                    let edge = [node.start, node.end][random.below(2) as usize];
                    edge.wrapping_add(random.below(5)).wrapping_sub(2)
                }
            };
            let (from, to) = (edge(), edge());
            let bounds = RangeInclusive::new(from.min(to), from.max(to)).unwrap_or(range(0, MAX - 1));
            let policy = match random.below(3) {
                0 => AllocPolicy::FirstMatch,
                1 => AllocPolicy::LastMatch,
                _ => AllocPolicy::ExactMatch(from),
            };
            let (size, align) = (1 + random.below(9), 1 << random.below(5));
            let within = [None, Some(bounds)][random.below(4).min(1) as usize];
            assert_answers(&pool, &Request { size, align, policy, within });
            let longest = pool.largest_fit(align, Some(bounds));
            prop_assert_eq!(longest.map(|range| range.len()), largest(&pool, align, bounds));
        }
    }
}

#[test]
fn what_is_no_alignment_has_no_largest_place() {
    let pool = AddressPool::new(0, 64, false).unwrap();
    assert_eq!(pool.largest_fit(0, None), None);
    assert_eq!(pool.largest_fit(3, None), None);
    assert_eq!(pool.largest_fit(16, None), Some(range(0, 63)));
}
