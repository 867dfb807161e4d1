//! A pool, with the owner of each live range.

use std::collections::BTreeMap;

use vm_allocator::{AllocPolicy, Error, RangeInclusive, Result};

use super::{Holding, Need, Side};
use crate::address_pool::{AddressPool, Request};

/// The memory of an entry for an owner in bytes, estimated.
const OWNER_BYTES: usize = 48;

/// The unit of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Addresses.
    Address,
    /// Ids, each of which takes two addresses in the pool.
    Id,
}

impl Unit {
    fn shift(self) -> u32 {
        u32::from(self == Unit::Id)
    }

    /// The addresses of a run of units.
    pub fn addresses(self, start: u64, end: u64) -> (u64, u64) {
        let shift = self.shift();
        (start << shift, (end << shift) | u64::from(shift))
    }

    /// The units of a run of addresses.
    pub fn units(self, start: u64, end: u64) -> (u64, u64) {
        (start >> self.shift(), end >> self.shift())
    }
}

/// The owner and the end of a live range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The device.
    pub device: u32,
    /// The index of the need that the range meets.
    pub resource: u32,
    /// The last address or id.
    pub end: u64,
}

/// A pool with the owners of its live ranges.
#[derive(Clone, Debug)]
pub struct OwnedPool {
    unit: Unit,
    pool: AddressPool,
    /// The owners, by first address or id.
    owners: BTreeMap<u64, Owner>,
}

impl OwnedPool {
    pub(super) fn new(unit: Unit, base: u64, end: u64) -> Result<Self> {
        let (first, last) = unit.addresses(base, end);
        let size = RangeInclusive::new(first, last).map(|range| range.len());
        Ok(OwnedPool {
            unit,
            pool: AddressPool::new(first, size?, true)?,
            owners: BTreeMap::new(),
        })
    }

    /// The unit of the pool.
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// The allocator behind the pool.
    pub fn addresses(&self) -> &AddressPool {
        &self.pool
    }

    /// The first and the last address or id.
    pub fn bounds(&self) -> (u64, u64) {
        self.unit.units(self.pool.base(), self.pool.end())
    }

    /// The owner of an address or id, with the first one of its run. O(log n).
    pub fn owner(&self, place: u64) -> Option<(u64, Owner)> {
        let (&start, &owner) = self.owners.range(..=place).next_back()?;
        (place <= owner.end).then_some((start, owner))
    }

    /// All owners in order, each with the first address or id of its run.
    pub fn owners(&self) -> impl Iterator<Item = (u64, Owner)> {
        self.owners.iter().map(|(&start, &owner)| (start, owner))
    }

    /// The owners of parts of a place, in address order.
    pub(super) fn owners_within(
        &self,
        (start, end): (u64, u64),
    ) -> impl Iterator<Item = (u64, Owner)> {
        let first = self.owner(start).map_or(start, |(first, _)| first);
        let owners = self.owners.range(first..=end);
        owners.map(|(&start, &owner)| (start, owner))
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.pool.heap_bytes() + self.owners.len() * OWNER_BYTES
    }

    /// Reserves a run for a need, until it is given back or committed.
    #[inline]
    pub(super) fn reserve(&mut self, need: &Need) -> Result<(u64, u64)> {
        let request = self.request(need)?;
        let range = self.pool.reserve(&request)?;
        Ok(self.unit.units(range.start(), range.end()))
    }

    /// The `size` lowest free ids within the bounds, as runs.
    pub(super) fn lowest(&self, need: &Need) -> Result<Vec<(u64, u64)>> {
        let mut runs = Vec::new();
        let mut rest = *need;
        loop {
            let single = Need { size: 1, ..rest };
            let first = self.pool.fit(&self.request(&single)?)?.start();
            let free = self.pool.free_index().range_at(first);
            let last = free.map_or(first, |free| free.end);
            let (start, end) = self.unit.units(first, last);
            let last = end.min(need.end).min(start.saturating_add(rest.size - 1));
            runs.push((start, last));
            rest.size -= last - start + 1;
            if rest.size == 0 {
                return Ok(runs);
            }
            if last >= rest.end {
                return Err(Error::ResourceNotAvailable);
            }
            rest.start = last + 1;
        }
    }

