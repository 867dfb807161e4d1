//! The numbers by which JavaScript names policies and bounds.

use vm_allocator::{AllocPolicy, RangeInclusive};

use crate::{address_pool::Request, refusal::Failure};

/// Added to the code of a policy when the request has bounds.
const BOUNDED: u32 = 4;

/// The policy with a code from 0 to 2; `None` for any other.
#[inline(always)]
pub fn policy(code: u32, address: u64) -> Option<AllocPolicy> {
    match code {
        0 => Some(AllocPolicy::FirstMatch),
        1 => Some(AllocPolicy::LastMatch),
        2 => Some(AllocPolicy::ExactMatch(address)),
        _ => None,
    }
}

/// The request for `size` bytes at a multiple of `align`. `bounds` is called if the code says that
/// there are bounds.
///
/// # Errors
/// `Misuse` for an unknown code, `InvalidRange` if the bounds aren't a range.
#[inline(always)]
pub fn request(
    size: u64,
    align: u64,
    code: u32,
    address: u64,
    bounds: impl FnOnce() -> (u64, u64),
) -> Result<Request, Failure> {
    let policy = policy(code & !BOUNDED, address).ok_or(Failure::Misuse)?;
    let request = Request::new(size, align, policy);
    if code & BOUNDED == 0 {
        return Ok(request);
    }
    let (start, end) = bounds();
    Ok(request.within(RangeInclusive::new(start, end)?))
}
