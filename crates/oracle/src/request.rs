//! Reads what the server is asked: constructions and calls, as the answer files spell them.

use crate::operation::{Create, IdArgument, Operation, RangeArgument};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use vm_allocator::AllocPolicy;

/// A line of the server's input: `create` or `restore`, then calls.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    pub create: Option<Create>,
    pub restore: Option<Restore>,
    #[serde(default)]
    pub operations: Vec<Call>,
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
pub enum Call {
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

impl From<Call> for Operation {
    fn from(call: Call) -> Self {
        match call {
            Call::Allocate {
                size,
                align,
                policy,
            } => Operation::Allocate {
                size,
                align,
                policy,
            },
            Call::Free { range } => Operation::Free(match range {
                Argument::Result { result } => RangeArgument::Result(result),
                Argument::Literal(range) => RangeArgument::Literal(range.start, range.end),
            }),
            Call::AllocateId => Operation::AllocateId,
            Call::FreeId { id } => Operation::FreeId(match id {
                Argument::Result { result } => IdArgument::Result(result),
                Argument::Literal(id) => IdArgument::Literal(id),
            }),
            Call::IsAllocated { id } => Operation::IsAllocated(id),
            Call::Len => Operation::Length,
            Call::Contains { range } => Operation::Contains(range.start, range.end),
            Call::Overlaps { range } => Operation::Overlaps(range.start, range.end),
            Call::Equals { range } => Operation::Equals(range.start, range.end),
            Call::Compare { range } => Operation::Compare(range.start, range.end),
        }
    }
}

/// A value in full, or the one that an earlier operation answered.
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

#[derive(Deserialize)]
// The names are the answer files'.
#[allow(clippy::enum_variant_names)]
#[serde(tag = "kind", deny_unknown_fields)]
enum Policy {
    FirstMatch,
    LastMatch,
    ExactMatch {
        #[serde(deserialize_with = "hex")]
        address: u64,
    },
}

/// A policy as the answer files spell it.
pub fn policy<'de, D: Deserializer<'de>>(deserializer: D) -> Result<AllocPolicy, D::Error> {
    Ok(match Policy::deserialize(deserializer)? {
        Policy::FirstMatch => AllocPolicy::FirstMatch,
        Policy::LastMatch => AllocPolicy::LastMatch,
        Policy::ExactMatch { address } => AllocPolicy::ExactMatch(address),
    })
}

/// A `u64` that is spelled `0x1fff`.
pub fn hex<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let text = String::deserialize(deserializer)?;
    let digits = text
        .strip_prefix("0x")
        .ok_or_else(|| D::Error::custom(format!("{text:?} does not start with 0x")))?;
    u64::from_str_radix(digits, 16)
        .map_err(|error| D::Error::custom(format!("{text:?} is no u64: {error}")))
}
