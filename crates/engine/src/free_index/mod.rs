//! The free ranges of an allocator in address order, with a search for the first and the last one
//! that can hold a request.
//!
//! The ranges are in chunks of up to 64, and the chunks in groups of up to 64. Each chunk and each
//! group has a `Reach`: a request beyond it fits into none of its ranges. A search skips groups,
//! then chunks, and finally looks through one chunk. With n ranges in full chunks, it makes n /
//! 4096 + 64 + 64 comparisons if every request within a reach does fit. That is the case for every
//! alignment that divides all ends of ranges, and for every size that equals its alignment. Other
//! requests can mislead the search into chunks whose longest range isn't aligned enough; then it
//! continues.
//!
//! Invariants:
//! - the ranges of all chunks, one after the other, are disjoint and in ascending order;
//! - no chunk is empty, except for the first one of an empty index;
//! - `first` of a chunk is the start of its first range;
//! - a reach is never less than what its ranges hold. It may be more: what a range loses is noticed
//!   only when a search has been misled, so that taking from a range and giving back costs nothing.
//!   (So a reach is a `Cell`: a search changes no range, only what is known about them.)
//!
//! The first chunk is part of the index: up to 64 free ranges need no memory from the heap.

mod chunk;
mod directory;
mod free_range;
pub(crate) mod search;
#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::fmt;

use chunk::{CAPACITY, Chunk};
pub use free_range::FreeRange;
use free_range::Reach;

/// The free ranges of an allocator, in address order.
#[derive(Clone)]
pub struct FreeIndex {
    head: Chunk,
    head_reach: Cell<Reach>,
    /// The chunks after the first one.
    tail: Vec<Link>,
    /// The reaches of `tail[0..GROUP]`, `tail[GROUP..2 * GROUP]` …
    groups: Vec<Cell<Reach>>,
    len: usize,
}

#[derive(Clone)]
struct Link {
    first: u64,
    reach: Cell<Reach>,
    chunk: Box<Chunk>,
}

/// The position of a free range, or of a gap before it. The next change of the index invalidates
/// it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    chunk: usize,
    entry: usize,
}

impl Slot {
    /// The gap above the range.
    fn gap_above(self) -> Slot {
        Slot {
            entry: self.entry + 1,
            ..self
        }
    }
}

impl FreeIndex {
    pub(crate) fn new() -> Self {
        FreeIndex {
            head: Chunk::new(),
            head_reach: Cell::default(),
            tail: Vec::new(),
            groups: Vec::new(),
            len: 0,
        }
    }

    /// The number of free ranges.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether nothing is free.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The free ranges in address order.
    pub fn iter(&self) -> impl Iterator<Item = FreeRange> {
        self.head
            .iter()
            .chain(self.tail.iter().flat_map(|link| link.chunk.iter()))
            .copied()
    }

    /// The free range that contains `address`, if any.
    pub fn range_at(&self, address: u64) -> Option<FreeRange> {
        self.containing(address).map(|slot| self.range(slot))
    }

    /// The heap memory in use in bytes, estimated.
    pub fn heap_bytes(&self) -> usize {
        self.tail.len() * size_of::<Chunk>()
            + self.tail.capacity() * size_of::<Link>()
            + self.groups.capacity() * size_of::<Reach>()
    }

    #[inline]
    pub(crate) fn range(&self, slot: Slot) -> FreeRange {
        self.chunk(slot.chunk)[slot.entry]
    }

    /// The position of the free range that contains `address`, if any.
    #[inline]
    pub(crate) fn containing(&self, address: u64) -> Option<Slot> {
        let (slot, range) = self.before(self.gap_after(address))?;
        (address <= range.end).then_some(slot)
    }

    /// The gap between the ranges that start at or below `address` and those above.
    #[inline]
    pub(crate) fn gap_after(&self, address: u64) -> Slot {
        let chunk = self.tail.partition_point(|link| link.first <= address);
        let entry = self
            .chunk(chunk)
            .partition_point(|range| range.start <= address);
        Slot { chunk, entry }
    }

    /// The range just below a gap that [`gap_after`](Self::gap_after) found.
    #[inline]
    pub(crate) fn before(&self, gap: Slot) -> Option<(Slot, FreeRange)> {
        // Only in the first chunk can a gap be before all ranges.
        let entry = gap.entry.checked_sub(1)?;
        let slot = Slot { entry, ..gap };
        Some((slot, self.range(slot)))
    }

