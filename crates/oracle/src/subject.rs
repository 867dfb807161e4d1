//! The crate's object in a scenario, and the calls on it.

use crate::operation::{Create, IdArgument, Operation, RangeArgument};
use crate::outcome::{Outcome, Value};
use vm_allocator::{AddressAllocator, Constraint, Error, IdAllocator, RangeInclusive};

/// An object of the unmodified crate.
#[derive(Clone, Debug)]
pub enum Subject {
    /// A range.
    Range(RangeInclusive),
    /// A constraint.
    Constraint(Constraint),
    /// An address allocator.
    Address(AddressAllocator),
    /// An id allocator.
    Id(IdAllocator),
}

impl Subject {
    /// Constructs what `create` says.
    ///
    /// # Errors
    /// The error that the crate returns.
    pub fn new(create: &Create) -> Result<Self, Error> {
        match *create {
            Create::Range { start, end } => RangeInclusive::new(start, end).map(Subject::Range),
            Create::Constraint {
                size,
                align,
                policy,
            } => Constraint::new(size, align, policy).map(Subject::Constraint),
            Create::Address { base, size } => {
                AddressAllocator::new(base, size).map(Subject::Address)
            }
            Create::Id { base, end } => IdAllocator::new(base, end).map(Subject::Id),
        }
    }

    /// Makes one call. `earlier` holds the outcomes that an argument may refer to.
    ///
    /// # Errors
    /// The outer one, if the scenario is wrong: a call that the type doesn't have, a reference
    /// without an earlier result, or a range that can't be constructed.
    pub fn call(&mut self, operation: &Operation, earlier: &[Outcome]) -> Result<Outcome, String> {
        match (self, *operation) {
            (Subject::Range(range), operation) => compare(range, operation),
            (
                Subject::Address(allocator),
                Operation::Allocate {
                    size,
                    align,
                    policy,
                },
            ) => Ok(allocator.allocate(size, align, policy).map(Value::Range)),
            (Subject::Address(allocator), Operation::Free(argument)) => {
                let range = resolve_range(argument, earlier)?;
                Ok(allocator.free(&range).map(|()| Value::Nothing))
            }
            (Subject::Id(allocator), Operation::AllocateId) => {
                Ok(allocator.allocate_id().map(Value::Id))
            }
            (Subject::Id(allocator), Operation::FreeId(argument)) => Ok(allocator
                .free_id(resolve_id(argument, earlier)?)
                .map(Value::Id)),
            (Subject::Id(allocator), Operation::IsAllocated(id)) => {
                Ok(Ok(Value::Bool(allocator.is_allocated(id))))
            }
            (_, operation) => Err(format!("{} is no call of this type", operation.name())),
        }
    }
}

fn compare(range: &RangeInclusive, operation: Operation) -> Result<Outcome, String> {
    let other = |start, end| literal(start, end);
    Ok(Ok(match operation {
        Operation::Length => Value::Length(range.len()),
        Operation::Contains(start, end) => Value::Bool(range.contains(&other(start, end)?)),
        Operation::Overlaps(start, end) => Value::Bool(range.overlaps(&other(start, end)?)),
        Operation::Equals(start, end) => Value::Bool(*range == other(start, end)?),
        Operation::Compare(start, end) => Value::Order(range.cmp(&other(start, end)?)),
        _ => return Err(format!("{} is no call of a range", operation.name())),
    }))
}

fn literal(start: u64, end: u64) -> Result<RangeInclusive, String> {
    RangeInclusive::new(start, end).map_err(|error| error.to_string())
}

/// Resolves an argument that is a range.
///
/// # Errors
/// If it isn't a range, or doesn't refer to an earlier one.
pub fn resolve_range(
    argument: RangeArgument,
    earlier: &[Outcome],
) -> Result<RangeInclusive, String> {
    match argument {
        RangeArgument::Literal(start, end) => literal(start, end),
        RangeArgument::Result(index) => match earlier.get(index) {
            Some(Ok(Value::Range(range))) => Ok(*range),
            _ => Err(format!("operation {index} has no range for a result")),
        },
    }
}

fn resolve_id(argument: IdArgument, earlier: &[Outcome]) -> Result<u32, String> {
    match argument {
        IdArgument::Literal(id) => Ok(id),
        IdArgument::Result(index) => match earlier.get(index) {
            Some(Ok(Value::Id(id))) => Ok(*id),
            _ => Err(format!("operation {index} has no id for a result")),
        },
    }
}
