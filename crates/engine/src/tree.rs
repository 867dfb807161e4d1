//! Reads the nodes of the crate's interval tree.
//!
//! The tree's fields are private, and its `Serialize` implementation is the only access to them.
//! The serializer here walks through the tree in place, without allocating or writing anything.

use std::fmt;

use serde::Serialize;
use serde::ser::{Impossible, SerializeStruct, Serializer};
use vm_allocator::AddressAllocator;

use crate::absent::{absent, absent_newtypes};
use crate::free_index::FreeRange;

/// The state of a node: the crate's `NodeState`, which isn't exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum NodeState {
    /// The node's addresses can be allocated.
    Free,
    /// The node is a live range.
    Allocated,
}

/// A node of the crate's tree: a range of addresses (both ends inclusive) and its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// The first address.
    pub start: u64,
    /// The last address.
    pub end: u64,
    /// Whether it is free or allocated.
    pub state: NodeState,
}

impl From<FreeRange> for Node {
    fn from(FreeRange { start, end }: FreeRange) -> Self {
        let state = NodeState::Free;
        Node { start, end, state }
    }
}

/// Calls `visitor` with every node, in address order. O(n).
pub fn visit(allocator: &AddressAllocator, visitor: &mut impl FnMut(Node)) {
    walk(allocator, &mut EveryNode(visitor));
}

/// The node that contains `address`, if any. O(log n): the walk takes one branch per level.
pub fn node_at(allocator: &AddressAllocator, address: u64) -> Option<Node> {
    let mut descent = Descent {
        address,
        found: None,
    };
    walk(allocator, &mut descent);
    descent.found
}

/// The number of free and allocated nodes. O(n).
pub fn node_count(allocator: &AddressAllocator) -> usize {
    let mut count = 0;
    visit(allocator, &mut |_| count += 1);
    count
}

fn walk(allocator: &AddressAllocator, walk: &mut impl Walk) {
    // The version of the crate is pinned, so its serialised form can't change unnoticed.
    allocator
        .serialize(Reader { walk })
        .expect("the crate serialises structs of numbers and states");
}

/// The nodes that a walk through the tree visits.
trait Walk {
    fn enters_left_of(&self, node: Node) -> bool;
    fn node(&mut self, node: Node);
    fn enters_right_of(&self, node: Node) -> bool;
}

struct EveryNode<'f, F>(&'f mut F);

impl<F: FnMut(Node)> Walk for EveryNode<'_, F> {
    fn enters_left_of(&self, _: Node) -> bool {
        true
    }
    fn node(&mut self, node: Node) {
        (self.0)(node);
    }
    fn enters_right_of(&self, _: Node) -> bool {
        true
    }
}

struct Descent {
    address: u64,
    found: Option<Node>,
}

impl Walk for Descent {
    fn enters_left_of(&self, node: Node) -> bool {
        self.address < node.start
    }
    fn node(&mut self, node: Node) {
        if (node.start..=node.end).contains(&self.address) {
            self.found = Some(node);
        }
    }
    fn enters_right_of(&self, node: Node) -> bool {
        self.address > node.end
    }
}

/// The value of a field in the crate's structs.
enum Value {
    Number(u64),
    Range(u64, u64),
    State(NodeState),
    /// A subtree that was already walked through, or none.
    Subtree,
}

struct Reader<'w, W> {
    walk: &'w mut W,
}

/// The kind of struct being read.
#[derive(Clone, Copy)]
enum Struct {
    Range,
    InnerNode,
    /// A struct on the way to the nodes: the allocator or the tree.
    Outer,
}

/// The fields of a struct in order, by their positions. In an `InnerNode`, `key` and `node_state`
/// come before `left` and `right`, so a node is known before its children are visited.
struct Fields<'w, W> {
    walk: &'w mut W,
    of: Struct,
    position: u8,
    node: Node,
}

