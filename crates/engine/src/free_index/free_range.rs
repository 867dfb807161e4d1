//! A free range, and the places in it that the crate would choose.

use vm_allocator::RangeInclusive;

/// A free range: both ends inclusive, never all of 0 to 2^64 - 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FreeRange {
    /// The first address.
    pub start: u64,
    /// The last address.
    pub end: u64,
}

impl FreeRange {
    /// All addresses, for use as bounds.
    pub(crate) const EVERYTHING: FreeRange = FreeRange {
        start: 0,
        end: u64::MAX,
    };

    /// The length in bytes.
    pub fn bytes(self) -> u64 {
        self.end - self.start + 1
    }

    /// Where the crate's FirstMatch puts `size` bytes: at the first multiple of `align`.
    #[inline]
    pub(super) fn first_place(self, size: u64, align: u64) -> Option<u64> {
        let place = self.start.checked_add(align - 1)? & !(align - 1);
        (place <= self.end && self.end - place >= size - 1).then_some(place)
    }

    /// Where the crate's LastMatch puts `size` bytes: at the last multiple of `align` that leaves
    /// room for them. (The crate skips one range, [0, size - 1]: D5.)
    #[inline]
    pub(super) fn last_place(self, size: u64, align: u64) -> Option<u64> {
        if self.end - self.start < size - 1 {
            return None;
        }
        let place = (self.end - (size - 1)) & !(align - 1);
        (place >= self.start).then_some(place)
    }

    /// The part inside `bounds`.
    #[inline]
    pub(super) fn within(self, bounds: FreeRange) -> Option<FreeRange> {
        let (start, end) = (self.start.max(bounds.start), self.end.min(bounds.end));
        (start <= end).then_some(FreeRange { start, end })
    }
}

impl From<RangeInclusive> for FreeRange {
    fn from(range: RangeInclusive) -> Self {
        let (start, end) = (range.start(), range.end());
        FreeRange { start, end }
    }
}

/// An upper limit for what several ranges can hold. A request beyond it fits into none of them; a
/// request within it most likely fits into one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Reach {
    /// The length of the longest range. If `align` is 1, it alone decides.
    bytes: u64,
    /// A multiple of `align` is in one of the ranges exactly if `align <= alignment`.
    alignment: u64,
    /// 2^k bytes at a multiple of 2^k fit into one of the ranges exactly if `2^k <= block`.
    block: u64,
}

impl Reach {
    pub(super) fn of(ranges: impl Iterator<Item = FreeRange>) -> Self {
        ranges.fold(Reach::default(), |reach, range| reach.max(range.into()))
    }

    #[inline]
    pub(super) fn admits(self, size: u64, align: u64) -> bool {
        size <= self.bytes && align <= self.alignment && size.min(align) <= self.block
    }

    #[inline]
    pub(super) fn max(self, other: Reach) -> Reach {
        Reach {
            bytes: self.bytes.max(other.bytes),
            alignment: self.alignment.max(other.alignment),
            block: self.block.max(other.block),
        }
    }
}

impl From<FreeRange> for Reach {
    /// The top bit in which `start - 1` and `end` differ is the greatest alignment of any address
    /// in the range, and exactly one address has it. Any aligned block that fits is on one side of
    /// that address, and the largest ones end just below it or start at it.
    #[inline]
    fn from(range: FreeRange) -> Self {
        let bytes = range.bytes();
        let Some(below) = range.start.checked_sub(1) else {
            return Reach {
                bytes,
                alignment: 1 << 63,
                block: bytes,
            }; // 0 has every alignment
        };
        let alignment = 1 << (below ^ range.end).ilog2();
        let most_aligned = range.end & !(alignment - 1);
        let block = (most_aligned - range.start).max(range.end - most_aligned + 1);
        Reach {
            bytes,
            alignment,
            block,
        }
    }
}