    #[inline]
    fn after(&self, gap: Slot) -> Option<(Slot, FreeRange)> {
        if let Some(&range) = self.chunk(gap.chunk).get(gap.entry) {
            return Some((gap, range));
        }
        let next = Slot {
            chunk: gap.chunk + 1,
            entry: 0,
        };
        let link = self.tail.get(gap.chunk)?;
        Some((next, link.chunk[0]))
    }

    /// Removes `taken` from the free range at `slot`, which contains it.
    #[inline]
    pub(crate) fn take(&mut self, slot: Slot, taken: FreeRange) {
        let free = self.range(slot);
        let below = FreeRange {
            start: free.start,
            end: taken.start.wrapping_sub(1),
        };
        let above = FreeRange {
            start: taken.end.wrapping_add(1),
            end: free.end,
        };
        match (free.start < taken.start, taken.end < free.end) {
            (false, false) => self.remove_at(slot),
            (false, true) => self.shrink(slot, above),
            (true, false) => self.shrink(slot, below),
            (true, true) => {
                self.shrink(slot, below);
                self.insert_at(slot.gap_above(), above);
            }
        }
    }

    /// Adds a range that is in `gap`, merged with those of its neighbours that have at least
    /// `LEAST` bytes: the crate doesn't see a neighbour of one byte (D4). Returns the merged range.
    #[inline]
    pub(crate) fn merge_in<const LEAST: u64>(&mut self, gap: Slot, freed: FreeRange) -> FreeRange {
        let seen = |&(_, free): &(Slot, FreeRange)| free.end - free.start >= LEAST - 1;
        let below = self.before(gap).filter(seen);
        let below = below.filter(|(_, free)| free.end + 1 == freed.start);
        let above = self.after(gap).filter(seen);
        let above = above.filter(|(_, free)| free.start - 1 == freed.end);
        let merged = FreeRange {
            start: below.map_or(freed.start, |(_, free)| free.start),
            end: above.map_or(freed.end, |(_, free)| free.end),
        };
        match (below, above) {
            (None, None) => self.insert_at(gap, merged),
            (Some((slot, _)), None) | (None, Some((slot, _))) => self.grow(slot, merged),
            (Some((slot, _)), Some((absorbed, _))) => {
                self.grow(slot, merged);
                self.remove_at(absorbed);
            }
        }
        merged
    }

    /// Adds a range above all others.
    pub(crate) fn push(&mut self, range: FreeRange) {
        let chunk = self.tail.len();
        let entry = self.chunk(chunk).len();
        self.insert_at(Slot { chunk, entry }, range);
    }

    /// Adds a range without merging it.
    pub(crate) fn insert(&mut self, range: FreeRange) {
        self.insert_at(self.gap_after(range.start), range);
    }

    /// Removes a range, if it is one of the free ranges.
    pub(crate) fn remove(&mut self, range: FreeRange) {
        if let Some((slot, free)) = self.before(self.gap_after(range.start))
            && free == range
        {
            self.remove_at(slot);
        }
    }

    #[inline]
    fn shrink(&mut self, slot: Slot, range: FreeRange) {
        self.chunk_mut(slot.chunk).set(slot.entry, range);
        self.note_first(slot.chunk);
    }

    #[inline]
    fn grow(&mut self, slot: Slot, range: FreeRange) {
        self.shrink(slot, range);
        self.note_reach(slot.chunk, range.into());
    }

    fn insert_at(&mut self, mut gap: Slot, range: FreeRange) {
        if self.chunk(gap.chunk).len() == CAPACITY {
            gap = self.split(gap);
        }
        self.chunk_mut(gap.chunk).insert(gap.entry, range);
        self.len += 1;
        self.note_first(gap.chunk);
        self.note_reach(gap.chunk, range.into());
    }

    fn remove_at(&mut self, slot: Slot) {
        self.chunk_mut(slot.chunk).remove(slot.entry);
        self.len -= 1;
        self.note_first(slot.chunk);
        self.join_if_sparse(slot.chunk);
    }
}

impl fmt::Debug for FreeIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
