//! Checks which addresses the ranges of a tree cover.

use super::Mode;
use super::address_text::{AddressDocument, Node};
use super::fault::Fault;
use super::span::Span;

/// Visits the ranges of a tree from the lowest to the highest, and judges the gaps between them.
pub(super) struct Coverage {
    space: Span,
    mode: Mode,
    /// Whether D10 explains ranges outside the address space.
    is_astray: bool,
    /// The first gap that the mode doesn't accept.
    gap: Option<Span>,
}

impl Coverage {
    pub fn new(document: &AddressDocument, mode: Mode) -> Self {
        let is_astray = document.address_space.is_lost_when_freed()
            && outer_ends(document).is_some_and(|ranges| {
                // The crate refuses to free a range into an empty tree if it would lose that range.
                !ranges.is_lost_when_freed() && !ranges.is_everything()
            });
        let space = document.address_space;
        Coverage {
            space,
            mode,
            is_astray,
            gap: None,
        }
    }

    /// Checks that a range is in the address space, unless the crate can have put it elsewhere.
    pub fn check_inside(&self, key: Span) -> Result<(), String> {
        if self.space.contains(key) || self.may_stray() {
            return Ok(());
        }
        let why = if self.is_astray {
            ": freed into an emptied tree (D10), which sound mode refuses"
        } else {
            ""
        };
        Err(format!(
            "is not inside the address space, {}{why}",
            self.space
        ))
    }

    /// Records the gap below the range `key`, if there is one.
    pub fn enter(&mut self, key: Span, previous: Option<Span>) {
        match previous {
            Some(previous) => self.note_gap(previous.end + 1, key.start),
            None if self.may_stray() => {}
            None => self.note_gap(self.space.start, key.start),
        }
    }

    /// Judges the gaps, once `last` is known to be the highest range.
    pub fn end(mut self, last: Option<Span>) -> Result<(), Fault> {
        match last {
            None => self.note_refused(self.space),
            Some(last) if last.end < self.space.end && !self.may_stray() => {
                self.note_refused(Span {
                    start: last.end + 1,
                    end: self.space.end,
                });
            }
            Some(_) => {}
        }
        let Some(gap) = self.gap else { return Ok(()) };
        let why = if gap.is_lost_when_freed() {
            ": lost when it was freed (D3), which sound mode refuses"
        } else {
            ""
        };
        Err(Fault::new(format!(
            "leaves {gap} neither free nor allocated{why}"
        )))
    }

    fn may_stray(&self) -> bool {
        self.mode == Mode::Canonical && self.is_astray
    }

    /// Records the gap from `start` to just before `next`.
    fn note_gap(&mut self, start: u64, next: u64) {
        if start < next {
            self.note_refused(Span {
                start,
                end: next - 1,
            });
        }
    }

    fn note_refused(&mut self, gap: Span) {
        if self.mode == Mode::Sound || !gap.is_lost_when_freed() {
            self.gap.get_or_insert(gap);
        }
    }
}

/// The first and the last address in any range, if the tree is in order.
fn outer_ends(document: &AddressDocument) -> Option<Span> {
    let nodes = &document.nodes;
    let outermost = |next: fn(&Node) -> Option<usize>| {
        let mut node = &nodes[document.root?];
        while let Some(index) = next(node) {
            node = &nodes[index];
        }
        Some(node.key)
    };
    let (first, last) = (outermost(|node| node.left)?, outermost(|node| node.right)?);
    Some(Span {
        start: first.start,
        end: last.end,
    })
}
