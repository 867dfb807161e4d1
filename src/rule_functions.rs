//! The crate's own checks of ranges and constraints, and the reason for the last refusal.

use napi::{Env, Error, Result, Status};
use napi_derive::napi;
use vm_allocator::{Constraint, RangeInclusive};
use vm_allocator_engine::{policy_code::policy, refusal::Failure};

use crate::{
    arguments::{U32, U64},
    environment::Environment,
    refusal::Refusal,
};

/// Returns whether the crate accepts a range; `null` after a refusal.
#[napi(catch_unwind)]
pub fn check_range(env: Env, start: U64, end: U64) -> Result<Option<bool>> {
    Environment::of(&env)?.accept(RangeInclusive::new(start.0, end.0).map(|_| true))
}

/// Returns whether the crate accepts a constraint; `null` after a refusal.
#[napi(catch_unwind)]
pub fn check_constraint(
    env: Env,
    size: U64,
    align: U64,
    policy_code: U32,
    address: U64,
) -> Result<Option<bool>> {
    let policy = policy(policy_code.0, address.0)
        .ok_or_else(|| Error::new(Status::InvalidArg, "expected a policy code from 0 to 2"))?;
    Environment::of(&env)?.accept(Constraint::new(size.0, align.0, policy).map(|_| true))
}

/// The reason for the last `null`; `null` if there is none, or an argument was invalid.
#[napi(catch_unwind)]
pub fn take_failure(env: Env) -> Result<Option<Refusal>> {
    let failure = Environment::of(&env)?.take_failure();
    Ok(failure.and_then(Failure::refusal).map(Refusal::from))
}
