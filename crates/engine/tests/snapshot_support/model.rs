//! A model of the crate's address allocator with a list of ranges instead of a tree.
//!
//! Written from the crate's documentation and source, including the surprises, so that a restored
//! allocator can be compared with something independent of the document's tree.

use vm_allocator::{AllocPolicy, Constraint};

/// A range with its state: the first and last address, and whether it is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Range {
    pub start: u64,
    pub end: u64,
    pub is_free: bool,
}

/// The ranges of an allocator in address order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Model {
    pub ranges: Vec<Range>,
}

/// The result of `allocate`; an error is the crate's, in its `Debug` form.
pub type Answer = Result<(u64, u64), String>;

impl Model {
    pub fn allocate(&mut self, size: u64, align: u64, policy: AllocPolicy) -> Answer {
        Constraint::new(size, align, policy).map_err(|error| format!("{error:?}"))?;
        let (index, start) = match policy {
            AllocPolicy::FirstMatch => self.first_match(size, align),
            AllocPolicy::LastMatch => self.last_match(size, align),
            AllocPolicy::ExactMatch(address) => self.exact_match(size, address)?,
        }
        .ok_or("ResourceNotAvailable")?;
        // Computed as start + size - 1, from the left.
        let end = start.checked_add(size).ok_or("Overflow")? - 1;
        self.take(index, start, end)
    }

    fn first_match(&self, size: u64, align: u64) -> Option<(usize, u64)> {
        self.ranges.iter().enumerate().find_map(|(index, range)| {
            let start = range.start.checked_next_multiple_of(align)?;
            let fits = range.is_free && start <= range.end && size - 1 <= range.end - start;
            fits.then_some((index, start))
        })
    }

    fn last_match(&self, size: u64, align: u64) -> Option<(usize, u64)> {
        self.ranges
            .iter()
            .enumerate()
            .rev()
            .find_map(|(index, range)| {
                let start = range.end.checked_sub(size)? + 1;
                let start = start - start % align;
                (range.is_free && range.start <= start).then_some((index, start))
            })
    }

    /// Ignores the states of ranges, and searches for two bytes even if one is requested, as the
    /// crate does.
    fn exact_match(&self, size: u64, start: u64) -> Result<Option<(usize, u64)>, String> {
        if self.ranges.is_empty() {
            return Ok(None);
        }
        let second = start.checked_add(1).ok_or("Overflow")?;
        let holds = |range: &Range| range.start <= start && second <= range.end;
        let Some(index) = self.ranges.iter().position(holds) else {
            return Ok(None);
        };
        let end = start.checked_add(size - 1).ok_or("Overflow")?;
        Ok((end <= self.ranges[index].end).then_some((index, start)))
    }

    fn take(&mut self, index: usize, start: u64, end: u64) -> Answer {
        let found = self.ranges[index];
        if (found.start, found.end) == (start, end) && !found.is_free {
            return Err(format!(
                "InvalidStateTransition(RangeInclusive {{ start: {start}, end: {end} }}, Allocated)"
            ));
        }
        let below = (found.start < start).then(|| Range {
            start: found.start,
            end: start - 1,
            is_free: true,
        });
        let above = (end < found.end).then(|| Range {
            start: end + 1,
            end: found.end,
            is_free: true,
        });
        let taken = Some(Range {
            start,
            end,
            is_free: false,
        });
        self.ranges
            .splice(index..=index, [below, taken, above].into_iter().flatten());
        Ok((start, end))
    }

    pub fn free(&mut self, start: u64, end: u64) -> Result<(), String> {
        let is_key = |range: &Range| (range.start, range.end) == (start, end);
        match self.ranges.iter().position(is_key) {
            Some(index) => _ = self.ranges.remove(index),
            None if self.ranges.is_empty() => {}
            None => return Err("ResourceNotAvailable".into()),
        }
        if start == 1 {
            return Err("Underflow".into());
        }
        if end == u64::MAX - 1 {
            return Err("Overflow".into());
        }
        let mut freed = Range {
            start,
            end,
            is_free: true,
        };
        // The crate finds a neighbour by two of its bytes.
        let left = start
            .checked_sub(2)
            .and_then(|byte| self.take_free(byte, byte + 1));
        freed.start = left.map_or(start, |range| range.start);
        let right = end
            .checked_add(2)
            .and_then(|byte| self.take_free(byte - 1, byte));
        freed.end = right.map_or(end, |range| range.end);
        let place = self.ranges.partition_point(|range| range.end < freed.start);
        self.ranges.insert(place, freed);
        Ok(())
    }

    /// Removes the free range that contains both bytes, if there is one.
    fn take_free(&mut self, first: u64, second: u64) -> Option<Range> {
        let holds = |range: &Range| range.is_free && range.start <= first && second <= range.end;
        self.ranges
            .iter()
            .position(holds)
            .map(|index| self.ranges.remove(index))
    }
}
