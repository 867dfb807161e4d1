//! Checks every call of a pool. Only for tests: every call costs O(n).

use vm_allocator::{AddressAllocator, AllocPolicy, RangeInclusive, Result};

use crate::address_pool::{Change, Request};
use crate::free_index::FreeIndex;
use crate::tree::{self, Node, NodeState};
use ownership::Ownership;

#[path = "../tests/support/ownership.rs"]
mod ownership;

/// What a pool is compared with.
#[derive(Clone, Debug)]
pub(crate) enum Audit {
    /// In canonical mode, a bare allocator of the crate: its answer to the original request, and
    /// its tree.
    Canonical(AddressAllocator),
    /// In sound mode, a model of who owns which addresses.
    Sound(Ownership),
}

impl Audit {
    pub(crate) fn new(allocator: &AddressAllocator, sound: bool) -> Self {
        if sound {
            let live = |node: &Node| node.state == NodeState::Allocated;
            let spans = nodes(allocator);
            let spans = spans
                .iter()
                .map(|node| ((node.start, node.end), live(node)));
            Audit::Sound(Ownership::new(spans))
        } else {
            Audit::Canonical(allocator.clone())
        }
    }

    /// Checks the pool's answer to an allocation.
    pub(crate) fn allocated(&mut self, request: &Request, result: Result<RangeInclusive>) {
        let expected = match self {
            Audit::Canonical(shadow) => match (request.within, result) {
                (None, _) => shadow.allocate(request.size, request.align, request.policy),
                (Some(_), Ok(range)) => {
                    let exact = AllocPolicy::ExactMatch(range.start());
                    shadow.allocate(request.size, request.align, exact)
                }
                (Some(_), Err(_)) => result, // then the crate has not changed
            },
            Audit::Sound(ownership) => {
                let &Request {
                    size,
                    align,
                    policy,
                    within,
                } = request;
                ownership.allocate(size, align, policy, within)
            }
        };
        assert_eq!(result, expected, "to {request:x?}");
    }

    /// Checks the pool's answer to a `free`.
    pub(crate) fn freed(&mut self, range: &RangeInclusive, result: Result<()>) {
        let expected = match self {
            Audit::Canonical(shadow) => shadow.free(range),
            Audit::Sound(ownership) => ownership.release(range),
        };
        assert_eq!(result, expected, "to free({range:x?})");
    }

    /// Checks a committed batch.
    pub(crate) fn committed(&mut self, changes: &[Change]) {
        let Audit::Sound(ownership) = self else {
            return assert!(changes.is_empty(), "a batch in canonical mode");
        };
        for change in changes {
            match change {
                Change::Placed(range) => {
                    let exact = AllocPolicy::ExactMatch(range.start());
                    let answer = ownership.allocate(range.len(), 1, exact, None);
                    assert_eq!(answer, Ok(*range));
                }
                Change::Freed(range, _) => {
                    assert_eq!(ownership.release(range), Ok(()), "{range:x?}");
                }
            }
        }
    }

    /// Checks the pool's state.
    pub(crate) fn compare(&self, allocator: &AddressAllocator, index: &FreeIndex, live: usize) {
        let nodes = nodes(allocator);
        match self {
            Audit::Canonical(shadow) => {
                assert!(
                    allocator == shadow,
                    "trees differ: {allocator:x?}, {shadow:x?}"
                );
                let json =
                    |allocator| serde_json::to_string(allocator).expect("the crate serialises");
                assert_eq!(json(allocator), json(shadow), "serialised trees differ");
            }
            Audit::Sound(ownership) => {
                let live = |node: &Node| node.state == NodeState::Allocated;
                let ranges = nodes
                    .iter()
                    .map(|node| ((node.start, node.end), live(node)));
                assert_eq!(
                    ranges.collect::<Vec<_>>(),
                    ownership.ranges(),
                    "ranges differ"
                );
            }
        }
        let free = nodes.iter().filter(|node| node.state == NodeState::Free);
        assert!(
            free.clone()
                .map(|node| (node.start, node.end))
                .eq(index.iter().map(|r| (r.start, r.end))),
            "the index {index:x?} isn't the free nodes of {nodes:x?}"
        );
        assert_eq!(
            (free.count(), nodes.len()),
            (index.len(), index.len() + live),
            "counts differ"
        );
        assert!(
            nodes.is_sorted_by(|low, high| low.end < high.start),
            "ranges overlap: {nodes:x?}"
        );
    }
}

fn nodes(allocator: &AddressAllocator) -> Vec<Node> {
    let mut nodes = Vec::new();
    tree::visit(allocator, &mut |node| nodes.push(node));
    nodes
}
