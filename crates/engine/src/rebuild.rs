//! Builds the crate's allocator from a list of nodes, through its `Deserialize` implementation.
//!
//! Only the repair of D3 needs it: no operation of the crate puts a lost range back.

use serde::Serialize;
use vm_allocator::AddressAllocator;

use crate::tree::{Node, NodeState};

/// An allocator that manages `base` to `end` (inclusive) and whose tree holds exactly `nodes`.
///
/// `nodes` must be disjoint and in address order. The tree is balanced as the crate needs it: the
/// heights of two siblings differ by at most 1. O(n).
pub fn from_nodes(base: u64, end: u64, nodes: &[Node]) -> AddressAllocator {
    let allocator = Allocator {
        address_space: Range { start: base, end },
        interval_tree: Tree {
            root: subtree(nodes),
        },
    };
    let json = serde_json::to_string(&allocator).expect("numbers and names can be written");
    serde_json::from_str(&json).expect("the crate reads the form that it writes")
}

fn subtree(nodes: &[Node]) -> Option<Box<InnerNode>> {
    let (left, rest) = nodes.split_at(nodes.len() / 2);
    let (&Node { start, end, state }, right) = rest.split_first()?;
    let (left, right) = (subtree(left), subtree(right));
    Some(Box::new(InnerNode {
        key: Range { start, end },
        node_state: state,
        height: 1 + height(&left).max(height(&right)),
        left,
        right,
    }))
}

fn height(subtree: &Option<Box<InnerNode>>) -> u64 {
    subtree.as_ref().map_or(0, |node| node.height)
}

// The crate's structs, field for field: their own are private.

#[derive(Serialize)]
struct Allocator {
    address_space: Range,
    interval_tree: Tree,
}

#[derive(Serialize)]
struct Range {
    start: u64,
    end: u64,
}

#[derive(Serialize)]
struct Tree {
    root: Option<Box<InnerNode>>,
}

#[derive(Serialize)]
struct InnerNode {
    key: Range,
    node_state: NodeState,
    left: Option<Box<InnerNode>>,
    right: Option<Box<InnerNode>>,
    height: u64,
}
