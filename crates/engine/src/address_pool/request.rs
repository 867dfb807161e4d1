//! What is asked of an allocator.

use vm_allocator::{AllocPolicy, Constraint, RangeInclusive, Result};

use crate::free_index::FreeRange;

/// A request for a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// How many bytes.
    pub size: u64,
    /// What the first address is a multiple of: a power of two.
    pub align: u64,
    /// Which of the places that fit.
    pub policy: AllocPolicy,
    /// The addresses that the range may have, both ends inclusive; all of them by default.
    pub within: Option<RangeInclusive>,
}

impl Request {
    /// A request without bounds, as the crate takes it.
    pub fn new(size: u64, align: u64, policy: AllocPolicy) -> Self {
        Request {
            size,
            align,
            policy,
            within: None,
        }
    }

    /// The same request, answered inside `bounds`.
    pub fn within(self, bounds: RangeInclusive) -> Self {
        Request {
            within: Some(bounds),
            ..self
        }
    }

    /// Whether the crate takes it for a constraint: `InvalidSize`, `InvalidAlignment` or
    /// `UnalignedAddress` if not.
    pub(super) fn check(&self) -> Result<()> {
        Constraint::new(self.size, self.align, self.policy).map(drop)
    }

    /// Whether `size` bytes from `address` on, at least 1, lie within the bounds.
    pub(super) fn admits(&self, address: u64) -> bool {
        self.within.is_none_or(|bounds| {
            (bounds.start()..=bounds.end()).contains(&address)
                && self.size - 1 <= bounds.end() - address
        })
    }

    /// Whether one byte is asked for, at no certain address.
    pub(super) fn is_one_byte(&self) -> bool {
        let certain = matches!(self.policy, AllocPolicy::ExactMatch(_));
        self.size == 1 && self.within.is_none() && !certain
    }

    pub(super) fn bounds(&self) -> FreeRange {
        self.within.map_or(FreeRange::EVERYTHING, FreeRange::from)
    }
}
