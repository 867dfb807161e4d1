//! A short sorted array of free ranges.

use std::ops::{Deref, Range};

use super::free_range::{FreeRange, Reach};

/// The capacity of a chunk. Small in unit tests, so that chunks split and join often.
pub(super) const CAPACITY: usize = if cfg!(test) { 8 } else { 64 };

/// Up to [`CAPACITY`] free ranges, disjoint and in address order.
#[derive(Clone)]
pub(super) struct Chunk {
    len: usize,
    ranges: [FreeRange; CAPACITY],
}

impl Chunk {
    pub(super) fn new() -> Self {
        Chunk {
            len: 0,
            ranges: [FreeRange { start: 0, end: 0 }; CAPACITY],
        }
    }

    #[inline]
    pub(super) fn set(&mut self, entry: usize, range: FreeRange) {
        debug_assert!(entry < self.len);
        self.ranges[entry] = range;
    }

    #[inline]
    pub(super) fn insert(&mut self, entry: usize, range: FreeRange) {
        self.ranges.copy_within(entry..self.len, entry + 1);
        self.len += 1;
        self.set(entry, range);
    }

    #[inline]
    pub(super) fn remove(&mut self, entry: usize) {
        self.ranges.copy_within(entry + 1..self.len, entry);
        self.len -= 1;
    }

    /// Moves the ranges from `at` to a new chunk.
    pub(super) fn split_off(&mut self, at: usize) -> Chunk {
        let mut upper = Chunk::new();
        upper.append(&self[at..]);
        self.len = at;
        upper
    }

    /// Adds ranges that are all above the existing ones.
    pub(super) fn append(&mut self, ranges: &[FreeRange]) {
        self.ranges[self.len..][..ranges.len()].copy_from_slice(ranges);
        self.len += ranges.len();
    }

    /// The first (or last) of some ranges in which `place` finds a place, with the place.
    #[inline]
    pub(super) fn find<const LAST: bool>(
        &self,
        entries: Range<usize>,
        place: impl Fn(FreeRange) -> Option<u64>,
    ) -> Option<(usize, u64)> {
        let first = entries.start;
        let mut entries = self[entries].iter().enumerate();
        let place = |(entry, range): (usize, &FreeRange)| Some((first + entry, place(*range)?));
        if LAST {
            entries.rev().find_map(place)
        } else {
            entries.find_map(place)
        }
    }

    /// The ranges that reach into `bounds`.
    #[inline]
    pub(super) fn overlapping(&self, bounds: FreeRange) -> Range<usize> {
        let start = self.partition_point(|range| range.end < bounds.start);
        let end = self.partition_point(|range| range.start <= bounds.end);
        start..end.max(start)
    }

    pub(super) fn reach(&self) -> Reach {
        Reach::of(self.iter().copied())
    }
}

impl Deref for Chunk {
    type Target = [FreeRange];

    #[inline]
    fn deref(&self) -> &[FreeRange] {
        &self.ranges[..self.len]
    }
}
