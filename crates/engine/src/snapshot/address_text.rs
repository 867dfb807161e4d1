//! The text of an address snapshot, read into a list of nodes.

use serde::de::{Error, MapAccess};
use vm_allocator::AddressAllocator;

use super::InvalidSnapshot;
use super::fault::{quoted, unforeseen};
use super::members::Members;
use super::reading::{Faults, Shape, WholeNumber};
use super::span::Span;
use crate::rebuild::{self, Subtree};
use crate::tree;

/// The members of an address snapshot, in the order in which the crate writes them.
pub(super) const MEMBERS: &[&str] = &["address_space", "interval_tree"];

/// The highest tree that the crate writes, because it doesn't insert into higher ones.
const MAXIMUM_HEIGHT: u32 = 50;

/// An address snapshot with valid text, whose values may still break any rule.
pub(super) struct AddressDocument {
    pub address_space: Span,
    /// The index in `nodes` of the tree's root.
    pub root: Option<usize>,
    /// Every node, each after its children.
    pub nodes: Vec<Node>,
}

/// A node as written, with indexes for its children.
pub(super) struct Node {
    pub key: Span,
    pub is_free: bool,
    pub left: Option<usize>,
    pub right: Option<usize>,
    pub height: u64,
}

impl AddressDocument {
    /// Builds the allocator with exactly this tree, after the rules have been checked.
    pub fn allocator(&self) -> Result<AddressAllocator, InvalidSnapshot> {
        let Span { start, end } = self.address_space;
        let (nodes, index) = (self.nodes.as_slice(), self.root);
        rebuild::from_tree(start, end, Below { nodes, index }).map_err(|error| unforeseen(&error))
    }
}

/// The subtree at `index`.
#[derive(Clone, Copy)]
struct Below<'d> {
    nodes: &'d [Node],
    index: Option<usize>,
}

impl Subtree for Below<'_> {
    fn root(self) -> Option<(tree::Node, Self, Self, u64)> {
        let node = &self.nodes[self.index?];
        let Span { start, end } = node.key;
        let state = [tree::NodeState::Allocated, tree::NodeState::Free][usize::from(node.is_free)];
        let below = |index| Below { index, ..self };
        let root = tree::Node { start, end, state };
        Some((root, below(node.left), below(node.right), node.height))
    }
}

// None of these shapes ever returns an initial value: `Members::next` ends an object only after
// every member was read.

pub(super) struct AddressShape;

impl<'de> Shape<'de> for AddressShape {
    type Value = AddressDocument;

    fn expected(&self) -> String {
        "an object".into()
    }

    fn object<A: MapAccess<'de>>(
        self,
        faults: &mut Faults,
        map: A,
    ) -> Result<AddressDocument, A::Error> {
        let (mut address_space, mut root, mut nodes) = (Span::default(), None, Vec::new());
        let mut members = Members::new(map, faults, "an address snapshot", MEMBERS);
        while let Some(name) = members.next()? {
            match name {
                "address_space" => address_space = members.value(SpanShape)?,
                _ => root = members.value(TreeShape { nodes: &mut nodes })?,
            }
        }
        Ok(AddressDocument {
            address_space,
            root,
            nodes,
        })
    }
}

struct SpanShape;

impl<'de> Shape<'de> for SpanShape {
    type Value = Span;

    fn expected(&self) -> String {
        "an object".into()
    }

    fn object<A: MapAccess<'de>>(self, faults: &mut Faults, map: A) -> Result<Span, A::Error> {
        let mut span = Span::default();
        let mut members = Members::new(map, faults, "a range", &["start", "end"]);
        while let Some(name) = members.next()? {
            let address = members.value(WholeNumber { maximum: u64::MAX })?;
            match name {
                "start" => span.start = address,
                _ => span.end = address,
            }
        }
        Ok(span)
    }
}

struct TreeShape<'n> {
    nodes: &'n mut Vec<Node>,
}

impl<'de> Shape<'de> for TreeShape<'_> {
    type Value = Option<usize>;

    fn expected(&self) -> String {
        "an object".into()
    }

    fn object<A: MapAccess<'de>>(
        self,
        faults: &mut Faults,
        map: A,
    ) -> Result<Option<usize>, A::Error> {
        let mut root = None;
        let mut members = Members::new(map, faults, "an interval tree", &["root"]);
        while members.next()?.is_some() {
            root = members.value(NodeShape {
                nodes: self.nodes,
                level: 1,
            })?;
        }
        Ok(root)
    }
}

struct NodeShape<'n> {
    nodes: &'n mut Vec<Node>,
    /// 1 for the root.
    level: u32,
}

impl<'de> Shape<'de> for NodeShape<'_> {
    type Value = Option<usize>;

    fn expected(&self) -> String {
        "an object or null".into()
    }

    fn null<E: Error>(self, _: &mut Faults) -> Result<Option<usize>, E> {
        Ok(None)
    }

    fn object<A: MapAccess<'de>>(
        self,
        faults: &mut Faults,
        map: A,
    ) -> Result<Option<usize>, A::Error> {
        let NodeShape { nodes, level } = self;
        if level > MAXIMUM_HEIGHT {
            let reason = format!("lies too deep: a tree has at most {MAXIMUM_HEIGHT} levels");
            return Err(faults.refuse(reason));
        }
        let (mut key, mut is_free, mut height) = (Span::default(), false, 0);
        let (mut left, mut right) = (None, None);
        let mut members = Members::new(map, faults, "a node", NODE_MEMBERS);
        while let Some(name) = members.next()? {
            let child = NodeShape {
                nodes,
                level: level + 1,
            };
            match name {
                "key" => key = members.value(SpanShape)?,
                "node_state" => is_free = members.value(StateShape)?,
                "left" => left = members.value(child)?,
                "right" => right = members.value(child)?,
                _ => height = members.value(WholeNumber { maximum: u64::MAX })?,
            }
        }
        nodes.push(Node {
            key,
            is_free,
            left,
            right,
            height,
        });
        Ok(Some(nodes.len() - 1))
    }
}

const NODE_MEMBERS: &[&str] = &["key", "node_state", "left", "right", "height"];

/// The name of a node's state, read as whether it is free.
struct StateShape;

impl Shape<'_> for StateShape {
    type Value = bool;

    fn expected(&self) -> String {
        r#""Free" or "Allocated""#.into()
    }

    fn string<E: Error>(self, faults: &mut Faults, text: &str) -> Result<bool, E> {
        match text {
            "Free" => Ok(true),
            "Allocated" => Ok(false),
            _ => {
                let (expected, found) = (Shape::expected(&self), quoted(text));
                Err(faults.refuse(format!("must be {expected}, but is {found}")))
            }
        }
    }
}
