//! The crate's own checks of ranges and constraints.

use vm_allocator::{Constraint, RangeInclusive};
use vm_allocator_engine::{policy_code::policy, refusal::Failure};

use crate::state;

/// Whether the crate accepts a range: 1, or 0 after a refusal.
#[unsafe(no_mangle)]
pub extern "C" fn check_range(start: u64, end: u64) -> u32 {
    accepted(RangeInclusive::new(start, end).map_err(Failure::from))
}

/// Whether the crate accepts a constraint: 1, or 0 after a refusal.
#[unsafe(no_mangle)]
pub extern "C" fn check_constraint(size: u64, align: u64, code: u32, address: u64) -> u32 {
    let policy = policy(code, address).ok_or(Failure::Misuse);
    accepted(policy.and_then(|policy| Ok(Constraint::new(size, align, policy)?)))
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
