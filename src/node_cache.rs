//! A cache of freed tree nodes in front of the system's allocator, for each thread.
//!
//! The crate allocates a node for each range, and frees it with the range. Most of that time is the
//! system's allocator.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    ptr,
};

/// The layout of the crate's tree nodes. Other objects with this layout may use the cache too.
const NODE: Layout = match Layout::from_size_align(48, 8) {
    Ok(layout) => layout,
    Err(_) => unreachable!(),
};

/// The most nodes that a thread keeps: 192 KiB.
const CAPACITY: u32 = 4096;

/// A freed node, which points to the next one.
struct Freed {
    next: *mut Freed,
}

/// The cache of a thread.
struct Kept {
    freed: Cell<*mut Freed>,
    /// How many more nodes the thread may keep; 0 if it has no live environment.
    room: Cell<u32>,
    users: Cell<u32>,
}

// It has no destructor, so that it can be used as long as the thread lives. It is one variable,
// because finding it costs more than using it.
thread_local! {
    static KEPT: Kept = const {
        Kept {
            freed: Cell::new(ptr::null_mut()),
            room: Cell::new(0),
            users: Cell::new(0),
        }
    };
}

impl Kept {
    /// Takes a cached node, if there is one.
    #[inline(always)]
    fn take(&self) -> Option<*mut u8> {
        let freed = self.freed.get();
        if freed.is_null() {
            return None;
        }
        // SAFETY: written by `keep`, and nobody else has it.
        self.freed.set(unsafe { (*freed).next });
        self.room.set(self.room.get() + 1);
        Some(freed.cast())
    }

    /// Caches a node, if there is room.
    ///
    /// # Safety
    /// `pointer` is memory with the layout of a node that nobody uses any more.
    #[inline(always)]
    unsafe fn keep(&self, pointer: *mut u8) -> bool {
        let room = self.room.get();
        if room == 0 {
            return false;
        }
        #[expect(
            clippy::cast_ptr_alignment,
            reason = "the layout says how it is aligned"
        )]
        let freed = pointer.cast::<Freed>();
        let next = self.freed.get();
        // SAFETY: the caller's promise, and a node has room and alignment for it.
        unsafe { freed.write(Freed { next }) };
        self.freed.set(freed);
        self.room.set(room - 1);
        true
    }
}

struct NodeCache;

// Sanitizers must see every allocation.
#[cfg(not(feature = "planted"))]
#[global_allocator]
static GLOBAL: NodeCache = NodeCache;

// SAFETY: all memory is the system allocator's. A cached node was freed with the layout of a node,
// and is reused only for that layout, once.
unsafe impl GlobalAlloc for NodeCache {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout == NODE
            && let Some(node) = KEPT.with(Kept::take)
        {
            return node;
        }
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    #[inline]
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller gives the memory back, which has this layout.
        if layout == NODE && KEPT.with(|kept| unsafe { kept.keep(pointer) }) {
            return;
        }
        // SAFETY: the caller's promise; all memory comes from the system.
        unsafe { System.dealloc(pointer, layout) };
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller's promise; all memory comes from the system.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

/// Makes this thread cache nodes, as long as this value lives.
pub struct CacheUser(());

impl CacheUser {
    /// Counts one more environment on this thread.
    pub fn new() -> Self {
        KEPT.with(|kept| {
            if kept.users.get() == 0 {
                kept.room.set(CAPACITY);
            }
            kept.users.set(kept.users.get() + 1);
        });
        Self(())
    }
}

impl Drop for CacheUser {
    /// With the last environment, frees the thread's cached nodes.
    fn drop(&mut self) {
        KEPT.with(|kept| {
            kept.users.set(kept.users.get() - 1);
            if kept.users.get() > 0 {
                return;
            }
            kept.room.set(0);
            let mut freed = kept.freed.replace(ptr::null_mut());
            while !freed.is_null() {
                let node = freed;
                // SAFETY: written by `keep`, and nobody else has it.
                freed = unsafe { (*node).next };
                // SAFETY: it came from the system with this layout.
                unsafe { System.dealloc(node.cast(), NODE) };
            }
        });
    }
}
