//! A second model of the tree's changes, which records every rotation. The oracle compares it with
//! the crate's tree after each step, since the records are only right if both are equal.

use crate::operation::Operation;
use crate::outcome::{Outcome, Value};
use crate::tree::{Link, Node, Slot, State, slots};
use std::collections::BTreeSet;
use vm_allocator::RangeInclusive;

/// Tags of what happened inside the tree, such as `rotation:insert-left-right`.
pub type Notes = BTreeSet<String>;

/// The tree that `operation` with `outcome` should leave behind, and what happened in it. `range`
/// is the resolved range to free.
pub fn replay(
    before: Link,
    operation: &Operation,
    range: Option<RangeInclusive>,
    outcome: &Outcome,
) -> (Link, Notes) {
    let mut change = Change {
        root: before,
        notes: Notes::new(),
    };
    match (operation, outcome, range) {
        (Operation::Allocate { .. }, Ok(Value::Range(placed)), _) => change.allocate(*placed),
        (Operation::Free(_), Ok(_), Some(range)) => change.free(range),
        // When the crate fails on the neighbour's address, it has already removed the range.
        (Operation::Free(_), Err(error), Some(range)) if crate::deviation::loses(error) => {
            change.delete(range);
        }
        _ => {}
    }
    (change.root, change.notes)
}

struct Change {
    root: Link,
    notes: Notes,
}

impl Change {
    fn allocate(&mut self, placed: RangeInclusive) {
        let from = self
            .slots()
            .into_iter()
            .find(|slot| slot.range.contains(&placed));
        let from = from.expect("a placement lies in a node").range;
        let (front, back) = (placed.start() > from.start(), placed.end() < from.end());
        let split = match (front, back) {
            (false, false) => return self.mark(placed),
            (false, true) => "split:2-front",
            (true, false) => "split:2-back",
            (true, true) => "split:3",
        };
        self.note(split);
        self.delete(from);
        if front {
            self.insert(range(from.start(), placed.start() - 1), State::Free);
        }
        self.insert(placed, State::Allocated);
        if back {
            self.insert(range(placed.end() + 1, from.end()), State::Free);
        }
    }

    fn free(&mut self, freed: RangeInclusive) {
        self.delete(freed);
        // Neighbours of one byte are left alone (D4).
        let free: Vec<Slot> = self
            .slots()
            .into_iter()
            .filter(|slot| slot.state == State::Free && slot.range.len() > 1)
            .collect();
        let left = free
            .iter()
            .find(|slot| slot.range.end().checked_add(1) == Some(freed.start()));
        let right = free
            .iter()
            .find(|slot| slot.range.start().checked_sub(1) == Some(freed.end()));
        self.note(match (left, right) {
            (None, None) => "merge:none",
            (Some(_), None) => "merge:left",
            (None, Some(_)) => "merge:right",
            (Some(_), Some(_)) => "merge:both",
        });
        for slot in left.into_iter().chain(right) {
            self.delete(slot.range);
        }
        let start = left.map_or(freed.start(), |slot| slot.range.start());
        let end = right.map_or(freed.end(), |slot| slot.range.end());
        self.insert(range(start, end), State::Free);
    }

    fn slots(&self) -> Vec<Slot> {
        slots(&self.root)
    }

    fn note(&mut self, tag: &str) {
        self.notes.insert(tag.to_owned());
    }

    fn mark(&mut self, key: RangeInclusive) {
        self.note("split:1");
        let mut link = &mut self.root;
        while let Some(node) = link {
            if node.key == key {
                node.node_state = State::Allocated;
                return;
            }
            link = if key < node.key {
                &mut node.left
            } else {
                &mut node.right
            };
        }
    }

    fn insert(&mut self, key: RangeInclusive, node_state: State) {
        let leaf = Node {
            key,
            node_state,
            left: None,
            right: None,
            height: 1,
        };
        self.root = Some(insert(self.root.take(), Box::new(leaf), &mut self.notes));
    }

