//! The crate's `AddressAllocator` beside an index of its free ranges.

mod lookup;
mod request;

pub use request::Request;
use vm_allocator::{AddressAllocator, AllocPolicy, Error, RangeInclusive, Result};

#[cfg(feature = "audit")]
use crate::audit::Audit;
use crate::free_index::{FreeIndex, FreeRange, Slot};
use crate::tree::{Node, NodeState};
use crate::{rebuild, tree};

/// Bytes that a tree node takes from the heap: 48, and what malloc adds to them.
const NODE_BYTES: usize = 64;

/// An `AddressAllocator` of the crate that finds places in O(log n).
///
/// The index finds the place, the crate allocates exactly that place: same answers, same errors,
/// same tree as a bare crate that is asked the original policy. In sound mode the crate's
/// surprises D1, D2, D3 and D10 are refused or repaired, so that whatever is called, no address is
/// in two live ranges, each live range can be freed exactly once, no address is lost, and a call
/// that returns an error has changed nothing.
#[derive(Clone, Debug)]
pub struct AddressPool {
    allocator: AddressAllocator,
    /// The free nodes of `allocator`'s tree, always.
    index: FreeIndex,
    /// Number of allocated nodes of `allocator`'s tree.
    live: usize,
    sound: bool,
    #[cfg(feature = "audit")]
    audit: Audit,
}

impl AddressPool {
    /// Manages `size` bytes from the address `base` on.
    ///
    /// # Errors
    /// Those of `AddressAllocator::new`: `Underflow` for no bytes, `Overflow` if the last address
    /// is beyond 2^64 - 1.
    pub fn new(base: u64, size: u64, sound: bool) -> Result<Self> {
        Ok(Self::from_allocator(
            AddressAllocator::new(base, size)?,
            sound,
        ))
    }

    /// Takes over an allocator in any state that the crate can bring it into. O(n).
    ///
    /// What a range lost through D3 before cost stays lost, in sound mode too.
    pub fn from_allocator(allocator: AddressAllocator, sound: bool) -> Self {
        let mut index = FreeIndex::new();
        let mut live = 0;
        tree::visit(&allocator, &mut |Node { start, end, state }| match state {
            NodeState::Free => index.push(FreeRange { start, end }),
            NodeState::Allocated => live += 1,
        });
        AddressPool {
            #[cfg(feature = "audit")]
            audit: Audit::new(&allocator, sound),
            allocator,
            index,
            live,
            sound,
        }
    }

    /// The crate's allocator, as it stands.
    pub fn allocator(&self) -> &AddressAllocator {
        &self.allocator
    }

    /// Whether the pool is in sound mode.
    pub fn sound(&self) -> bool {
        self.sound
    }

    /// First managed address.
    pub fn base(&self) -> u64 {
        self.allocator.base()
    }

    /// Last managed address.
    pub fn end(&self) -> u64 {
        self.allocator.end()
    }

    /// The free ranges.
    pub fn free_index(&self) -> &FreeIndex {
        &self.index
    }

    /// Number of live ranges.
    pub fn live_ranges(&self) -> usize {
        self.live
    }

    /// Bytes of heap that the crate's tree and the index take, estimated in O(1).
    pub fn heap_bytes(&self) -> usize {
        (self.live + self.index.len()) * NODE_BYTES + self.index.heap_bytes()
    }

    /// Allocates `size` bytes at a multiple of `align`. O(log n).
    ///
    /// A single byte on the last address of a free range is found by the crate in O(n), and so is
    /// that there is no place.
    ///
    /// # Errors
    /// Those of `AddressAllocator::allocate`. In sound mode, `ResourceNotAvailable` for an
    /// `ExactMatch` inside a live range (D1).
    #[inline]
    pub fn allocate(
        &mut self,
        size: u64,
        align: u64,
        policy: AllocPolicy,
    ) -> Result<RangeInclusive> {
        let request = Request::new(size, align, policy);
        let result = match policy {
            AllocPolicy::ExactMatch(address) => self.allocate_at(address, &request),
            _ => self.allocate_fitting(&request),
        };
        #[cfg(feature = "audit")]
        {
            self.audit.allocated((size, align, policy), result);
            self.audit.compare(&self.allocator, &self.index, self.live);
        }
        result
    }

    /// Allocates what a request asks for, within its bounds if it has any. O(log n), but for
    /// requests without bounds as [`allocate`](Self::allocate) does.
    ///
    /// Bounded, FirstMatch and LastMatch mean the lowest and the highest place within the bounds,
    /// and the crate is asked for exactly that place, by ExactMatch.
    ///
    /// # Errors
    /// Those of [`allocate`](Self::allocate). `ResourceNotAvailable` if no place lies within the
    /// bounds; what ExactMatch can't have the crate refuses as always (D6, D7, D14).
    pub fn allocate_in(&mut self, request: &Request) -> Result<RangeInclusive> {
        let &Request {
            size,
            align,
            policy,
            within,
        } = request;
        if within.is_none() {
            return self.allocate(size, align, policy);
        }
        request.check()?;
        let address = match policy {
            AllocPolicy::ExactMatch(address) => request.admits(address).then_some(address),
            _ => self.find_within(request).map(|fit| fit.address),
        };
        let address = address.ok_or(Error::ResourceNotAvailable)?;
        self.allocate(size, align, AllocPolicy::ExactMatch(address))
    }