    /// Reserves a run if it is free.
    pub(super) fn reserve_run(&mut self, start: u64, end: u64) -> bool {
        let (base, last) = self.bounds();
        if start > end || start < base || end > last {
            return false;
        }
        let (first, last) = self.unit.addresses(start, end);
        let exact = AllocPolicy::ExactMatch(first);
        self.pool
            .reserve(&Request::new(last - first + 1, 1, exact))
            .is_ok()
    }

    /// Gives back all reservations.
    pub(super) fn cancel(&mut self) {
        self.pool.cancel();
    }

    /// Allocates everything that was reserved.
    pub(super) fn commit(&mut self) {
        self.pool.commit();
    }

    /// Records the owner of a run.
    pub(super) fn own(&mut self, device: u32, holding: &Holding) {
        let &Holding {
            resource,
            start,
            end,
            ..
        } = holding;
        let owner = Owner {
            device,
            resource,
            end,
        };
        let before = self.owners.insert(start, owner);
        debug_assert!(before.is_none(), "{before:?} is owned already");
    }

    /// Removes the owner of a run.
    pub(super) fn disown(&mut self, holding: &Holding) {
        self.owners.remove(&holding.start);
    }

    /// Releases a run, so that it can be reserved before the next commit or cancellation.
    pub(super) fn release(&mut self, holding: &Holding) {
        let range = self.range(holding);
        let released = self.pool.release(&range);
        debug_assert!(released.is_ok(), "{holding:?} is live");
    }

    /// Frees what a device has.
    #[inline]
    pub(super) fn free(&mut self, holding: &Holding) {
        self.disown(holding);
        let range = self.range(holding);
        let freed = self.pool.free(&range);
        freed.expect("what is owned is live, and sound mode frees every live range");
    }

    /// The longest free run with an alignment and within bounds. O(n) in the worst case.
    pub(super) fn largest(&self, align: u64, bounds: (u64, u64)) -> Option<(u64, u64)> {
        let bounds = self.clip(bounds)?;
        let largest = self.pool.largest_fit(self.align(align), bounds)?;
        Some(self.unit.units(largest.start(), largest.end()))
    }

    /// The number of free addresses or ids within bounds. O(n).
    pub(super) fn free_within(&self, (start, end): (u64, u64)) -> u64 {
        let (start, end) = (start.max(self.bounds().0), end.min(self.bounds().1));
        let free = self.pool.free_index().iter().map(|free| {
            let (first, last) = self.unit.units(free.start, free.end);
            let (first, last) = (first.max(start), last.min(end));
            if first > last { 0 } else { last - first + 1 }
        });
        free.sum()
    }

    fn range(&self, holding: &Holding) -> RangeInclusive {
        let (start, end) = self.unit.addresses(holding.start, holding.end);
        RangeInclusive::new(start, end).expect("a holding is a range of its pool")
    }

    #[inline]
    fn request(&self, need: &Need) -> Result<Request> {
        let policy = match need.side {
            Side::Bottom => AllocPolicy::FirstMatch,
            Side::Top => AllocPolicy::LastMatch,
            Side::Exact => AllocPolicy::ExactMatch(need.start << self.unit.shift()),
        };
        let size = need.size.checked_shl(self.unit.shift()).unwrap_or(u64::MAX);
        let bounds = self.clip((need.start, need.end));
        Ok(Request {
            within: bounds.ok_or(Error::ResourceNotAvailable)?,
            ..Request::new(size, self.align(need.align), policy)
        })
    }

    fn align(&self, align: u64) -> u64 {
        align << self.unit.shift()
    }

    /// Bounds as addresses: `Some(None)` if they cover the whole pool, `None` if they miss it.
    #[inline]
    fn clip(&self, (start, end): (u64, u64)) -> Option<Option<RangeInclusive>> {
        let (base, last) = self.bounds();
        if start <= base && end >= last {
            return Some(None);
        }
        let (start, end) = (start.max(base), end.min(last));
        if start > end {
            return None;
        }
        let (first, last) = self.unit.addresses(start, end);
        RangeInclusive::new(first, last).ok().map(Some)
    }
}