    fn delete(&mut self, key: RangeInclusive) {
        self.root = delete(self.root.take(), &key, &mut self.notes);
    }
}

fn range(start: u64, end: u64) -> RangeInclusive {
    RangeInclusive::new(start, end).expect("parts of a range are ranges")
}

fn height(link: &Link) -> u64 {
    link.as_ref().map_or(0, |node| node.height)
}

fn insert(link: Link, leaf: Box<Node>, notes: &mut Notes) -> Box<Node> {
    let Some(mut node) = link else { return leaf };
    if leaf.key < node.key {
        node.left = Some(insert(node.left.take(), leaf, notes));
    } else {
        node.right = Some(insert(node.right.take(), leaf, notes));
    }
    balance(node, "insert", notes)
}

fn delete(link: Link, key: &RangeInclusive, notes: &mut Notes) -> Link {
    let mut node = link?;
    if *key < node.key {
        node.left = delete(node.left.take(), key, notes);
    } else if *key > node.key {
        node.right = delete(node.right.take(), key, notes);
    } else {
        return join(node.left.take(), node.right.take(), notes);
    }
    Some(balance(node, "delete", notes))
}

/// Joins the two trees below a deleted node, under the lowest node of the right one.
fn join(left: Link, right: Link, notes: &mut Notes) -> Link {
    let children = left.iter().chain(&right).count();
    notes.insert(format!(
        "delete:{}",
        ["leaf", "one-child", "two-children"][children]
    ));
    let (Some(_), Some(_)) = (&left, &right) else {
        return left.or(right);
    };
    let (mut lowest, rest) = take_lowest(right?, notes);
    lowest.left = left;
    lowest.right = rest;
    Some(balance(lowest, "delete", notes))
}

fn take_lowest(mut node: Box<Node>, notes: &mut Notes) -> (Box<Node>, Link) {
    match node.left.take() {
        None => {
            let rest = node.right.take();
            (node, rest)
        }
        Some(left) => {
            let (lowest, rest) = take_lowest(left, notes);
            node.left = rest;
            (lowest, Some(balance(node, "delete", notes)))
        }
    }
}

fn balance(mut node: Box<Node>, during: &str, notes: &mut Notes) -> Box<Node> {
    measure(&mut node);
    let (left, right) = (height(&node.left), height(&node.right));
    if left > right + 1 {
        let child = node.left.take().expect("the higher side has a node");
        let inner = height(&child.right) > height(&child.left);
        note_rotation(
            notes,
            during,
            if inner { "left-right" } else { "right" },
            &child,
        );
        node.left = Some(if inner { turn_left(child) } else { child });
        return turn_right(node);
    }
    if right > left + 1 {
        let child = node.right.take().expect("the higher side has a node");
        let inner = height(&child.left) > height(&child.right);
        note_rotation(
            notes,
            during,
            if inner { "right-left" } else { "left" },
            &child,
        );
        node.right = Some(if inner { turn_right(child) } else { child });
        return turn_left(node);
    }
    node
}

fn note_rotation(notes: &mut Notes, during: &str, turns: &str, child: &Node) {
    notes.insert(format!("rotation:{during}-{turns}"));
    // Only a deletion finds a higher child that is itself balanced; one rotation is then enough.
    if height(&child.left) == height(&child.right) {
        notes.insert(format!("rotation:{during}-{turns}-level"));
    }
}

fn turn_left(mut node: Box<Node>) -> Box<Node> {
    let mut top = node.right.take().expect("the right side is higher");
    node.right = top.left.take();
    measure(&mut node);
    top.left = Some(node);
    measure(&mut top);
    top
}

fn turn_right(mut node: Box<Node>) -> Box<Node> {
    let mut top = node.left.take().expect("the left side is higher");
    node.left = top.right.take();
    measure(&mut node);
    top.right = Some(node);
    measure(&mut top);
    top
}

fn measure(node: &mut Node) {
    node.height = 1 + height(&node.left).max(height(&node.right));
}
