//! Tests reading the nodes of the crate's tree, and building a tree from nodes.

use crate::support::{self, MAX, nodes, plans, spaces};
use proptest::prelude::*;
use serde_json::Value;
use vm_allocator_engine::{AddressAllocator, Node, NodeState, rebuild, tree};

/// Reads the nodes through JSON.
fn nodes_in_json(node: &Value, found: &mut Vec<Node>) {
    if node.is_null() {
        return;
    }
    nodes_in_json(&node["left"], found);
    let state = match node["node_state"].as_str() {
        Some("Free") => NodeState::Free,
        Some("Allocated") => NodeState::Allocated,
        other => panic!("{other:?} is not a state"),
    };
    let key = &node["key"];
    let (start, end) = (key["start"].as_u64().unwrap(), key["end"].as_u64().unwrap());
    found.push(Node { start, end, state });
    nodes_in_json(&node["right"], found);
}

/// The height of a subtree, checked against the cached heights and the AVL rule.
fn checked_height(node: &Value) -> u64 {
    if node.is_null() {
        return 0;
    }
    let (left, right) = (
        checked_height(&node["left"]),
        checked_height(&node["right"]),
    );
    assert!(left.abs_diff(right) <= 1, "unbalanced: {node}");
    assert_eq!(node["height"], 1 + left.max(right));
    1 + left.max(right)
}

fn after((base, size): (u64, u64), plans: Vec<support::Plan>) -> AddressAllocator {
    let mut allocator = AddressAllocator::new(base, size).unwrap();
    for plan in plans {
        let _ = plan.call(&allocator).to_crate(&mut allocator);
    }
    allocator
}

proptest! {
    #![proptest_config(crate::support::config())]

    #[test]
    fn nodes_are_read_in_address_order(space in spaces(), plans in plans(100)) {
        let allocator = after(space, plans);
        let json = serde_json::to_value(&allocator).unwrap();
        let mut expected = Vec::new();
        nodes_in_json(&json["interval_tree"]["root"], &mut expected);
        prop_assert_eq!(nodes(&allocator), &expected[..]);
        prop_assert_eq!(tree::node_count(&allocator), expected.len());
        for node in &expected {
            let (below, above) = (node.start.saturating_sub(1), node.end.saturating_add(1));
            for address in [below, node.start, node.end, above] {
                let holder = expected.iter().find(|n| n.start <= address && address <= n.end);
                prop_assert_eq!(tree::node_at(&allocator, address), holder.copied());
            }
        }
    }

    #[test]
    fn a_rebuilt_allocator_is_balanced_and_works(space in spaces(), plans in plans(100)) {
        let allocator = after(space, plans.clone());
        let (base, end) = (allocator.base(), allocator.end());
        let mut rebuilt = rebuild::from_nodes(base, end, &nodes(&allocator));
        prop_assert_eq!((rebuilt.base(), rebuilt.end()), (allocator.base(), allocator.end()));
        prop_assert_eq!(nodes(&rebuilt), nodes(&allocator));
        let mut original = allocator;
        for plan in plans {
            let call = plan.call(&original);
            prop_assert_eq!(call.to_crate(&mut rebuilt), call.to_crate(&mut original));
            prop_assert_eq!(nodes(&rebuilt), nodes(&original));
            let json = serde_json::to_value(&rebuilt).unwrap();
            checked_height(&json["interval_tree"]["root"]);
        }
    }
}

#[test]
fn a_tree_of_one_free_node_is_a_new_allocator() {
    for (start, end) in [(0, 0), (5, 9), (0, MAX - 1), (1, MAX)] {
        let free = Node {
            start,
            end,
            state: NodeState::Free,
        };
        let expected = AddressAllocator::new(start, end - start + 1).unwrap();
        assert_eq!(rebuild::from_nodes(start, end, &[free]), expected);
    }
}

#[test]
fn a_tree_without_nodes_can_be_built() {
    let mut allocator = AddressAllocator::new(1, 8).unwrap();
    let range = support::range(1, 8);
    allocator
        .allocate(8, 1, vm_allocator_engine::AllocPolicy::FirstMatch)
        .unwrap();
    allocator.free(&range).unwrap_err(); // D3
    assert_eq!(rebuild::from_nodes(1, 8, &[]), allocator);
    assert_eq!(tree::node_at(&allocator, 1), None);
}
