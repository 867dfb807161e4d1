//! Looks up ranges and places in a pool, without changing it.

use vm_allocator::{AddressAllocator, AllocPolicy, Error, RangeInclusive, Result};

use super::{AddressPool, Request};
use crate::free_index::{FreeRange, search::Fit};
use crate::tree::{self, Node, NodeState};

impl AddressPool {
    /// The range that contains `address`, with its state. `None` if there is none: outside the
    /// managed space, and where D3 has lost a range. O(log n).
    pub fn at(&self, address: u64) -> Option<Node> {
        tree::node_at(&self.allocator, address)
    }

    /// What [`allocate_in`](Self::allocate_in) would return now. Changes nothing. O(log n).
    ///
    /// # Errors
    /// Those of [`allocate_in`](Self::allocate_in).
    pub fn fit(&self, request: &Request) -> Result<RangeInclusive> {
        if self.sound {
            return self.find_sound(request).map(|(_, range)| range);
        }
        request.check()?;
        let &Request { size, policy, .. } = request;
        match (policy, request.within) {
            (AllocPolicy::ExactMatch(address), _) if request.admits(address) => {
                self.fit_at(address, size, self.at(address))
            }
            (AllocPolicy::ExactMatch(_), _) => Err(Error::ResourceNotAvailable),
            (_, Some(_)) => {
                let fit = self
                    .find_within(request)
                    .ok_or(Error::ResourceNotAvailable)?;
                self.fit_at(fit.address, size, Some(self.index.range(fit.slot).into()))
            }
            (_, None) => {
                let fit = self.find(request).ok_or(Error::ResourceNotAvailable)?;
                let next = fit.address.checked_add(size).ok_or(Error::Overflow)?; // D6
                RangeInclusive::new(fit.address, next - 1)
            }
        }
    }

    /// The longest part of a free range that starts at a multiple of `align` and is within
    /// `bounds`; the lowest of several. `None` if there is none, or if `align` is not a power of
    /// two.
    ///
    /// This is what a refused caller could have allocated, except in canonical mode for places that
    /// the crate refuses anyway (D5, D6, D7). O(n) in the worst case, but 64 free ranges are
    /// skipped at a time if none of them is longer.
    pub fn largest_fit(
        &self,
        align: u64,
        bounds: Option<RangeInclusive>,
    ) -> Option<RangeInclusive> {
        if !align.is_power_of_two() {
            return None;
        }
        let bounds = bounds.map_or(FreeRange::EVERYTHING, FreeRange::from);
        let FreeRange { start, end } = self.index.longest(align, bounds)?;
        RangeInclusive::new(start, end).ok()
    }

    /// The free range that the crate's FirstMatch or LastMatch chooses in canonical mode, and the
    /// place in it.
    #[inline]
    pub(super) fn find(&self, request: &Request) -> Option<Fit> {
        let &Request { size, align, .. } = request;
        match request.policy {
            AllocPolicy::LastMatch => self.index.last_fit(size, align).filter(|fit| {
                let free = self.index.range(fit.slot);
                free.start > 0 || free.end > size - 1 // D5
            }),
            _ => self.index.first_fit(size, align),
        }
    }

    /// The lowest or the highest place within the bounds.
    pub(super) fn find_within(&self, request: &Request) -> Option<Fit> {
        let &Request { size, align, .. } = request;
        match request.policy {
            AllocPolicy::LastMatch => self.index.last_fit_within(size, align, request.bounds()),
            _ => self.index.first_fit_within(size, align, request.bounds()),
        }
    }

    /// The crate's answer, in canonical mode, to ExactMatch of an aligned address in `node`.
    fn fit_at(&self, address: u64, size: u64, node: Option<Node>) -> Result<RangeInclusive> {
        if self.live == 0 && self.index.is_empty() {
            return Err(Error::ResourceNotAvailable);
        }
        let second = address.checked_add(1).ok_or(Error::Overflow)?; // D7, D14
        let node = node.filter(|node| second <= node.end);
        let node = node.ok_or(Error::ResourceNotAvailable)?;
        let end = address.checked_add(size - 1).ok_or(Error::Overflow)?;
        if end > node.end {
            return Err(Error::ResourceNotAvailable);
        }
        if end == u64::MAX {
            return Err(Error::Overflow); // D6
        }
        let range = RangeInclusive::new(address, end)?;
        let whole = (node.start, node.end) == (address, end);
        if node.state == NodeState::Allocated && whole {
            return Err(taken_whole(range)?);
        }
        Ok(range) // even inside a live range: D1
    }
}

/// The crate's refusal of an ExactMatch of exactly a live range.
#[cold]
fn taken_whole(range: RangeInclusive) -> Result<Error> {
    let mut allocator = AddressAllocator::new(range.start(), range.len())?;
    let exact = AllocPolicy::ExactMatch(range.start());
    allocator.allocate(range.len(), 1, exact)?;
    Ok(allocator
        .allocate(range.len(), 1, exact)
        .expect_err("the range is live"))
}