impl<W: Walk> SerializeStruct for Fields<'_, W> {
    type Ok = Value;
    type Error = fmt::Error;

    // Inlined, each position is a constant, so that only the code for one field is left of the
    // `match`: a look-up then takes a third of the time.
    #[inline(always)]
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), fmt::Error> {
        let walk = &mut *self.walk;
        let position = self.position;
        self.position += 1;
        debug_assert!(has_field(self.of, position, name), "{name} at {position}");
        match (self.of, position) {
            (Struct::InnerNode, LEFT) => {
                if walk.enters_left_of(self.node) {
                    value.serialize(Reader { walk: &mut *walk })?;
                }
                walk.node(self.node);
            }
            (Struct::InnerNode, RIGHT) if !walk.enters_right_of(self.node) => {}
            (Struct::InnerNode, HEIGHT) => {}
            (of, position) => match (of, position, value.serialize(Reader { walk })?) {
                (Struct::Range, 0, Value::Number(start)) => self.node.start = start,
                (Struct::Range, 1, Value::Number(end)) => self.node.end = end,
                (Struct::InnerNode, 0, Value::Range(start, end)) => {
                    (self.node.start, self.node.end) = (start, end)
                }
                (Struct::InnerNode, 1, Value::State(state)) => self.node.state = state,
                (Struct::InnerNode, RIGHT, _) | (Struct::Outer, ..) => {}
                _ => return Err(fmt::Error),
            },
        }
        Ok(())
    }

    #[inline(always)]
    fn end(self) -> Result<Value, fmt::Error> {
        Ok(Value::Range(self.node.start, self.node.end))
    }
}

const LEFT: u8 = 2;
const RIGHT: u8 = 3;
const HEIGHT: u8 = 4;

/// Whether the crate declares a field at the expected position.
fn has_field(of: Struct, position: u8, name: &str) -> bool {
    let names: &[&str] = match of {
        Struct::Range => &["start", "end"],
        Struct::InnerNode => &["key", "node_state", "left", "right", "height"],
        Struct::Outer if name == "root" => &["root"],
        Struct::Outer => &["address_space", "interval_tree"],
    };
    names.get(usize::from(position)) == Some(&name)
}

type Never = Impossible<Value, fmt::Error>;

impl<'w, W: Walk> Serializer for Reader<'w, W> {
    type Ok = Value;
    type Error = fmt::Error;
    type SerializeSeq = Never;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStruct = Fields<'w, W>;
    type SerializeStructVariant = Never;

    fn serialize_u64(self, number: u64) -> Result<Value, fmt::Error> {
        Ok(Value::Number(number))
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        state: &'static str,
    ) -> Result<Value, fmt::Error> {
        match state {
            "Free" => Ok(Value::State(NodeState::Free)),
            "Allocated" => Ok(Value::State(NodeState::Allocated)),
            _ => Err(fmt::Error),
        }
    }

    fn serialize_none(self) -> Result<Value, fmt::Error> {
        Ok(Value::Subtree)
    }

    #[inline(always)]
    fn serialize_some<T: Serialize + ?Sized>(self, subtree: &T) -> Result<Value, fmt::Error> {
        subtree.serialize(self)
    }

    #[inline(always)]
    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Fields<'w, W>, fmt::Error> {
        let of = match name {
            "RangeInclusive" => Struct::Range,
            "InnerNode" => Struct::InnerNode,
            _ => Struct::Outer,
        };
        Ok(Fields {
            walk: self.walk,
            of,
            position: 0,
            node: Node {
                start: 0,
                end: 0,
                state: NodeState::Free,
            },
        })
    }

    absent_newtypes!(Value);

    absent! {
        serialize_bool(bool) -> Value;
        serialize_i8(i8) -> Value;
        serialize_i16(i16) -> Value;
        serialize_i32(i32) -> Value;
        serialize_i64(i64) -> Value;
        serialize_u8(u8) -> Value;
        serialize_u16(u16) -> Value;
        serialize_u32(u32) -> Value;
        serialize_f32(f32) -> Value;
        serialize_f64(f64) -> Value;
        serialize_char(char) -> Value;
        serialize_str(&str) -> Value;
        serialize_bytes(&[u8]) -> Value;
        serialize_unit() -> Value;
        serialize_unit_struct(&'static str) -> Value;
        serialize_seq(Option<usize>) -> Never;
        serialize_tuple(usize) -> Never;
        serialize_tuple_struct(&'static str, usize) -> Never;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Never;
        serialize_map(Option<usize>) -> Never;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Never;
    }
}
