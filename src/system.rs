//! The value that a handle of a system owns: the pools with their devices.

pub use vm_allocator_engine::system_words::System;

use crate::handles::Resource;

impl Resource for System {
    fn native_bytes(&self) -> usize {
        self.set.heap_bytes()
    }
}
