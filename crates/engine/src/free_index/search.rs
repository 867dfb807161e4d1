//! The search for a place.

use std::ops::Range;

use super::chunk::Chunk;
use super::directory::GROUP;
use super::free_range::{FreeRange, Reach};
use super::{FreeIndex, Slot};

/// A place for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fit {
    /// The free range that contains the place.
    pub slot: Slot,
    /// The first address of the place.
    pub address: u64,
}

/// A request to the index: `size` is at least 1, `align` a power of two.
#[derive(Clone, Copy)]
struct Wanted {
    size: u64,
    align: u64,
    /// Use only addresses within these bounds.
    bounds: Option<FreeRange>,
}

impl Wanted {
    /// The end of a free range at which it is placed.
    #[inline]
    fn place<const LAST: bool>(self, range: FreeRange) -> Option<u64> {
        let range = match self.bounds {
            None => range,
            Some(bounds) => range.within(bounds)?,
        };
        if LAST {
            range.last_place(self.size, self.align)
        } else {
            range.first_place(self.size, self.align)
        }
    }

    /// The ranges of a chunk to search.
    #[inline]
    fn entries(self, chunk: &Chunk) -> Range<usize> {
        self.bounds
            .map_or(0..chunk.len(), |bounds| chunk.overlapping(bounds))
    }

    #[inline]
    fn admitted_by(self, reach: Reach) -> bool {
        reach.admits(self.size, self.align)
    }
}

impl FreeIndex {
    /// The lowest place for `size` bytes (at least 1) at a multiple of `align` (a power of two).
    #[inline]
    pub(crate) fn first_fit(&self, size: u64, align: u64) -> Option<Fit> {
        self.first(
            0..self.tail.len() + 1,
            Wanted {
                size,
                align,
                bounds: None,
            },
        )
    }

    /// The highest such place.
    #[inline]
    pub(crate) fn last_fit(&self, size: u64, align: u64) -> Option<Fit> {
        self.last(
            0..self.tail.len() + 1,
            Wanted {
                size,
                align,
                bounds: None,
            },
        )
    }

    /// The lowest place inside `bounds`.
    pub(crate) fn first_fit_within(&self, size: u64, align: u64, bounds: FreeRange) -> Option<Fit> {
        let chunks = self.chunks_of(bounds);
        let bounds = Some(bounds);
        let wanted = Wanted {
            size,
            align,
            bounds,
        };
        self.first(chunks, wanted)
    }

    /// The highest place inside `bounds`.
    pub(crate) fn last_fit_within(&self, size: u64, align: u64, bounds: FreeRange) -> Option<Fit> {
        let chunks = self.chunks_of(bounds);
        let bounds = Some(bounds);
        let wanted = Wanted {
            size,
            align,
            bounds,
        };
        self.last(chunks, wanted)
    }

    /// The longest part of a free range inside `bounds` that starts at a multiple of `align`; the
    /// lowest of several. O(n) in the worst case, but chunks that can't hold a longer one are
    /// skipped.
    pub(crate) fn longest(&self, align: u64, bounds: FreeRange) -> Option<FreeRange> {
        let mut longest: Option<FreeRange> = None;
        for number in self.chunks_of(bounds) {
            let bytes = longest.map_or(0, FreeRange::bytes);
            // Only ranges longer than the longest so far count.
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

    #[inline]
    fn first(&self, chunks: Range<usize>, wanted: Wanted) -> Option<Fit> {
        let in_head = (chunks.start == 0).then(|| self.find_in_chunk::<false>(0, wanted));
        in_head
            .flatten()
            .or_else(|| self.find_in_groups::<false>(chunks, wanted))
    }

    #[inline]
    fn last(&self, chunks: Range<usize>, wanted: Wanted) -> Option<Fit> {
        let has_head = chunks.start == 0;
        self.find_in_groups::<true>(chunks, wanted).or_else(|| {
            has_head
                .then(|| self.find_in_chunk::<true>(0, wanted))
                .flatten()
        })
    }

    /// Searches some of the chunks after the first one.
    #[inline]
    fn find_in_groups<const LAST: bool>(
        &self,
        chunks: Range<usize>,
        wanted: Wanted,
    ) -> Option<Fit> {
        let tail = chunks.start.saturating_sub(1)..chunks.end - 1;
        for group in in_order::<LAST>(tail.start / GROUP..tail.end.div_ceil(GROUP)) {
            if !wanted.admitted_by(self.groups[group].get()) {
                continue;
            }
            let members = self.members(group);
            let (start, end) = (members.start.max(tail.start), members.end.min(tail.end));
            for link in in_order::<LAST>(start..end) {
                let fit = self.find_in_chunk::<LAST>(link + 1, wanted);
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
    fn find_in_chunk<const LAST: bool>(&self, number: usize, wanted: Wanted) -> Option<Fit> {
        let (chunk, reach) = (self.chunk(number), self.reach(number));
        if !wanted.admitted_by(reach.get()) {
            return None;
        }
        let entries = wanted.entries(chunk);
        let all = entries.len() == chunk.len();
        let found = chunk.find::<LAST>(entries, |range| wanted.place::<LAST>(range));
        let Some((entry, address)) = found else {
            if all {
                reach.set(chunk.reach()); // which has misled the search
            }
            return None;
        };
        let slot = Slot {
            chunk: number,
            entry,
        };
        Some(Fit { slot, address })
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
