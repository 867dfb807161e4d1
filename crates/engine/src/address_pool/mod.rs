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

/// The heap memory of a tree node: 48 bytes, plus malloc's overhead.
const NODE_BYTES: usize = 64;

/// An `AddressAllocator` of the crate that finds places in O(log n).
///
/// The index finds the place, and the crate allocates exactly that place. In canonical mode, the
/// answers, errors and tree are those of a bare crate given the original policy. Sound mode refuses
/// or repairs the crate's surprises, so that for any sequence of calls: no address is in two live
/// ranges; each live range can be freed exactly once; no address is lost; a call that returns an
/// error has changed nothing; and whatever is free can be allocated: free neighbours are always
/// merged, and a valid request is refused, with `ResourceNotAvailable`, only if no free range holds
/// it.
#[derive(Clone, Debug)]
pub struct AddressPool {
    allocator: AddressAllocator,
    /// The free nodes of `allocator`'s tree, with the changes in `batch`.
    index: FreeIndex,
    /// The number of allocated nodes in `allocator`'s tree.
    live: usize,
    sound: bool,
    batch: Batch,
    #[cfg(feature = "audit")]
    audit: Audit,
}

impl AddressPool {
    /// Creates a pool of `size` bytes from the address `base`.
    ///
    /// # Errors
    /// Those of `AddressAllocator::new`: `Underflow` for a size of 0, `Overflow` if the last
    /// address
    /// is beyond 2^64 - 1.
    pub fn new(base: u64, size: u64, sound: bool) -> Result<Self> {
        Ok(Self::from_allocator(
            AddressAllocator::new(base, size)?,
            sound,
        ))
    }

    /// Takes over an allocator in any state that the crate can reach. O(n).
    ///
    /// Sound mode merges free neighbours (D4, D12). Addresses that D3 lost earlier stay lost.
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

    /// The crate's allocator in its current state.
    pub fn allocator(&self) -> &AddressAllocator {
        &self.allocator
    }

    /// Whether the pool is in sound mode.
    pub fn sound(&self) -> bool {
        self.sound
    }

    /// The first managed address.
    pub fn base(&self) -> u64 {
        self.allocator.base()
    }

    /// The last managed address.
    pub fn end(&self) -> u64 {
        self.allocator.end()
    }

    /// The free ranges.
    pub fn free_index(&self) -> &FreeIndex {
        &self.index
    }

    /// The number of live ranges.
    pub fn live_ranges(&self) -> usize {
        self.live
    }

    /// The heap memory of the crate's tree and the index in bytes, estimated in O(1).
    pub fn heap_bytes(&self) -> usize {
        (self.live + self.index.len()) * NODE_BYTES + self.index.heap_bytes()
    }

    /// Allocates `size` bytes at a multiple of `align`. O(log n).
    ///
    /// The crate takes O(n) to find a single byte at the end of a free range, and in canonical
    /// mode, to find that there is no place. Where sound mode repairs D6 or D7, it takes O(n) too.
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

    /// Allocates a range for a request, within its bounds if it has any. O(log n); without bounds,
    /// like [`allocate`](Self::allocate).
    ///
    /// With bounds, FirstMatch and LastMatch mean the lowest and the highest place within them, and
    /// the crate allocates exactly that place with ExactMatch.
    ///
    /// # Errors
    /// Those of [`allocate`](Self::allocate). `ResourceNotAvailable` if no place is within the
    /// bounds. In canonical mode, the crate refuses what ExactMatch can't allocate (D6, D7, D14).
    pub fn allocate_in(&mut self, request: &Request) -> Result<RangeInclusive> {
        self.grant(request)
    }

    /// Frees a live range, and merges it with its free neighbours; in canonical mode, only with
    /// those of two bytes or more (D4). O(log n); where sound mode repairs D3 or D4, O(n).
    ///
    /// # Errors
    /// Those of `AddressAllocator::free`: `ResourceNotAvailable` if no such range is live, and in
    /// canonical mode also `Underflow` and `Overflow` (D3).
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

    /// Frees the live range that starts at `start`, and returns it. Like [`free`](Self::free).
    ///
    /// # Errors
    /// `ResourceNotAvailable` if no live range starts there, and in canonical mode also `Underflow`
    /// and `Overflow` (D3).
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

    /// Cancels a batch that isn't committed.
    #[inline]
    fn settle(&mut self) {
        if !self.is_settled() {
            self.cancel();
        }
    }
}
