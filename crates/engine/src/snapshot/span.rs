//! A pair of addresses in a document, which may not be a valid range.

use std::fmt;

/// The first and last address of a range, both inclusive; `start` may exceed `end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub start: u64,
    pub end: u64,
}

impl Span {
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// All 2⁶⁴ addresses. Their number isn't a `u64`, so the crate has no such range.
    pub fn is_everything(self) -> bool {
        self.start == 0 && self.end == u64::MAX
    }

    /// Whether the crate loses a range with these ends when it is freed (D3).
    pub fn is_lost_when_freed(self) -> bool {
        self.start == 1 || self.end == u64::MAX - 1
    }
}

impl fmt::Display for Span {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "[{:#x}, {:#x}]", self.start, self.end)
    }
}
