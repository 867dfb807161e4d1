//! Builds the crate's allocator from nodes, through its `Deserialize` implementation.
//!
//! The tree's fields are private, and this is the only access to them. The deserializer here passes
//! numbers and states directly, without a text in between.

use std::fmt;

use serde::de::value::{SeqDeserializer, U32Deserializer, U64Deserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, IntoDeserializer, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use vm_allocator::AddressAllocator;

use crate::tree::{Node, NodeState};

/// Builds an allocator that manages `base` to `end` (inclusive), with exactly `nodes` in its tree.
///
/// `nodes` must be disjoint and in address order. The tree is balanced as the crate requires: the
/// heights of siblings differ by at most 1. O(n).
pub fn from_nodes(base: u64, end: u64, nodes: &[Node]) -> AddressAllocator {
    from_tree(base, end, Balanced(nodes)).expect("the crate reads the form that it writes")
}

/// Builds an allocator that manages `base` to `end` (inclusive), with exactly the tree `root`.
/// O(n).
pub(crate) fn from_tree(
    base: u64,
    end: u64,
    root: impl Subtree,
) -> Result<AddressAllocator, Error> {
    AddressAllocator::deserialize(Allocator { base, end, root })
}

/// The crate refused the input, which only another version of it can do. The type is empty, because
/// an error is copied with every result.
#[derive(Debug)]
pub(crate) struct Error;

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("its form is different")
    }
}

impl std::error::Error for Error {}

impl serde::de::Error for Error {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Error
    }
}

/// A tree of nodes, or an empty one.
pub(crate) trait Subtree: Copy {
    /// The node at the root, its left and its right subtree, and its height: 1 if both are empty.
    fn root(self) -> Option<(Node, Self, Self, u64)>;
}

/// A tree of sorted nodes, which the root divides into halves.
#[derive(Clone, Copy)]
struct Balanced<'n>(&'n [Node]);

impl Subtree for Balanced<'_> {
    fn root(self) -> Option<(Node, Self, Self, u64)> {
        let (left, rest) = self.0.split_at(self.0.len() / 2);
        let (&node, right) = rest.split_first()?;
        let height = self.0.len().ilog2() + 1; // the left half is never the shorter one
        Some((node, Balanced(left), Balanced(right), height.into()))
    }
}

// The crate's structs, field for field, in the order of their declaration. The version of the crate
// is pinned, so this can't change unnoticed.

struct Allocator<S> {
    base: u64,
    end: u64,
    root: S,
}

struct Tree<S>(S);

struct InnerNode<S> {
    node: Node,
    left: S,
    right: S,
    height: u64,
}

/// An `Option<Box<InnerNode>>`.
struct Root<S>(S);

/// The fields of a struct, and how many of them have been passed.
struct Fields<T> {
    of: T,
    done: u8,
}

fn fields<'de, T, V: Visitor<'de>>(of: T, visitor: V) -> Result<V::Value, Error>
where
    Fields<T>: SeqAccess<'de, Error = Error>,
{
    visitor.visit_seq(Fields { of, done: 0 })
}

/// Implements a `Deserializer` that passes one value, whatever is requested.
macro_rules! deserializer {
    ($($type:ty: |$value:ident, $visitor:ident| $visit:expr;)*) => {$(
        impl<'de, S: Subtree> Deserializer<'de> for $type {
            type Error = Error;

            fn deserialize_any<V: Visitor<'de>>(self, $visitor: V) -> Result<V::Value, Error> {
                let $value = self;
                $visit
            }

            forward_to_deserialize_any! {
                bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
                option unit unit_struct newtype_struct seq tuple tuple_struct map struct enum
                identifier ignored_any
            }
        }
    )*};
}

deserializer! {
    Allocator<S>: |allocator, visitor| fields(allocator, visitor);
    Tree<S>: |tree, visitor| fields(tree, visitor);
    InnerNode<S>: |node, visitor| fields(node, visitor);
    Root<S>: |root, visitor| match root.0.root() {
        None => visitor.visit_none(),
        Some((node, left, right, height)) => {
            visitor.visit_some(InnerNode { node, left, right, height })
        }
    };
}

/// A `RangeInclusive`.
fn range(start: u64, end: u64) -> SeqDeserializer<std::array::IntoIter<u64, 2>, Error> {
    SeqDeserializer::new([start, end].into_iter())
}

impl<'de, S: Subtree> SeqAccess<'de> for Fields<Allocator<S>> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        self.done += 1;
        let Allocator {
            base: start,
            end,
            root,
        } = self.of;
        match self.done {
            1 => seed.deserialize(range(start, end)).map(Some),
            2 => seed.deserialize(Tree(root)).map(Some),
            _ => Ok(None),
        }
    }
}

impl<'de, S: Subtree> SeqAccess<'de> for Fields<Tree<S>> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        self.done += 1;
        match self.done {
            1 => seed.deserialize(Root(self.of.0)).map(Some),
            _ => Ok(None),
        }
    }
}

impl<'de, S: Subtree> SeqAccess<'de> for Fields<InnerNode<S>> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        self.done += 1;
        let InnerNode {
            node: Node { start, end, state },
            left,
            right,
            height,
        } = self.of;
        match self.done {
            1 => seed.deserialize(range(start, end)).map(Some),
            2 => seed.deserialize(variant(state)).map(Some),
            3 => seed.deserialize(Root(left)).map(Some),
            4 => seed.deserialize(Root(right)).map(Some),
            5 => seed.deserialize(number(height)).map(Some),
            _ => Ok(None),
        }
    }
}

fn number(number: u64) -> U64Deserializer<Error> {
    number.into_deserializer()
}

/// The crate's `NodeState`, by its position in the declaration.
fn variant(state: NodeState) -> U32Deserializer<Error> {
    (state as u32).into_deserializer()
}
