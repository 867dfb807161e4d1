//! The crate's id allocator with what it doesn't tell: its ends, and the count that a memory report
//! needs.

use vm_allocator::{IdAllocator, Result};
use vm_allocator_engine::id_state::IdState;

/// What a handle of an id allocator owns.
#[derive(Clone)]
pub struct IdPool {
    allocator: IdAllocator,
    base: u32,
    end: u32,
    freed: usize,
}

impl IdPool {
    /// An allocator of the ids from `base` to `end`.
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

    /// Bytes of heap, estimated: what two million freed ids were measured to take in a
    /// `BTreeSet<u32>`, each.
    pub fn heap_bytes(&self) -> usize {
        self.freed * 13
    }

    /// Hands out the lowest freed id or else the next one.
    #[inline]
    pub fn allocate_id(&mut self) -> Result<u32> {
        let id = self.allocator.allocate_id()?;
        // Freed ids are handed out first, so that while there are any, this was one.
        self.freed = self.freed.saturating_sub(1);
        Ok(id)
    }

    /// Takes an id back.
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
