//! The constructions and calls of scenarios, and their form in the answer files.

use crate::json::{Json, hex as hex_json, text};
use crate::spelling::{hex, policy};
use serde::Deserialize;
use vm_allocator::AllocPolicy;

/// What a scenario constructs.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(tag = "type", deny_unknown_fields)]
pub enum Create {
    /// `RangeInclusive::new`.
    #[serde(rename = "RangeInclusive")]
    Range {
        /// First address.
        #[serde(deserialize_with = "hex")]
        start: u64,
        /// Last address, inclusive.
        #[serde(deserialize_with = "hex")]
        end: u64,
    },
    /// `Constraint::new`.
    Constraint {
        /// The size in bytes.
        #[serde(deserialize_with = "hex")]
        size: u64,
        /// The alignment in bytes.
        #[serde(deserialize_with = "hex")]
        align: u64,
        /// Where to place.
        #[serde(deserialize_with = "policy")]
        policy: AllocPolicy,
    },
    /// `AddressAllocator::new`.
    #[serde(rename = "AddressAllocator")]
    Address {
        /// First managed address.
        #[serde(deserialize_with = "hex")]
        base: u64,
        /// The size of the space in bytes.
        #[serde(deserialize_with = "hex")]
        size: u64,
    },
    /// `IdAllocator::new`.
    #[serde(rename = "IdAllocator")]
    Id {
        /// First id.
        base: u32,
        /// Last id, inclusive.
        end: u32,
    },
}

/// A range, or the result of an earlier operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeArgument {
    /// First and last address, inclusive.
    Literal(u64, u64),
    /// The operation's position, from 0.
    Result(usize),
}

/// An id, or the result of an earlier operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdArgument {
    /// The id.
    Literal(u32),
    /// The operation's position, from 0.
    Result(usize),
}

/// One call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// `AddressAllocator::allocate`.
    Allocate {
        /// The size in bytes.
        size: u64,
        /// The alignment in bytes.
        align: u64,
        /// Where to place.
        policy: AllocPolicy,
    },
    /// `AddressAllocator::free`.
    Free(RangeArgument),
    /// `IdAllocator::allocate_id`.
    AllocateId,
    /// `IdAllocator::free_id`.
    FreeId(IdArgument),
    /// `IdAllocator::is_allocated`.
    IsAllocated(u32),
    /// `RangeInclusive::len`.
    Length,
    /// `RangeInclusive::contains`.
    Contains(u64, u64),
    /// `RangeInclusive::overlaps`.
    Overlaps(u64, u64),
    /// `==` on two ranges.
    Equals(u64, u64),
    /// `Ord::cmp` on two ranges.
    Compare(u64, u64),
}

impl Create {
    /// The name of the constructed type in the crate.
    pub fn type_name(&self) -> &'static str {
        match self {
            Create::Range { .. } => "RangeInclusive",
            Create::Constraint { .. } => "Constraint",
            Create::Address { .. } => "AddressAllocator",
            Create::Id { .. } => "IdAllocator",
        }
    }

    /// The construction in the format of the answer files.
    pub fn json(&self) -> Json {
        let mut members = vec![("type", text(self.type_name()))];
        match *self {
            Create::Range { start, end } => {
                members.extend([("start", hex_json(start)), ("end", hex_json(end))]);
            }
            Create::Constraint {
                size,
                align,
                policy,
            } => {
                members.extend(constraint_members(size, align, policy));
            }
            Create::Address { base, size } => {
                members.extend([("base", hex_json(base)), ("size", hex_json(size))]);
            }
            Create::Id { base, end } => {
                members.extend([
                    ("base", Json::Number(base.into())),
                    ("end", Json::Number(end.into())),
                ]);
            }
        }
        Json::Object(members)
    }
}

impl Operation {
    /// The crate's name for the call; `equals` and `compare` for the operators.
    pub fn name(&self) -> &'static str {
        match self {
            Operation::Allocate { .. } => "allocate",
            Operation::Free(_) => "free",
            Operation::AllocateId => "allocate_id",
            Operation::FreeId(_) => "free_id",
            Operation::IsAllocated(_) => "is_allocated",
            Operation::Length => "len",
            Operation::Contains(..) => "contains",
            Operation::Overlaps(..) => "overlaps",
            Operation::Equals(..) => "equals",
            Operation::Compare(..) => "compare",
        }
    }

    /// The call's members in the format of the answer files, `op` first.
    pub fn members(&self) -> Vec<(&'static str, Json)> {
        let mut members = vec![("op", text(self.name()))];
        match *self {
            Operation::Allocate {
                size,
                align,
                policy,
            } => {
                members.extend(constraint_members(size, align, policy));
            }
            Operation::Free(range) => members.push(("range", range.json())),
            Operation::FreeId(id) => members.push(("id", id.json())),
            Operation::IsAllocated(id) => members.push(("id", Json::Number(id.into()))),
            Operation::Contains(start, end)
            | Operation::Overlaps(start, end)
            | Operation::Equals(start, end)
            | Operation::Compare(start, end) => {
                members.push(("range", RangeArgument::Literal(start, end).json()));
            }
            Operation::AllocateId | Operation::Length => {}
        }
        members
    }
}

impl RangeArgument {
    fn json(self) -> Json {
        Json::Object(match self {
            RangeArgument::Literal(start, end) => {
                vec![("start", hex_json(start)), ("end", hex_json(end))]
            }
            RangeArgument::Result(index) => vec![("result", position(index))],
        })
    }
}

impl IdArgument {
    fn json(self) -> Json {
        match self {
            IdArgument::Literal(id) => Json::Number(id.into()),
            IdArgument::Result(index) => Json::Object(vec![("result", position(index))]),
        }
    }
}

fn position(index: usize) -> Json {
    Json::Number(i64::try_from(index).expect("scenarios are short"))
}

fn constraint_members(size: u64, align: u64, policy: AllocPolicy) -> [(&'static str, Json); 3] {
    [
        ("size", hex_json(size)),
        ("align", hex_json(align)),
        ("policy", policy_json(policy)),
    ]
}

/// The policy's name in the crate.
pub fn policy_kind(policy: AllocPolicy) -> &'static str {
    match policy {
        AllocPolicy::FirstMatch => "FirstMatch",
        AllocPolicy::LastMatch => "LastMatch",
        AllocPolicy::ExactMatch(_) => "ExactMatch",
    }
}

fn policy_json(policy: AllocPolicy) -> Json {
    let mut members = vec![("kind", text(policy_kind(policy)))];
    if let AllocPolicy::ExactMatch(address) = policy {
        members.push(("address", hex_json(address)));
    }
    Json::Object(members)
}
