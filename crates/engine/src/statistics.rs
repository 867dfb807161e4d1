//! How much of an address space is allocated and how much is free.

use vm_allocator::AddressAllocator;

use crate::tree::{self, Node, NodeState};

/// Counts and totals of the ranges of an address allocator. Sizes are in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AddressStatistics {
    /// The number of live ranges.
    pub allocated_ranges: u32,
    /// The number of free ranges.
    pub free_ranges: u32,
    /// Bytes in live ranges.
    pub allocated_bytes: u64,
    /// Bytes in free ranges.
    pub free_bytes: u64,
    /// Bytes of the managed space that are in no range (D3).
    pub lost_bytes: u64,
    /// Bytes in the largest free range.
    pub largest_free_range: u64,
}

impl AddressStatistics {
    /// The statistics of `allocator`. O(n).
    ///
    /// Ranges don't overlap, and no space has all 2^64 addresses. So a sum can exceed 2^64 - 1 only
    /// for a space that was lost and then extended beyond its ends (D10), and is capped there.
    pub fn of(allocator: &AddressAllocator) -> Self {
        let mut statistics = Self {
            lost_bytes: allocator.end() - allocator.base() + 1,
            ..Self::default()
        };
        tree::visit(allocator, &mut |node| {
            statistics.add(node);
            let inside = overlap(node, allocator.base(), allocator.end());
            statistics.lost_bytes -= inside;
        });
        statistics
    }

    fn add(&mut self, Node { start, end, state }: Node) {
        let bytes = end - start + 1;
        match state {
            NodeState::Allocated => {
                self.allocated_ranges += 1;
                self.allocated_bytes = self.allocated_bytes.saturating_add(bytes);
            }
            NodeState::Free => {
                self.free_ranges += 1;
                self.free_bytes = self.free_bytes.saturating_add(bytes);
                self.largest_free_range = self.largest_free_range.max(bytes);
            }
        }
    }
}

/// The number of addresses of `node` in `base..=end`.
fn overlap(node: Node, base: u64, end: u64) -> u64 {
    let (first, last) = (node.start.max(base), node.end.min(end));
    if first > last { 0 } else { last - first + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vm_allocator::{AllocPolicy, RangeInclusive};

    #[test]
    fn counts_and_sums_the_ranges() {
        let mut allocator = AddressAllocator::new(0x1000, 0x1000).unwrap();
        for address in [0x1000, 0x1400] {
            allocator
                .allocate(0x100, 1, AllocPolicy::ExactMatch(address))
                .unwrap();
        }
        assert_eq!(
            AddressStatistics::of(&allocator),
            AddressStatistics {
                allocated_ranges: 2,
                free_ranges: 2,
                allocated_bytes: 0x200,
                free_bytes: 0xe00,
                lost_bytes: 0,
                largest_free_range: 0xb00,
            }
        );
    }

    #[test]
    fn counts_what_d3_has_lost() {
        let mut allocator = AddressAllocator::new(1, 100).unwrap();
        let range = allocator.allocate(10, 1, AllocPolicy::FirstMatch).unwrap();
        allocator.free(&range).unwrap_err();
        let statistics = AddressStatistics::of(&allocator);
        assert_eq!((statistics.lost_bytes, statistics.free_bytes), (10, 90));
    }

    #[test]
    fn does_not_count_as_managed_what_d10_adds_outside() {
        let mut allocator = AddressAllocator::new(1, 10).unwrap();
        let range = allocator.allocate(10, 1, AllocPolicy::FirstMatch).unwrap();
        allocator.free(&range).unwrap_err();
        allocator
            .free(&RangeInclusive::new(5, 104).unwrap())
            .unwrap();
        let statistics = AddressStatistics::of(&allocator);
        assert_eq!((statistics.lost_bytes, statistics.free_bytes), (4, 100));
    }
}
