//! What a handle of a system owns: its pools with their devices.

use std::cell::Cell;

use vm_allocator_engine::pool_set::{NoRoom, PoolSet};

use crate::handles::Resource;

/// Pools with their devices.
pub struct System {
    /// The pools and the devices.
    pub set: PoolSet,
    /// Why the last device found no room, until it is read.
    pub refusal: Cell<Option<NoRoom>>,
}

impl System {
    /// A system of these pools.
    pub fn new(set: PoolSet) -> Self {
        let refusal = Cell::new(None);
        Self { set, refusal }
    }
}

impl Resource for System {
    fn native_bytes(&self) -> usize {
        self.set.heap_bytes()
    }
}
