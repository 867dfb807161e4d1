//! Several changes, of one pool or of many, all or none of them.
//!
//! [`reserve`](AddressPool::reserve) and [`release`](AddressPool::release) change the index alone.
//! If one of a batch is refused, [`cancel`](AddressPool::cancel) puts the indexes back as they were:
//! the crate's trees were never touched. Else [`commit`](AddressPool::commit) lets the trees follow,
//! which can't fail.

use std::mem;

use vm_allocator::{Error, RangeInclusive, Result};

use super::sound::Change;
use super::{AddressPool, Request};
use crate::free_index::Slot;
use crate::tree::{self, Node, NodeState};

/// What the index has and the crate's tree hasn't.
#[derive(Clone, Debug, Default)]
pub(super) struct Batch {
    /// In the order in which they were made.
    changes: Vec<Change>,
    /// Whether a range was reserved.
    has_reserved: bool,
}

/// Only in sound mode, where the index alone knows what the crate would answer. Until the batch is
/// committed, [`fit`](AddressPool::fit), [`largest_fit`](AddressPool::largest_fit) and
/// [`free_index`](AddressPool::free_index) describe the pool as it would be,
/// [`allocator`](AddressPool::allocator) and [`at`](AddressPool::at) of the pool as it was. A call
/// that changes the pool at once cancels it first.
impl AddressPool {
    /// Takes a place for a request. O(log n).
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

    /// Gives a live range back, so that it can be reserved. O(log n); after something was reserved,
    /// linear in what the batch has done.
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

    /// Whether `range`, which would lie in `gap`, is live in the tree and not yet released.
    fn is_live(&self, range: &RangeInclusive, gap: Slot) -> bool {
        // What was released is free, or has been reserved since.
        let below = self.index.before(gap);
        let is_free = below.is_some_and(|(_, free)| range.start() <= free.end);
        let is_it = |change: &Change| matches!(change, Change::Freed(freed, _) if freed == range);
        if is_free || self.batch.has_reserved && self.batch.changes.iter().any(is_it) {
            return false;
        }
        let (start, end, state) = (range.start(), range.end(), NodeState::Allocated);
        tree::node_at(&self.allocator, start) == Some(Node { start, end, state })
    }

    /// Undoes what was reserved and released since the last commit. O(log n) each.
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

    /// Makes what was reserved and released final. O(log n) each; O(n) in all where the crate can't
    /// be asked (D3, D4, D6, D7).
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

    /// Whether nothing is reserved or released that isn't committed.
    pub(super) fn is_settled(&self) -> bool {
        self.batch.changes.is_empty()
    }
}
