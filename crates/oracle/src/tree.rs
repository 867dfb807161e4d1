//! The crate's interval tree, as its serde text shows it.

use serde::Deserialize;
use vm_allocator::{AddressAllocator, RangeInclusive};

/// A child, if there is one.
pub type Link = Option<Box<Node>>;

/// The state of a range.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Hash)]
pub enum State {
    /// The range is free.
    Free,
    /// The range is allocated.
    Allocated,
}

impl State {
    /// The crate's name for the state.
    pub fn name(self) -> &'static str {
        match self {
            State::Free => "Free",
            State::Allocated => "Allocated",
        }
    }
}

/// A node of the crate's tree.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Node {
    /// Addresses, both ends inclusive.
    pub key: RangeInclusive,
    /// Free or allocated.
    pub node_state: State,
    /// Lower addresses.
    pub left: Link,
    /// Higher addresses.
    pub right: Link,
    /// 1 for a leaf.
    pub height: u64,
}

/// A node's range and state, without its place in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Slot {
    /// Addresses, both ends inclusive.
    pub range: RangeInclusive,
    /// Free or allocated.
    pub state: State,
}

#[derive(Deserialize)]
struct Allocator {
    interval_tree: Root,
}

#[derive(Deserialize)]
struct Root {
    root: Link,
}

/// The allocator's text, as `serde_json` writes it.
pub fn snapshot(allocator: &AddressAllocator) -> String {
    serde_json::to_string(allocator).expect("an allocator always serialises")
}

/// The tree that an allocator's text describes.
pub fn read(snapshot: &str) -> Link {
    let allocator: Allocator = serde_json::from_str(snapshot).expect("the crate wrote it");
    allocator.interval_tree.root
}

/// All ranges in address order.
pub fn slots(link: &Link) -> Vec<Slot> {
    let mut slots = Vec::new();
    collect(link, &mut slots);
    slots
}

fn collect(link: &Link, slots: &mut Vec<Slot>) {
    if let Some(node) = link {
        collect(&node.left, slots);
        slots.push(Slot {
            range: node.key,
            state: node.node_state,
        });
        collect(&node.right, slots);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vm_allocator::AllocPolicy;

    #[test]
    fn slots_come_in_address_order() {
        let mut allocator = AddressAllocator::new(0x1000, 0x1000).unwrap();
        allocator
            .allocate(0x100, 0x100, AllocPolicy::ExactMatch(0x1800))
            .unwrap();
        let slots = slots(&read(&snapshot(&allocator)));
        let seen: Vec<_> = slots
            .iter()
            .map(|slot| (slot.range.start(), slot.range.end(), slot.state))
            .collect();
        assert_eq!(
            seen,
            [
                (0x1000, 0x17ff, State::Free),
                (0x1800, 0x18ff, State::Allocated),
                (0x1900, 0x1fff, State::Free)
            ]
        );
    }
}
