//! The crate's `AddressAllocator` beside an index of its free ranges.

mod batch;
mod canonical;
mod lookup;
mod request;
mod sound;

use batch::Batch;
pub use request::Request;
#[cfg(feature = "audit")]
pub(crate) use sound::Change;
use vm_allocator::{AddressAllocator, AllocPolicy, Error, RangeInclusive, Result};

#[cfg(feature = "audit")]
use crate::audit::Audit;
use crate::free_index::{FreeIndex, FreeRange};
use crate::tree::{self, Node, NodeState};

/// Bytes that a tree node takes from the heap: 48, and what malloc adds to them.
const NODE_BYTES: usize = 64;

/// An `AddressAllocator` of the crate that finds places in O(log n).
///
/// The index finds the place, the crate allocates exactly that place. In canonical mode: same
/// answers, same errors, same tree as a bare crate that is asked the original policy. In sound mode
/// its surprises are refused or repaired, so that whatever is called, no address is in two live
/// ranges; each live range can be freed exactly once; no address is lost; a call that returns an
/// error has changed nothing; and what is free can be had: free neighbours are always one range,
/// and a valid request is refused, with `ResourceNotAvailable`, only if no free range holds it.
#[derive(Clone, Debug)]
pub struct AddressPool {
    allocator: AddressAllocator,
    /// The free nodes of `allocator`'s tree, and what `batch` changes of them.
    index: FreeIndex,
    /// Number of allocated nodes of `allocator`'s tree.
    live: usize,
    sound: bool,
    batch: Batch,
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
    /// Sound mode merges free neighbours (D4, D12). What a range lost through D3 before cost stays
    /// lost, in sound mode too.
    pub fn from_allocator(allocator: AddressAllocator, sound: bool) -> Self {
        let mut index = FreeIndex::new();
        let (mut live, mut free) = (0, 0);
        let mut last: Option<FreeRange> = None;
        tree::visit(&allocator, &mut |Node { start, end, state }| match state {
            NodeState::Allocated => live += 1,
            NodeState::Free => {
                free += 1;
                match &mut last {
                    Some(last) if sound && last.end + 1 == start => last.end = end,
                    _ => {
                        let complete = last.replace(FreeRange { start, end });
                        complete.into_iter().for_each(|range| index.push(range));
                    }
                }
            }
        });
        last.into_iter().for_each(|range| index.push(range));
        let mut pool = AddressPool {
            #[cfg(feature = "audit")]
            audit: Audit::new(&allocator, sound),
            allocator,
            index,
            live,
            sound,
            batch: Batch::default(),
        };
        if pool.index.len() < free {
            pool.rebuild(&[]);
        }
        pool
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
    /// A single byte on the last address of a free range is found by the crate in O(n), and so is,
    /// in canonical mode, that there is no place. Where sound mode repairs D6 or D7, it is O(n) too.
    ///
    /// # Errors
    /// Those of `AddressAllocator::allocate`. In sound mode `InvalidSize`, `InvalidAlignment` and
    /// `UnalignedAddress` for a request that isn't valid, and `ResourceNotAvailable` if no free
    /// range holds it.
    #[inline]
    pub fn allocate(
        &mut self,
        size: u64,
        align: u64,
        policy: AllocPolicy,
    ) -> Result<RangeInclusive> {
        self.grant(&Request::new(size, align, policy))
    }

    /// Allocates what a request asks for, within its bounds if it has any. O(log n); without
    /// bounds, as [`allocate`](Self::allocate).
    ///
    /// Bounded, FirstMatch and LastMatch mean the lowest and the highest place within the bounds,
    /// and the crate is asked for exactly that place, by ExactMatch.
    ///
    /// # Errors
    /// Those of [`allocate`](Self::allocate). `ResourceNotAvailable` if no place lies within the
    /// bounds; what ExactMatch can't have, the crate refuses in canonical mode as always (D6, D7,
    /// D14).
    pub fn allocate_in(&mut self, request: &Request) -> Result<RangeInclusive> {
        self.grant(request)
    }

    /// Frees a live range, and merges it with free neighbours; in canonical mode with those of two
    /// bytes or more (D4). O(log n); where sound mode repairs D3 or D4, O(n).
    ///
    /// # Errors
    /// Those of `AddressAllocator::free`: `ResourceNotAvailable` if no such range is live, and
    /// outside sound mode `Underflow` and `Overflow` (D3).
    #[inline]
    pub fn free(&mut self, range: &RangeInclusive) -> Result<()> {
        let result = if self.sound {
            self.settle();
            self.free_sound(range)
        } else {
            self.free_canonical(range)
        };
        #[cfg(feature = "audit")]
        {
            self.audit.freed(range, result);
            self.audit.compare(&self.allocator, &self.index, self.live);
        }
        result
    }

    /// Frees the live range that starts at `start`, and returns it. As [`free`](Self::free).
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

    #[inline]
    fn grant(&mut self, request: &Request) -> Result<RangeInclusive> {
        let result = if self.sound {
            self.settle();
            self.allocate_sound(request)
        } else {
            self.allocate_canonical(request)
        };
        #[cfg(feature = "audit")]
        {
            self.audit.allocated(request, result);
            self.audit.compare(&self.allocator, &self.index, self.live);
        }
        result
    }

    /// Cancels a batch that wasn't committed.
    #[inline]
    fn settle(&mut self) {
        if !self.is_settled() {
            self.cancel();
        }
    }
}
