//! Shared by the tests: calls, spaces for them, and the resulting nodes.

#![allow(
    dead_code,
    reason = "what it shares of ownership is for other programs, too"
)]

pub mod ownership;
pub mod random;
pub mod states;

use ownership::Ownership;
pub use random::Random;

use proptest::prelude::*;
use vm_allocator_engine::{
    AddressAllocator, AddressPool, AllocPolicy, Node, NodeState, RangeInclusive, Result, tree,
};

pub const MAX: u64 = u64::MAX;

/// Counterexamples are printed and not stored in a file: each becomes a separate test.
pub fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// A call of an allocator.
#[derive(Clone, Copy, Debug)]
pub enum Call {
    Allocate(u64, u64, AllocPolicy),
    Free(RangeInclusive),
}

/// The answer to a call: the range that it allocated or freed.
pub type Answer = Result<RangeInclusive>;

impl Call {
    pub fn to_pool(self, pool: &mut AddressPool) -> Answer {
        match self {
            Call::Allocate(size, align, policy) => pool.allocate(size, align, policy),
            Call::Free(range) => pool.free(&range).map(|()| range),
        }
    }

    pub fn to_crate(self, allocator: &mut AddressAllocator) -> Answer {
        match self {
            Call::Allocate(size, align, policy) => allocator.allocate(size, align, policy),
            Call::Free(range) => allocator.free(&range).map(|()| range),
        }
    }
}

pub fn range(start: u64, end: u64) -> RangeInclusive {
    RangeInclusive::new(start, end).expect("the test names a valid range")
}

pub fn nodes(allocator: &AddressAllocator) -> Vec<Node> {
    let mut nodes = Vec::new();
    tree::visit(allocator, &mut |node| nodes.push(node));
    nodes
}

pub fn live(allocator: &AddressAllocator) -> Vec<RangeInclusive> {
    let live = |node: &Node| node.state == NodeState::Allocated;
    nodes(allocator)
        .iter()
        .filter(|node| live(node))
        .map(|n| range(n.start, n.end))
        .collect()
}

/// Checks that the index has exactly the free nodes of the tree, and that the counts are right.
pub fn assert_index_is_true(pool: &AddressPool) {
    let nodes = nodes(pool.allocator());
    let free = nodes.iter().filter(|node| node.state == NodeState::Free);
    let index = pool.free_index();
    assert_eq!(
        free.clone()
            .map(|node| (node.start, node.end))
            .collect::<Vec<_>>(),
        index
            .iter()
            .map(|free| (free.start, free.end))
            .collect::<Vec<_>>(),
    );
    assert_eq!(index.len(), free.clone().count());
    assert_eq!(
        pool.largest_fit(1, None).map(|range| range.len()),
        free.map(|node| node.end - node.start + 1).max()
    );
    assert_eq!(pool.live_ranges(), nodes.len() - index.len());
}

/// Checks the promises of sound mode for one call. If they hold for each call, they hold for any
/// sequence, because the live ranges are always those that callers own.
pub fn assert_sound(before: &AddressPool, call: Call, answer: Answer, after: &AddressPool) {
    let mut model = model_of(before);
    let expected = match call {
        Call::Allocate(size, align, policy) => model.allocate(size, align, policy, None),
        Call::Free(range) => model.release(&range).map(|()| range),
    };
    assert_eq!(answer, expected, "{call:x?} in {:x?}", before.allocator());
    assert_is(after, &model);
    if answer.is_err() {
        let (before, after) = (before.allocator(), after.allocator());
        assert_eq!(before, after, "a refused {call:x?} changed something");
    }
    assert_tiled(after.allocator());
}

/// Makes the ownership model of a pool.
pub fn model_of(pool: &AddressPool) -> Ownership {
    Ownership::new(spans(pool).into_iter())
}

/// Checks that the ranges of a pool are those of a model.
pub fn assert_is(pool: &AddressPool, model: &Ownership) {
    assert_eq!(spans(pool), model.ranges());
    assert_index_is_true(pool);
}

fn spans(pool: &AddressPool) -> Vec<(ownership::Span, bool)> {
    let live = |node: &Node| node.state == NodeState::Allocated;
    let span = |node: &Node| ((node.start, node.end), live(node));
    nodes(pool.allocator()).iter().map(span).collect()
}

/// Checks that every managed address is in exactly one node.
pub fn assert_tiled(allocator: &AddressAllocator) {
    let mut next = Some(allocator.base());
    for node in nodes(allocator) {
        assert_eq!(
            Some(node.start),
            next,
            "a gap or an overlap in {allocator:x?}"
        );
        next = node.end.checked_add(1);
    }
    assert_eq!(
        next,
        allocator.end().checked_add(1),
        "lost at the end of {allocator:x?}"
    );
}

