//! Sound mode: the index finds places and knows what is free, and the crate's tree follows.
//!
//! The crate makes every change it can. Where it refuses (D4, D6, D7) or loses a range (D3), its
//! tree is rebuilt from the live ranges and the index.

use vm_allocator::{AllocPolicy, Error, RangeInclusive, Result};

use super::{AddressPool, Request};
use crate::free_index::{FreeRange, search::Fit};
use crate::rebuild;
use crate::tree::{self, Node, NodeState};

/// A change of the index that the crate's tree must follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// The range was allocated from a free range.
    Placed(RangeInclusive),
    /// The first range was freed, and is now part of the second.
    Freed(RangeInclusive, FreeRange),
}

impl AddressPool {
    /// The free range with the place for a request, and the place.
    #[inline]
    pub(super) fn find_sound(&self, request: &Request) -> Result<(Fit, RangeInclusive)> {
        request.check()?;
        let &Request {
            size,
            align,
            policy,
            within,
        } = request;
        let bounds = request.bounds();
        let fit = match (policy, within) {
            (AllocPolicy::FirstMatch, None) => self.index.first_fit(size, align),
            (AllocPolicy::LastMatch, None) => self.index.last_fit(size, align),
            (AllocPolicy::FirstMatch, Some(_)) => self.index.first_fit_within(size, align, bounds),
            (AllocPolicy::LastMatch, Some(_)) => self.index.last_fit_within(size, align, bounds),
            (AllocPolicy::ExactMatch(address), _) => self
                .index
                .containing(address)
                .filter(|slot| {
                    request.admits(address) && size - 1 <= self.index.range(*slot).end - address
                })
                .map(|slot| Fit { slot, address }),
        };
        let fit = fit.ok_or(Error::ResourceNotAvailable)?;
        Ok((
            fit,
            RangeInclusive::new(fit.address, fit.address + (size - 1))?,
        ))
    }

    #[inline]
    pub(super) fn allocate_sound(&mut self, request: &Request) -> Result<RangeInclusive> {
        let (fit, range) = self.find_sound(request)?;
        // ExactMatch doesn't find a single byte at the end of a free range (D7), but the policy
        // does.
        let placed = self.place(range)
            || request.is_one_byte()
                && self.allocator.allocate(1, request.align, request.policy) == Ok(range);
        self.index.take(fit.slot, range.into());
        self.live += 1;
        if !placed {
            self.rebuild(&[Change::Placed(range)]);
        }
        Ok(range)
    }

    #[inline]
    pub(super) fn free_sound(&mut self, range: &RangeInclusive) -> Result<()> {
        let freed = FreeRange::from(*range);
        let gap = self.index.gap_after(freed.start);
        let is_free = self
            .index
            .before(gap)
            .is_some_and(|(_, free)| free == freed);
        if is_free || self.live == 0 {
            return Err(Error::ResourceNotAvailable); // D2, D10
        }
        let result = self.allocator.free(range);
        if result == Err(Error::ResourceNotAvailable) {
            return result;
        }
        // The tree has changed by now.
        self.live -= 1;
        let merged = self.index.merge_in::<1>(gap, freed);
        if result.is_err() || !self.merge_bytes(freed, merged) {
            self.rebuild(&[]); // D3, D4
        }
        Ok(())
    }

    /// Makes a change of the index in the tree too. Returns whether that succeeded completely.
    pub(super) fn follow(&mut self, change: Change) -> bool {
        match change {
            Change::Placed(range) => self.place(range),
            Change::Freed(range, merged) => {
                self.allocator.free(&range).is_ok() && self.merge_bytes(range.into(), merged)
            }
        }
    }

    /// Lets the crate allocate exactly `range`, which is free. It refuses the last byte of a free
    /// range (D7), and ranges that end at 2^64 - 1 (D6).
    #[inline]
    fn place(&mut self, range: RangeInclusive) -> bool {
        let exact = AllocPolicy::ExactMatch(range.start());
        let answer = self.allocator.allocate(range.len(), 1, exact);
        debug_assert!(answer.is_err() || answer == Ok(range));
        answer.is_ok()
    }

    /// Merges `freed` with its free neighbours of one byte, which the crate doesn't merge (D4). It
    /// merges them when such a neighbour is freed again (D13), if it sees two bytes beside that one
    /// and doesn't lose the byte (D3). Returns whether all of `merged` is then one range.
    #[inline]
    fn merge_bytes(&mut self, freed: FreeRange, merged: FreeRange) -> bool {
        let below = freed.start - merged.start == 1;
        let above = merged.end - freed.end == 1;
        if !below && !above {
            return true;
        }
        let seen = merged.end - merged.start - u64::from(below) - u64::from(above) >= 1;
        let bytes = [below.then_some(merged.start), above.then_some(merged.end)];
        seen && bytes.into_iter().flatten().all(|byte| {
            let again = RangeInclusive::new(byte, byte);
            byte != 1
                && byte != u64::MAX - 1
                && again.is_ok_and(|byte| self.allocator.free(&byte).is_ok())
        })
    }

    /// Rebuilds the tree, with free ranges from the index and live ones from the tree, except for
    /// `changes` that it doesn't have yet. O(n).
    #[cold]
    pub(super) fn rebuild(&mut self, changes: &[Change]) {
        let mut nodes = Vec::with_capacity(self.live + self.index.len());
        let mut freed: Vec<u64> = Vec::new();
        let node = |start, end, state| Node { start, end, state };
        for change in changes {
            match change {
                Change::Placed(range) => {
                    nodes.push(node(range.start(), range.end(), NodeState::Allocated))
                }
                Change::Freed(range, _) => freed.push(range.start()),
            }
        }
        freed.sort_unstable();
        tree::visit(&self.allocator, &mut |node| {
            if node.state == NodeState::Allocated && freed.binary_search(&node.start).is_err() {
                nodes.push(node);
            }
        });
        nodes.extend(
            self.index
                .iter()
                .map(|free| node(free.start, free.end, NodeState::Free)),
        );
        nodes.sort_by_key(|node| node.start); // which finds the parts that are sorted already
        self.allocator = rebuild::from_nodes(self.base(), self.end(), &nodes);
    }
}
