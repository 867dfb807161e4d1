//! The rules for the nodes of a tree that all operations of the crate keep.

use super::address_text::{AddressDocument, Node};
use super::coverage::Coverage;
use super::fault::Fault;
use super::span::Span;
use super::{InvalidSnapshot, Mode};

/// Checks a document against the rules of `mode`.
pub(super) fn check(document: &AddressDocument, mode: Mode) -> Result<(), InvalidSnapshot> {
    check_span(document.address_space)
        .map_err(|fault| fault.inside("address_space"))
        .and_then(|()| check_tree(document, mode))
        .map_err(InvalidSnapshot::from)
}

fn check_tree(document: &AddressDocument, mode: Mode) -> Result<(), Fault> {
    let coverage = Coverage::new(document, mode);
    let mut walk = Walk {
        nodes: &document.nodes,
        coverage,
        previous: None,
    };
    walk.subtree(document.root)
        .and_then(|_| walk.coverage.end(walk.previous.map(|node| node.key)))
        .map_err(|fault| fault.inside("root").inside("interval_tree"))
}

/// Checks that the ends can be those of a range in the crate.
fn check_span(span: Span) -> Result<(), Fault> {
    let Span { start, end } = span;
    if start > end {
        let reason = format!("is {end:#x}, below the start, {start:#x}");
        return Err(Fault::new(reason).inside("end"));
    }
    if span.is_everything() {
        return Err(Fault::new(format!(
            "is {span}, one address more than a range can hold"
        )));
    }
    Ok(())
}

/// Walks through the tree from the lowest address to the highest.
struct Walk<'d> {
    nodes: &'d [Node],
    coverage: Coverage,
    /// The previous node.
    previous: Option<&'d Node>,
}

impl<'d> Walk<'d> {
    /// Checks the subtree at `index`, and returns its height.
    fn subtree(&mut self, index: Option<usize>) -> Result<u64, Fault> {
        let nodes = self.nodes;
        let Some(node) = index.map(|index| &nodes[index]) else {
            return Ok(0);
        };
        let left = self
            .subtree(node.left)
            .map_err(|fault| fault.inside("left"))?;
        self.node(node)?;
        let right = self
            .subtree(node.right)
            .map_err(|fault| fault.inside("right"))?;
        check_shape(node, left, right)
    }

    /// Checks a node against the one before it, and against the address space.
    fn node(&mut self, node: &'d Node) -> Result<(), Fault> {
        check_span(node.key)
            .and_then(|()| self.check_key(node.key).map_err(Fault::new))
            .map_err(|fault| fault.inside("key"))?;
        self.coverage
            .enter(node.key, self.previous.map(|previous| previous.key));
        self.previous = Some(node);
        Ok(())
    }

    fn check_key(&self, key: Span) -> Result<(), String> {
        match self.previous {
            Some(Node { key: previous, .. }) if key.end < previous.start => Err(format!(
                "lies below {previous}, which the tree has before it"
            )),
            Some(Node { key: previous, .. }) if key.start <= previous.end => {
                Err(format!("overlaps the range before it, {previous}"))
            }
            _ => self.coverage.check_inside(key),
        }
    }
}

/// Checks that the cached height is right, and that the subtrees differ in height by at most 1.
fn check_shape(node: &Node, left: u64, right: u64) -> Result<u64, Fault> {
    let height = 1 + left.max(right);
    if node.height != height {
        let reason = format!("is {}, but the subtree is {height} high", node.height);
        return Err(Fault::new(reason).inside("height"));
    }
    if left.abs_diff(right) > 1 {
        return Err(Fault::new(format!(
            "is out of balance: its left subtree is {left} high, its right one {right}"
        )));
    }
    Ok(height)
}