/// Spaces, as base and size, often at the limits of u64.
pub fn spaces() -> impl Strategy<Value = (u64, u64)> {
    let size = prop_oneof![1..=20u64, 50..=300u64, Just(1 << 16)];
    prop_oneof![
        3 => (0..=3u64, size.clone()),
        2 => (prop_oneof![Just(0x1000u64), Just(1 << 63), any::<u64>()], size.clone())
            .prop_map(|(base, size)| (base.min(MAX - size), size)),
        3 => (0..=2u64, size).prop_map(|(below, size)| (MAX - below - (size - 1), size)),
        1 => (0..=2u64, 0..=2u64).prop_map(|(base, below)| (base, MAX - base - below)),
    ]
}

/// A call that depends on the state, mostly about existing ranges.
#[derive(Clone, Copy, Debug)]
pub enum Plan {
    Fit {
        size: u64,
        align: u64,
        last: bool,
    },
    /// ExactMatch at or near the start or the end of a node.
    Beside {
        node: prop::sample::Index,
        from_end: bool,
        shift: i64,
        size: u64,
        align: u64,
    },
    /// Free of a node with shifted ends.
    Free {
        node: prop::sample::Index,
        shift: (i64, i64),
    },
    /// Free of a live range.
    FreeLive(prop::sample::Index),
}

pub fn plans(most: usize) -> impl Strategy<Value = Vec<Plan>> {
    let size = || {
        prop_oneof![6 => 1..=4u64, 3 => 1..=40u64, 1 => Just(0x1000u64), 1 => Just(0),
            1 => prop_oneof![Just(MAX), Just(MAX - 1), Just(1u64 << 63), any::<u64>()]]
    };
    let align = || {
        prop_oneof![4 => Just(1u64), 4 => (1..=4u32).prop_map(|power| 1 << power),
            1 => prop_oneof![Just(0u64), Just(3), Just(1u64 << 63), Just(0x1000u64)]]
    };
    let shift = || prop_oneof![4 => Just(0i64), 1 => -2..=2i64];
    let node = any::<prop::sample::Index>;
    let plan = prop_oneof![
        5 => (size(), align(), any::<bool>())
            .prop_map(|(size, align, last)| Plan::Fit { size, align, last }),
        3 => (node(), any::<bool>(), -4..=4i64, size(), align()).prop_map(
            |(node, from_end, shift, size, align)| {
                Plan::Beside { node, from_end, shift, size, align }
            }
        ),
        2 => (node(), (shift(), shift())).prop_map(|(node, shift)| Plan::Free { node, shift }),
        3 => node().prop_map(Plan::FreeLive),
    ];
    prop::collection::vec(plan, 1..most)
}

impl Plan {
    pub fn call(self, allocator: &AddressAllocator) -> Call {
        let nodes = nodes(allocator);
        let whole = range(allocator.base(), allocator.end());
        let node = |index: prop::sample::Index| match nodes.len() {
            0 => whole,
            len => range(nodes[index.index(len)].start, nodes[index.index(len)].end),
        };
        match self {
            Plan::Fit {
                size,
                align,
                last: false,
            } => Call::Allocate(size, align, AllocPolicy::FirstMatch),
            Plan::Fit {
                size,
                align,
                last: true,
            } => Call::Allocate(size, align, AllocPolicy::LastMatch),
            Plan::Beside {
                node: index,
                from_end,
                shift,
                size,
                align,
            } => {
                let node = node(index);
                let edge = if from_end { node.end() } else { node.start() };
                let at = edge.wrapping_add_signed(shift);
                // One in three isn't aligned; the others are rounded down to a multiple.
                let aligned = align.is_power_of_two() && shift % 3 != 0;
                let at = if aligned { at & !(align - 1) } else { at };
                Call::Allocate(size, align, AllocPolicy::ExactMatch(at))
            }
            Plan::Free {
                node: index,
                shift: (low, high),
            } => {
                let node = node(index);
                let start = node.start().wrapping_add_signed(low);
                let end = node.end().wrapping_add_signed(high);
                Call::Free(RangeInclusive::new(start, end).unwrap_or(node))
            }
            Plan::FreeLive(index) => match &live(allocator)[..] {
                [] => Call::Free(whole),
                live => Call::Free(*index.get(live)),
            },
        }
    }
}
