//! A request to an allocator.

use vm_allocator::{AllocPolicy, Constraint, RangeInclusive, Result};

use crate::free_index::FreeRange;

/// A request for a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// The size in bytes.
    pub size: u64,
    /// The alignment of the first address: a power of two.
    pub align: u64,
    /// Which place to choose if several fit.
    pub policy: AllocPolicy,
    /// The bounds of the range, both ends inclusive; all addresses by default.
    pub within: Option<RangeInclusive>,
}

impl Request {
    /// A request without bounds, like those of the crate.
    pub fn new(size: u64, align: u64, policy: AllocPolicy) -> Self {
        Request {
            size,
            align,
            policy,
            within: None,
        }
    }

    /// The same request with `bounds`.
    pub fn within(self, bounds: RangeInclusive) -> Self {
        Request {
            within: Some(bounds),
            ..self
        }
    }

    /// Checks the request as the crate's constraint: `InvalidSize`, `InvalidAlignment` or
    /// `UnalignedAddress` if it is invalid.
    pub(super) fn check(&self) -> Result<()> {
        Constraint::new(self.size, self.align, self.policy).map(drop)
    }

    /// Whether `size` bytes (at least 1) from `address` are within the bounds.
    pub(super) fn admits(&self, address: u64) -> bool {
        self.within.is_none_or(|bounds| {
            (bounds.start()..=bounds.end()).contains(&address)
                && self.size - 1 <= bounds.end() - address
        })
    }

    /// Whether this requests a single byte without a particular address.
    pub(super) fn is_one_byte(&self) -> bool {
        let certain = matches!(self.policy, AllocPolicy::ExactMatch(_));
        self.size == 1 && self.within.is_none() && !certain
    }

    pub(super) fn bounds(&self) -> FreeRange {
        self.within.map_or(FreeRange::EVERYTHING, FreeRange::from)
    }
}
