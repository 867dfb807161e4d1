//! Proof, call by call, that a pool is what it says: for tests only, every call costs O(n).

use vm_allocator::{AddressAllocator, AllocPolicy, Error, RangeInclusive, Result};

use crate::free_index::FreeIndex;
use crate::tree::{self, Node, NodeState};

/// A bare allocator of the crate that is asked the same as the pool, in the original words.
#[derive(Clone, Debug)]
pub(crate) struct Audit {
    shadow: AddressAllocator,
    sound: bool,
    /// Bytes in all nodes: in sound mode they stay the same.
    covered: u128,
}

impl Audit {
    pub(crate) fn new(allocator: &AddressAllocator, sound: bool) -> Self {
        Audit {
            shadow: allocator.clone(),
            sound,
            covered: covered(allocator),
        }
    }

    /// Checks the pool's answer to an allocation.
    pub(crate) fn allocated(
        &mut self,
        (size, align, policy): (u64, u64, AllocPolicy),
        result: Result<RangeInclusive>,
    ) {
        let mut trial = self.shadow.clone();
        let answer = trial.allocate(size, align, policy);
        if result == answer {
            self.shadow = trial;
            return;
        }
        let refused_d1 = self.sound
            && result == Err(Error::ResourceNotAvailable)
            && matches!(policy, AllocPolicy::ExactMatch(address)
                if tree::node_at(&self.shadow, address)
                    .is_some_and(|node| node.state == NodeState::Allocated));
        assert!(
            refused_d1,
            "allocate({size:#x}, {align:#x}, {policy:x?}): the pool answers {result:x?}, \
             the crate {answer:x?}"
        );
    }

    /// Checks the pool's answer to a `free`.
    pub(crate) fn freed(
        &mut self,
        range: &RangeInclusive,
        result: Result<()>,
        allocator: &AddressAllocator,
    ) {
        let mut trial = self.shadow.clone();
        let answer = trial.free(range);
        if result == answer {
            self.shadow = trial;
            return;
        }
        let freed = |node: &Node| node.start == range.start() && node.end == range.end();
        let nodes = nodes(&self.shadow);
        let node = nodes.iter().find(|node| freed(node)).map(|node| node.state);
        let explained = match result {
            Err(Error::ResourceNotAvailable) => nodes.is_empty() || node == Some(NodeState::Free),
            Err(_) => false,
            Ok(()) => {
                // D3 has been repaired.
                let live = |node: &Node| node.state == NodeState::Allocated;
                let kept = nodes
                    .iter()
                    .filter(|node| live(node) && !freed(node))
                    .copied();
                let repaired = self::nodes(allocator);
                self.shadow = allocator.clone();
                node == Some(NodeState::Allocated)
                    && matches!(answer, Err(Error::Underflow | Error::Overflow))
                    && kept.eq(repaired.into_iter().filter(live))
            }
        };
        assert!(
            self.sound && explained,
            "free({range:x?}): the pool answers {result:x?}, the crate {answer:x?}"
        );
    }

    /// Checks the pool's state.
    pub(crate) fn compare(&self, allocator: &AddressAllocator, index: &FreeIndex, live: usize) {
        assert!(
            *allocator == self.shadow,
            "trees differ: {allocator:x?}, {:x?}",
            self.shadow
        );
        let json = |allocator| serde_json::to_string(allocator).expect("the crate serialises");
        assert_eq!(
            json(allocator),
            json(&self.shadow),
            "serialised trees differ"
        );
        let nodes = nodes(allocator);
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
        assert!(
            !self.sound || covered(allocator) == self.covered,
            "bytes lost: {nodes:x?}"
        );
    }
}

fn nodes(allocator: &AddressAllocator) -> Vec<Node> {
    let mut nodes = Vec::new();
    tree::visit(allocator, &mut |node| nodes.push(node));
    nodes
}

fn covered(allocator: &AddressAllocator) -> u128 {
    nodes(allocator)
        .iter()
        .map(|node| u128::from(node.end - node.start) + 1)
        .sum()
}
