//! Reads the server's requests: constructions and calls, in the format of the answer files.

use crate::operation::{Create, IdArgument, Operation, RangeArgument};
use crate::spelling::{hex, policy};
use serde::Deserialize;
use vm_allocator::AllocPolicy;

/// A line of the server's input: `create` or `restore`, then calls.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    pub create: Option<Create>,
    pub restore: Option<Restore>,
    #[serde(default)]
    pub operations: Vec<CallText>,
    #[serde(default)]
    pub states: bool,
}

/// The text that `serde_json` wrote of an allocator.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", content = "text")]
pub enum Restore {
    AddressAllocator(String),
    IdAllocator(String),
}

/// A call, without its answer.
#[derive(Debug, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case", deny_unknown_fields)]
pub enum CallText {
    Allocate {
        #[serde(deserialize_with = "hex")]
        size: u64,
        #[serde(deserialize_with = "hex")]
        align: u64,
        #[serde(deserialize_with = "policy")]
        policy: AllocPolicy,
    },
    Free {
        range: Argument<Addresses>,
    },
    AllocateId,
    FreeId {
        id: Argument<u32>,
    },
    IsAllocated {
        id: u32,
    },
    Len,
    Contains {
        range: Addresses,
    },
    Overlaps {
        range: Addresses,
    },
    Equals {
        range: Addresses,
    },
    Compare {
        range: Addresses,
    },
}

impl From<CallText> for Operation {
    fn from(call: CallText) -> Self {
        match call {
            CallText::Allocate {
                size,
                align,
                policy,
            } => Operation::Allocate {
                size,
                align,
                policy,
            },
            CallText::Free { range } => Operation::Free(match range {
                Argument::Result { result } => RangeArgument::Result(result),
                Argument::Literal(range) => RangeArgument::Literal(range.start, range.end),
            }),
            CallText::AllocateId => Operation::AllocateId,
            CallText::FreeId { id } => Operation::FreeId(match id {
                Argument::Result { result } => IdArgument::Result(result),
                Argument::Literal(id) => IdArgument::Literal(id),
            }),
            CallText::IsAllocated { id } => Operation::IsAllocated(id),
            CallText::Len => Operation::Length,
            CallText::Contains { range } => Operation::Contains(range.start, range.end),
            CallText::Overlaps { range } => Operation::Overlaps(range.start, range.end),
            CallText::Equals { range } => Operation::Equals(range.start, range.end),
            CallText::Compare { range } => Operation::Compare(range.start, range.end),
        }
    }
}

/// A value, or the result of an earlier operation.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Argument<T> {
    Result { result: usize },
    Literal(T),
}

/// The two ends of a range, which the crate may refuse.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Addresses {
    #[serde(deserialize_with = "hex")]
    pub start: u64,
    #[serde(deserialize_with = "hex")]
    pub end: u64,
}