    /// Frees a live range, and merges it with free neighbours of two bytes or more (D4). O(log n);
    /// where sound mode repairs D3, O(n).
    ///
    /// # Errors
    /// Those of `AddressAllocator::free`: `ResourceNotAvailable` if no such range is live, and
    /// outside sound mode `Underflow` and `Overflow` (D3).
    #[inline]
    pub fn free(&mut self, range: &RangeInclusive) -> Result<()> {
        let result = self.release(range);
        #[cfg(feature = "audit")]
        {
            self.audit.freed(range, result, &self.allocator);
            self.audit.compare(&self.allocator, &self.index, self.live);
        }
        result
    }

    /// Frees the live range that starts at `start`, and returns it. O(log n), but for the repair of
    /// D3 as [`free`](Self::free).
    ///
    /// # Errors
    /// `ResourceNotAvailable` if no live range starts there, and outside sound mode `Underflow` and
    /// `Overflow` (D3).
    pub fn free_at(&mut self, start: u64) -> Result<RangeInclusive> {
        let live = |node: &Node| node.start == start && node.state == NodeState::Allocated;
        let node = self.at(start).filter(live);
        let Node { start, end, .. } = node.ok_or(Error::ResourceNotAvailable)?;
        let range = RangeInclusive::new(start, end)?;
        self.free(&range).map(|()| range)
    }

    /// FirstMatch and LastMatch.
    fn allocate_fitting(&mut self, request: &Request) -> Result<RangeInclusive> {
        request.check()?;
        let &Request {
            size,
            align,
            policy,
            ..
        } = request;
        let Some(fit) = self.find(request) else {
            // There is no place: the crate says so itself.
            let refusal = self.allocator.allocate(size, align, policy);
            debug_assert!(refusal.is_err(), "the index missed {refusal:?}");
            return refusal;
        };
        // ExactMatch doesn't find the last address of a node (D7).
        let exact = fit.address < self.index.range(fit.slot).end;
        let policy = if exact {
            AllocPolicy::ExactMatch(fit.address)
        } else {
            policy
        };
        let range = self.allocator.allocate(size, align, policy)?;
        debug_assert_eq!(range.start(), fit.address);
        self.take(fit.slot, range);
        Ok(range)
    }

    /// ExactMatch.
    fn allocate_at(&mut self, address: u64, request: &Request) -> Result<RangeInclusive> {
        let &Request {
            size,
            align,
            policy,
            ..
        } = request;
        if let Some(slot) = self.index.containing(address) {
            let range = self.allocator.allocate(size, align, policy)?;
            self.take(slot, range);
            return Ok(range);
        }
        request.check()?;
        let node = tree::node_at(&self.allocator, address);
        if self.sound && node.is_some_and(|live| would_be_split(live, address, size)) {
            return Err(Error::ResourceNotAvailable);
        }
        let range = self.allocator.allocate(size, align, policy)?;
        let live = node.expect("the crate allocates inside one of its nodes");
        self.split_live(live, range);
        Ok(range)
    }

    /// Notes that the crate took `range` out of a free range.
    fn take(&mut self, slot: Slot, range: RangeInclusive) {
        self.index.take(slot, range.into());
        self.live += 1;
    }

    /// Notes that the crate replaced the live range `live` by `range` and freed the rest (D1).
    fn split_live(&mut self, live: Node, range: RangeInclusive) {
        if live.start < range.start() {
            self.index.insert(FreeRange {
                start: live.start,
                end: range.start() - 1,
            });
        }
        if range.end() < live.end {
            self.index.insert(FreeRange {
                start: range.end() + 1,
                end: live.end,
            });
        }
    }

    fn release(&mut self, range: &RangeInclusive) -> Result<()> {
        let freed = FreeRange::from(*range);
        let gap = self.index.gap_after(freed.start);
        let was_free = self
            .index
            .before(gap)
            .is_some_and(|(_, free)| free == freed);
        let was_empty = self.live == 0 && self.index.is_empty();
        if self.sound && (was_free || was_empty) {
            return Err(Error::ResourceNotAvailable); // D2, D10
        }
        let result = self.allocator.free(range);
        if result == Err(Error::ResourceNotAvailable) {
            return result;
        }
        // From here on the tree has changed, whatever the result is.
        if !was_free && !was_empty {
            self.live -= 1;
        }
        match result {
            Ok(()) if was_free => {
                self.index.remove(freed);
                self.index
                    .merge_in(self.index.gap_after(freed.start), freed);
            }
            Ok(()) => {
                self.index.merge_in(gap, freed);
            }
            Err(_) if self.sound => self.put_back(gap, freed),
            Err(_) if was_free => self.index.remove(freed),
            Err(_) => {}
        }
        if self.sound { Ok(()) } else { result }
    }

    /// Adds as free what the crate has lost (D3), merged by the crate's rule.
    #[cold]
    fn put_back(&mut self, gap: Slot, lost: FreeRange) {
        let FreeRange { start, end } = self.index.merge_in(gap, lost);
        let mut nodes = vec![Node {
            start,
            end,
            state: NodeState::Free,
        }];
        tree::visit(&self.allocator, &mut |node| {
            if node.end < start || node.start > end {
                nodes.push(node);
            }
        });
        nodes.sort_unstable_by_key(|node| node.start);
        self.allocator = rebuild::from_nodes(self.base(), self.end(), &nodes);
    }
}

/// Whether the crate would grant an ExactMatch inside the live range `live` (D1). Not if it is the
/// whole (`InvalidStateTransition`), nor if it ends at 2^64 - 1 (D6); a byte on the last address of
/// `live` doesn't matter, since the crate refuses it with the same error (D7).
fn would_be_split(live: Node, address: u64, size: u64) -> bool {
    let fits = size - 1 <= live.end - address;
    let whole = address == live.start && size - 1 == live.end - live.start;
    fits && !whole && address.checked_add(size).is_some()
}
