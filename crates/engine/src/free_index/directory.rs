//! The chunks and their groups: their reaches, and when they split and join.

use std::cell::Cell;
use std::ops::Range;

use super::chunk::{CAPACITY, Chunk};
use super::free_range::Reach;
use super::{FreeIndex, Link, Slot};

/// The number of chunks in a group. Small in unit tests, like the capacity of a chunk.
pub(super) const GROUP: usize = if cfg!(test) { 4 } else { 64 };

/// How many ranges are split off near the ends of a chunk.
const EDGE: usize = CAPACITY / 8;
const LAST_EDGE: usize = CAPACITY - EDGE;

impl FreeIndex {
    #[inline]
    pub(super) fn chunk(&self, number: usize) -> &Chunk {
        number
            .checked_sub(1)
            .map_or(&self.head, |number| &self.tail[number].chunk)
    }

    #[inline]
    pub(super) fn chunk_mut(&mut self, number: usize) -> &mut Chunk {
        match number.checked_sub(1) {
            None => &mut self.head,
            Some(number) => &mut self.tail[number].chunk,
        }
    }

    #[inline]
    pub(super) fn reach(&self, number: usize) -> &Cell<Reach> {
        number
            .checked_sub(1)
            .map_or(&self.head_reach, |number| &self.tail[number].reach)
    }

    /// The chunks of a group, as positions in `tail`.
    pub(super) fn members(&self, group: usize) -> Range<usize> {
        group * GROUP..self.tail.len().min((group + 1) * GROUP)
    }

    pub(super) fn group_reach(&self, group: usize) -> Reach {
        let links = &self.tail[self.members(group)];
        links
            .iter()
            .fold(Reach::default(), |reach, link| reach.max(link.reach.get()))
    }

    /// Updates the groups after the chunks from `tail[from]` have moved.
    fn regroup(&mut self, from: usize) {
        self.groups.truncate(from / GROUP);
        for group in self.groups.len()..self.tail.len().div_ceil(GROUP) {
            self.groups.push(Cell::new(self.group_reach(group)));
        }
    }

    #[inline]
    pub(super) fn note_first(&mut self, chunk: usize) {
        if let Some(link) = chunk.checked_sub(1).map(|number| &mut self.tail[number])
            && let Some(range) = link.chunk.first()
        {
            link.first = range.start;
        }
    }

    #[inline]
    pub(super) fn note_reach(&mut self, chunk: usize, gained: Reach) {
        widen(self.reach(chunk), gained);
        if let Some(number) = chunk.checked_sub(1) {
            widen(&self.groups[number / GROUP], gained);
        }
    }

    /// Makes room at `gap` in a full chunk, and returns the new position of the gap. A chunk is
    /// halved; near its ends, an eighth is split off, so that ranges added in order fill their
    /// chunks.
    #[cold]
    pub(super) fn split(&mut self, gap: Slot) -> Slot {
        let at = match gap.entry {
            ..=EDGE => EDGE,
            LAST_EDGE.. => LAST_EDGE,
            _ => CAPACITY / 2,
        };
        let upper = self.chunk_mut(gap.chunk).split_off(at);
        let link = Link {
            first: upper[0].start,
            reach: Cell::new(upper.reach()),
            chunk: Box::new(upper),
        };
        self.tail.insert(gap.chunk, link);
        self.regroup(gap.chunk);
        match gap.entry.checked_sub(at) {
            None => gap,
            Some(entry) => Slot {
                chunk: gap.chunk + 1,
                entry,
            },
        }
    }

    /// Joins a chunk with the next or the previous one if both together are at most half a chunk,
    /// or if it is empty.
    #[inline]
    pub(super) fn join_if_sparse(&mut self, chunk: usize) {
        if self.tail.is_empty() || self.chunk(chunk).len() > CAPACITY / 2 {
            return;
        }
        let empty = self.chunk(chunk).is_empty();
        let sum = |lower: usize| self.chunk(lower).len() + self.chunk(lower + 1).len();
        if chunk < self.tail.len() && (empty || sum(chunk) <= CAPACITY / 2) {
            self.join(chunk);
        } else if chunk > 0 && (empty || sum(chunk - 1) <= CAPACITY / 2) {
            self.join(chunk - 1);
        }
    }

    /// Moves all ranges of the chunk after `lower` into it.
    #[cold]
    fn join(&mut self, lower: usize) {
        let upper = self.tail.remove(lower);
        self.chunk_mut(lower).append(&upper.chunk);
        self.reach(lower).set(self.chunk(lower).reach());
        self.note_first(lower);
        self.regroup(lower.saturating_sub(1));
    }
}

fn widen(reach: &Cell<Reach>, gained: Reach) {
    reach.set(reach.get().max(gained));
}
