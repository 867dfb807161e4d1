//! The crate's id allocator, with its ends and the number of freed ids, which it doesn't show.

use vm_allocator::{IdAllocator, Result};

use crate::id_state::IdState;

/// An `IdAllocator` of the crate that knows its ends and its memory use.
#[derive(Clone, Debug)]
pub struct IdPool {
    allocator: IdAllocator,
    base: u32,
    end: u32,
    freed: usize,
}

impl IdPool {
    /// An allocator of the ids from `base` to `end`.
    ///
    /// # Errors
    /// Those of `IdAllocator::new`.
    pub fn new(base: u32, end: u32) -> Result<Self> {
        Ok(Self {
            allocator: IdAllocator::new(base, end)?,
            base,
            end,
            freed: 0,
        })
    }

    /// The crate's allocator.
    pub fn allocator(&self) -> &IdAllocator {
        &self.allocator
    }

    /// The first id.
    pub fn base(&self) -> u32 {
        self.base
    }

    /// The last id.
    pub fn end(&self) -> u32 {
        self.end
    }

    /// The heap memory in bytes, estimated from what each of two million freed ids was measured to
    /// take in a `BTreeSet<u32>`.
    pub fn heap_bytes(&self) -> usize {
        self.freed * 13
    }

    /// Allocates the lowest freed id, or else the next one.
    ///
    /// # Errors
    /// Those of `IdAllocator::allocate_id`.
    #[inline]
    pub fn allocate_id(&mut self) -> Result<u32> {
        let id = self.allocator.allocate_id()?;
        // Freed ids are allocated first, so if there were any, this was one.
        self.freed = self.freed.saturating_sub(1);
        Ok(id)
    }

    /// Frees an id.
    ///
    /// # Errors
    /// Those of `IdAllocator::free_id`.
    #[inline]
    pub fn free_id(&mut self, id: u32) -> Result<()> {
        self.allocator.free_id(id)?;
        self.freed += 1;
        Ok(())
    }
}

impl From<IdAllocator> for IdPool {
    fn from(allocator: IdAllocator) -> Self {
        let IdState {
            base, end, freed, ..
        } = IdState::of(&allocator);
        Self {
            allocator,
            base,
            end,
            freed: freed.len(),
        }
    }
}
