//! The crate's own checks of ranges and constraints.

use vm_allocator::{AllocPolicy, Constraint, RangeInclusive};

use crate::{failure::Failure, state};

/// The policy with a code; `None` for an unknown one.
pub fn policy(code: u32, address: u64) -> AllocPolicy {
    match code {
        1 => AllocPolicy::LastMatch,
        2 => AllocPolicy::ExactMatch(address),
        _ => AllocPolicy::FirstMatch,
    }
}

/// Whether the crate makes such a range: 1, or 0 after a refusal.
#[unsafe(no_mangle)]
pub extern "C" fn check_range(start: u64, end: u64) -> u32 {
    accepted(RangeInclusive::new(start, end).map_err(Failure::from))
}

/// Whether the crate makes such a constraint: 1, or 0 after a refusal.
#[unsafe(no_mangle)]
pub extern "C" fn check_constraint(size: u64, align: u64, code: u32, address: u64) -> u32 {
    accepted(Constraint::new(size, align, policy(code, address)).map_err(Failure::from))
}

fn accepted<T>(result: Result<T, Failure>) -> u32 {
    match result {
        Ok(_) => 1,
        Err(failure) => {
            state::with(|state| state.refuse(failure));
            0
        }
    }
}
