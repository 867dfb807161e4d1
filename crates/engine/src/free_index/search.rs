//! The search for a place.

use std::ops::Range;

use super::{FreeIndex, Slot};

/// A place for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fit {
    /// The free range that has the place.
    pub slot: Slot,
    /// First address of the place.
    pub address: u64,
}

impl FreeIndex {
    /// The place that the crate's FirstMatch takes. `size` is at least 1, `align` a power of two.
    #[inline]
    pub(crate) fn first_fit(&mut self, size: u64, align: u64) -> Option<Fit> {
        self.find_in_chunk::<false>(0, size, align)
            .or_else(|| self.find_in_groups::<false>(size, align))
    }

    /// The place that the crate's LastMatch takes. `size` is at least 1, `align` a power of two.
    #[inline]
    pub(crate) fn last_fit(&mut self, size: u64, align: u64) -> Option<Fit> {
        self.find_in_groups::<true>(size, align)
            .or_else(|| self.find_in_chunk::<true>(0, size, align))
    }

    fn find_in_groups<const LAST: bool>(&mut self, size: u64, align: u64) -> Option<Fit> {
        for group in in_order::<LAST>(0..self.groups.len()) {
            if !self.groups[group].admits(size, align) {
                continue;
            }
            for chunk in in_order::<LAST>(self.members(group)) {
                let fit = self.find_in_chunk::<LAST>(chunk + 1, size, align);
                if fit.is_some() {
                    return fit;
                }
            }
            self.groups[group] = self.group_reach(group);
        }
        None
    }

    #[inline]
    fn find_in_chunk<const LAST: bool>(
        &mut self,
        number: usize,
        size: u64,
        align: u64,
    ) -> Option<Fit> {
        let (chunk, reach) = self.chunk_mut(number);
        if !reach.admits(size, align) {
            return None;
        }
        let Some((entry, address)) = chunk.find::<LAST>(size, align) else {
            *reach = chunk.reach();
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
