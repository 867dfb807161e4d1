//! A model of sound mode: who owns which addresses. It shares no code with the crate or the engine,
//! except for the names of policies and errors.
//!
//! It keeps the live ranges; everything between them is free. A request gets the lowest or highest
//! free place, or the one that it names, and is refused only if there is none.

use std::collections::BTreeMap;

use vm_allocator::{AllocPolicy, Error, RangeInclusive, Result};

/// First and last address of a range.
pub type Span = (u64, u64);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ownership {
    /// The managed addresses: disjoint spans in address order, never adjacent.
    managed: Vec<Span>,
    /// The live ranges: last address by first address.
    live: BTreeMap<u64, u64>,
}

impl Ownership {
    /// Creates a model that manages `spans` (disjoint and in order), with these live ranges.
    pub fn new(spans: impl Iterator<Item = (Span, bool)>) -> Self {
        let mut managed: Vec<Span> = Vec::new();
        let mut live = BTreeMap::new();
        for ((start, end), is_live) in spans {
            match managed.last_mut() {
                Some(last) if last.1 + 1 == start => last.1 = end,
                _ => managed.push((start, end)),
            }
            if is_live {
                live.insert(start, end);
            }
        }
        Ownership { managed, live }
    }

    pub fn live(&self) -> impl Iterator<Item = Span> {
        self.live.iter().map(|(start, end)| (*start, *end))
    }

    /// The free ranges, each as long as possible.
    pub fn free(&self) -> Vec<Span> {
        let mut free = Vec::new();
        for &(start, end) in &self.managed {
            let mut next = u128::from(start);
            for (from, to) in self.live.range(start..=end) {
                if next < u128::from(*from) {
                    free.push((next as u64, from - 1));
                }
                next = u128::from(*to) + 1;
            }
            if next <= u128::from(end) {
                free.push((next as u64, end));
            }
        }
        free
    }

    /// Every range in order, with whether it is live.
    pub fn ranges(&self) -> Vec<(Span, bool)> {
        let live = self.live().map(|span| (span, true));
        let mut all: Vec<_> = self
            .free()
            .into_iter()
            .map(|span| (span, false))
            .chain(live)
            .collect();
        all.sort_unstable();
        all
    }

    /// Answers a request, and records the owner of the range.
    pub fn allocate(
        &mut self,
        size: u64,
        align: u64,
        policy: AllocPolicy,
        within: Option<RangeInclusive>,
    ) -> Result<RangeInclusive> {
        if size == 0 {
            return Err(Error::InvalidSize(size));
        }
        if align.count_ones() != 1 {
            return Err(Error::InvalidAlignment);
        }
        if matches!(policy, AllocPolicy::ExactMatch(address) if address % align != 0) {
            return Err(Error::UnalignedAddress);
        }
        let (size, align) = (u128::from(size), u128::from(align));
        // From here on, addresses are u128, and `to` is exclusive.
        let (low, high) = within.map_or((0, u64::MAX), |range| (range.start(), range.end()));
        let part = |(start, end): Span| (start.max(low).into(), u128::from(end.min(high)) + 1);
        let mut free: Vec<(u128, u128)> = self.free().into_iter().map(part).collect();
        if policy == AllocPolicy::LastMatch {
            free.reverse();
        }
        let place = free.into_iter().find_map(|(from, to)| {
            let place = match policy {
                AllocPolicy::FirstMatch => from.next_multiple_of(align),
                AllocPolicy::LastMatch => to.checked_sub(size)? / align * align,
                AllocPolicy::ExactMatch(address) => address.into(),
            };
            (from <= place && place + size <= to).then_some(place)
        });
        let start = place.ok_or(Error::ResourceNotAvailable)?;
        let (start, end) = (start as u64, (start + size - 1) as u64);
        self.live.insert(start, end);
        RangeInclusive::new(start, end)
    }

    /// Frees a range, which must be live.
    pub fn release(&mut self, range: &RangeInclusive) -> Result<()> {
        if self.live.get(&range.start()) != Some(&range.end()) {
            return Err(Error::ResourceNotAvailable);
        }
        self.live.remove(&range.start());
        Ok(())
    }
}
