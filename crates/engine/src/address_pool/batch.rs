//! Changes to one or several pools, all of which are made or none.
//!
//! [`reserve`](AddressPool::reserve) and [`release`](AddressPool::release) change only the index.
//! If a change of the batch is refused, [`cancel`](AddressPool::cancel) restores the indexes: the
//! crate's trees were never touched. Otherwise, [`commit`](AddressPool::commit) makes the same
//! changes in the trees, which can't fail.

use std::mem;

use vm_allocator::{Error, RangeInclusive, Result};

use super::sound::Change;
use super::{AddressPool, Request};
use crate::free_index::Slot;
use crate::tree::{self, Node, NodeState};

/// The changes of the index that the crate's tree doesn't have yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Batch {
    /// The changes, in order.
    changes: Vec<Change>,
    /// Whether a range was reserved.
    has_reserved: bool,
}

/// Only for sound mode, where the index alone determines the crate's answers. Until the batch is
/// committed, [`fit`](AddressPool::fit), [`largest_fit`](AddressPool::largest_fit) and
/// [`free_index`](AddressPool::free_index) describe the pool after the batch, and
/// [`allocator`](AddressPool::allocator) and [`at`](AddressPool::at) the pool before it. A call
/// that changes the pool directly cancels the batch first.
impl AddressPool {
    /// Reserves a place for a request. O(log n).
    ///
    /// # Errors
    /// Those of [`allocate_in`](Self::allocate_in); in canonical mode always `ResourceNotAvailable`.
    pub fn reserve(&mut self, request: &Request) -> Result<RangeInclusive> {
        if !self.sound {
            return Err(Error::ResourceNotAvailable);
        }
        let (fit, range) = self.find_sound(request)?;
        self.index.take(fit.slot, range.into());
        self.batch.changes.push(Change::Placed(range));
        self.batch.has_reserved = true;
        Ok(range)
    }

    /// Releases a live range, so that it can be reserved. O(log n); after a reservation, linear in
    /// the number of changes in the batch.
    ///
    /// # Errors
    /// `ResourceNotAvailable` if `range` is not live, or was reserved or released in this batch; in
    /// canonical mode always.
    pub fn release(&mut self, range: &RangeInclusive) -> Result<()> {
        let gap = self.index.gap_after(range.start());
        if !self.sound || !self.is_live(range, gap) {
            return Err(Error::ResourceNotAvailable);
        }
        let merged = self.index.merge_in::<1>(gap, (*range).into());
        self.batch.changes.push(Change::Freed(*range, merged));
        Ok(())
    }

    /// Whether `range`, which would be in `gap`, is live in the tree and not yet released.
    fn is_live(&self, range: &RangeInclusive, gap: Slot) -> bool {
        // A released range is free, or has been reserved since.
        let below = self.index.before(gap);
        let is_free = below.is_some_and(|(_, free)| range.start() <= free.end);
        let is_it = |change: &Change| matches!(change, Change::Freed(freed, _) if freed == range);
        if is_free || self.batch.has_reserved && self.batch.changes.iter().any(is_it) {
            return false;
        }
        let (start, end, state) = (range.start(), range.end(), NodeState::Allocated);
        tree::node_at(&self.allocator, start) == Some(Node { start, end, state })
    }

    /// Undoes the reservations and releases since the last commit. O(log n) each.
    pub fn cancel(&mut self) {
        let mut batch = mem::take(&mut self.batch);
        for change in batch.changes.drain(..).rev() {
            match change {
                Change::Placed(range) => {
                    let gap = self.index.gap_after(range.start());
                    self.index.merge_in::<1>(gap, range.into());
                }
                Change::Freed(range, _) => {
                    let slot = self.index.containing(range.start());
                    let slot = slot.expect("what was released is free again by now");
                    self.index.take(slot, range.into());
                }
            }
        }
        self.batch.changes = batch.changes; // its memory
    }

    /// Makes the reservations and releases final. O(log n) each; O(n) in total where the crate
    /// can't make a change (D3, D4, D6, D7).
    pub fn commit(&mut self) {
        let mut changes = mem::take(&mut self.batch).changes;
        for change in &changes {
            match change {
                Change::Placed(_) => self.live += 1,
                Change::Freed(..) => self.live -= 1,
            }
        }
        let unfollowed = changes.iter().position(|change| !self.follow(*change));
        if let Some(first) = unfollowed {
            self.rebuild(&changes[first..]);
        }
        #[cfg(feature = "audit")]
        {
            self.audit.committed(&changes);
            self.audit.compare(&self.allocator, &self.index, self.live);
        }
        changes.clear();
        self.batch.changes = changes; // its memory
    }

    /// Whether everything is committed.
    pub(super) fn is_settled(&self) -> bool {
        self.batch.changes.is_empty()
    }
}
