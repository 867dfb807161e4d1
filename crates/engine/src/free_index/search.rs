//! The search for a place.

use std::ops::Range;

use super::directory::GROUP;
use super::free_range::FreeRange;
use super::{FreeIndex, Slot};

/// A place for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fit {
    /// The free range that has the place.
    pub slot: Slot,
    /// First address of the place.
    pub address: u64,
}

// In all of these `size` is at least 1 and `align` a power of two.
impl FreeIndex {
    /// The lowest place.
    #[inline]
    pub(crate) fn first_fit(&self, size: u64, align: u64) -> Option<Fit> {
        self.find_in_chunk::<false>(0, size, align, |range| range.first_place(size, align))
            .or_else(|| {
                self.find_in_groups::<false>(0..self.tail.len(), size, align, |range| {
                    range.first_place(size, align)
                })
            })
    }

    /// The highest place.
    #[inline]
    pub(crate) fn last_fit(&self, size: u64, align: u64) -> Option<Fit> {
        let place = |range: FreeRange| range.last_place(size, align);
        self.find_in_groups::<true>(0..self.tail.len(), size, align, place)
            .or_else(|| self.find_in_chunk::<true>(0, size, align, place))
    }

    /// The lowest place inside `bounds`.
    pub(crate) fn first_fit_within(&self, size: u64, align: u64, bounds: FreeRange) -> Option<Fit> {
        let place = |range: FreeRange| range.within(bounds)?.first_place(size, align);
        let chunks = self.chunks_of(bounds);
        let in_head = (chunks.start == 0)
            .then(|| self.find_in_chunk::<false>(0, size, align, place))
            .flatten();
        in_head.or_else(|| {
            let tail = chunks.start.saturating_sub(1)..chunks.end - 1;
            self.find_in_groups::<false>(tail, size, align, place)
        })
    }

    /// The highest place inside `bounds`.
    pub(crate) fn last_fit_within(&self, size: u64, align: u64, bounds: FreeRange) -> Option<Fit> {
        let place = |range: FreeRange| range.within(bounds)?.last_place(size, align);
        let chunks = self.chunks_of(bounds);
        let tail = chunks.start.saturating_sub(1)..chunks.end - 1;
        self.find_in_groups::<true>(tail, size, align, place)
            .or_else(|| {
                (chunks.start == 0)
                    .then(|| self.find_in_chunk::<true>(0, size, align, place))
                    .flatten()
            })
    }

    /// The longest part of a free range inside `bounds` that begins at a multiple of `align`; the
    /// lowest of several. O(n) at worst: chunks that can't hold a longer one are skipped.
    pub(crate) fn longest(&self, align: u64, bounds: FreeRange) -> Option<FreeRange> {
        let mut longest: Option<FreeRange> = None;
        for number in self.chunks_of(bounds) {
            let bytes = longest.map_or(0, FreeRange::bytes);
            // One byte more than the longest so far must fit.
            if bytes == u64::MAX || !self.reach(number).get().admits(bytes + 1, align) {
                continue;
            }
            for range in self.chunk(number).iter() {
                let part = range.within(bounds).and_then(|range| {
                    let start = range.first_place(1, align)?;
                    Some(FreeRange { start, ..range })
                });
                if part.is_some_and(|part| longest.is_none_or(|l| part.bytes() > l.bytes())) {
                    longest = part;
                }
            }
        }
        longest
    }

    /// The chunks that can have a range which reaches into `bounds`.
    fn chunks_of(&self, bounds: FreeRange) -> Range<usize> {
        let number = |address| self.tail.partition_point(|link| link.first <= address);
        number(bounds.start)..number(bounds.end) + 1
    }

    /// Searches in some chunks of the tail, which are given as positions in `tail`.
    #[inline]
    fn find_in_groups<const LAST: bool>(
        &self,
        chunks: Range<usize>,
        size: u64,
        align: u64,
        place: impl Fn(FreeRange) -> Option<u64> + Copy,
    ) -> Option<Fit> {
        for group in in_order::<LAST>(chunks.start / GROUP..chunks.end.div_ceil(GROUP)) {
            if !self.groups[group].get().admits(size, align) {
                continue;
            }
            let members = self.members(group);
            let (start, end) = (members.start.max(chunks.start), members.end.min(chunks.end));
            for chunk in in_order::<LAST>(start..end) {
                let fit = self.find_in_chunk::<LAST>(chunk + 1, size, align, place);
                if fit.is_some() {
                    return fit;
                }
            }
            if (start..end) == members {
                self.groups[group].set(self.group_reach(group));
            }
        }
        None
    }

    #[inline]
    fn find_in_chunk<const LAST: bool>(
        &self,
        number: usize,
        size: u64,
        align: u64,
        place: impl Fn(FreeRange) -> Option<u64>,
    ) -> Option<Fit> {
        let (chunk, reach) = (self.chunk(number), self.reach(number));
        if !reach.get().admits(size, align) {
            return None;
        }
        let Some((entry, address)) = chunk.find::<LAST>(place) else {
            reach.set(chunk.reach());
            return None;
        };
        Some(Fit {
            slot: Slot {
                chunk: number,
                entry,
            },
            address,
        })
    }
}

fn in_order<const LAST: bool>(numbers: Range<usize>) -> impl Iterator<Item = usize> {
    let Range { start, end } = numbers;
    (start..end).map(move |number| {
        if LAST {
            end - 1 - (number - start)
        } else {
            number
        }
    })
}
