//! Canonical mode: the crate answers, including its surprises, and the index follows.

use vm_allocator::{AllocPolicy, Error, RangeInclusive, Result};

use super::{AddressPool, Request};
use crate::free_index::{FreeRange, Slot};
use crate::tree::{self, Node};

impl AddressPool {
    pub(super) fn allocate_canonical(&mut self, request: &Request) -> Result<RangeInclusive> {
        match (request.policy, request.within) {
            (AllocPolicy::ExactMatch(address), None) => self.allocate_at(address, request),
            (_, None) => self.allocate_fitting(request),
            (_, Some(_)) => self.allocate_within(request),
        }
    }

    /// With bounds, the index finds the place, and the crate allocates it with ExactMatch.
    fn allocate_within(&mut self, request: &Request) -> Result<RangeInclusive> {
        request.check()?;
        let &Request { size, align, .. } = request;
        if let AllocPolicy::ExactMatch(address) = request.policy {
            return match request.admits(address) {
                true => self.allocate_at(address, request),
                false => Err(Error::ResourceNotAvailable),
            };
        }
        let fit = self
            .find_within(request)
            .ok_or(Error::ResourceNotAvailable)?;
        let exact = AllocPolicy::ExactMatch(fit.address);
        let range = self.allocator.allocate(size, align, exact)?;
        self.take(fit.slot, range);
        Ok(range)
    }

    /// FirstMatch and LastMatch.
    fn allocate_fitting(&mut self, request: &Request) -> Result<RangeInclusive> {
        request.check()?;
        let &Request {
            size,
            align,
            policy,
            ..
        } = request;
        let Some(fit) = self.find(request) else {
            // There is no place: let the crate itself refuse.
            let refusal = self.allocator.allocate(size, align, policy);
            debug_assert!(refusal.is_err(), "the index missed {refusal:?}");
            return refusal;
        };
        // ExactMatch doesn't find the last address of a node (D7).
        let exact = fit.address < self.index.range(fit.slot).end;
        let policy = if exact {
            AllocPolicy::ExactMatch(fit.address)
        } else {
            policy
        };
        let range = self.allocator.allocate(size, align, policy)?;
        debug_assert_eq!(range.start(), fit.address);
        self.take(fit.slot, range);
        Ok(range)
    }

    /// ExactMatch.
    fn allocate_at(&mut self, address: u64, request: &Request) -> Result<RangeInclusive> {
        let &Request {
            size,
            align,
            policy,
            ..
        } = request;
        if let Some(slot) = self.index.containing(address) {
            let range = self.allocator.allocate(size, align, policy)?;
            self.take(slot, range);
            return Ok(range);
        }
        request.check()?;
        let node = tree::node_at(&self.allocator, address);
        let range = self.allocator.allocate(size, align, policy)?;
        let live = node.expect("the crate allocates inside one of its nodes");
        self.split_live(live, range);
        Ok(range)
    }

    /// Records that the crate allocated `range` from a free range.
    fn take(&mut self, slot: Slot, range: RangeInclusive) {
        self.index.take(slot, range.into());
        self.live += 1;
    }

    /// Records that the crate replaced the live range `live` with `range` and freed the rest (D1).
    fn split_live(&mut self, live: Node, range: RangeInclusive) {
        if live.start < range.start() {
            self.index.insert(FreeRange {
                start: live.start,
                end: range.start() - 1,
            });
        }
        if range.end() < live.end {
            self.index.insert(FreeRange {
                start: range.end() + 1,
                end: live.end,
            });
        }
    }

    pub(super) fn free_canonical(&mut self, range: &RangeInclusive) -> Result<()> {
        let freed = FreeRange::from(*range);
        let gap = self.index.gap_after(freed.start);
        let was_free = self
            .index
            .before(gap)
            .is_some_and(|(_, free)| free == freed);
        let was_empty = self.live == 0 && self.index.is_empty();
        let result = self.allocator.free(range);
        if result == Err(Error::ResourceNotAvailable) {
            return result;
        }
        // The tree has changed by now, even if the result is an error.
        if !was_free && !was_empty {
            self.live -= 1;
        }
        match result {
            Ok(()) if was_free => {
                self.index.remove(freed); // D2
                self.index
                    .merge_in::<2>(self.index.gap_after(freed.start), freed);
            }
            Ok(()) => _ = self.index.merge_in::<2>(gap, freed),
            Err(_) if was_free => self.index.remove(freed), // D3
            Err(_) => {}
        }
        result
    }
}
