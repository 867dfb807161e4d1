//! A cache of freed tree nodes in front of the system's allocator, for each thread.
//!
//! The crate allocates a node for each range, and frees it with the range. Most of that time is the
//! system's allocator.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    ptr,
};

/// The layout of the crate's tree nodes. Whatever else has it is welcome, too.
const NODE: Layout = match Layout::from_size_align(48, 8) {
    Ok(layout) => layout,
    Err(_) => unreachable!(),
};

/// How many nodes a thread keeps at most: 192 KiB.
const CAPACITY: u32 = 4096;

/// A freed node, which holds the next one.
struct Freed {
    next: *mut Freed,
}

// Both without a destructor, so that they can be used as long as the thread lives.
thread_local! {
    static FREED: Cell<*mut Freed> = const { Cell::new(ptr::null_mut()) };
    /// How many more nodes the thread may keep; none while no environment is alive on it.
    static ROOM: Cell<u32> = const { Cell::new(0) };
    static USERS: Cell<u32> = const { Cell::new(0) };
}

struct NodeCache;

// A sanitizer has to see each node come and go.
#[cfg(not(feature = "planted"))]
#[global_allocator]
static GLOBAL: NodeCache = NodeCache;

// SAFETY: all memory is the system allocator's. What is kept was given back with the layout of a
// node, and is handed out for that layout alone, once.
unsafe impl GlobalAlloc for NodeCache {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout == NODE {
            let freed = FREED.get();
            if !freed.is_null() {
                // SAFETY: written by `dealloc`, and nobody else has it.
                FREED.set(unsafe { (*freed).next });
                ROOM.set(ROOM.get() + 1);
                return freed.cast();
            }
        }
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    #[inline]
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        let room = ROOM.get();
        if layout == NODE && room > 0 {
            #[expect(
                clippy::cast_ptr_alignment,
                reason = "the layout says how it is aligned"
            )]
            let freed = pointer.cast::<Freed>();
            // SAFETY: the caller gives the memory back, and a node has room and alignment for it.
            unsafe { freed.write(Freed { next: FREED.get() }) };
            FREED.set(freed);
            ROOM.set(room - 1);
            return;
        }
        // SAFETY: the caller's promise; all memory comes from there.
        unsafe { System.dealloc(pointer, layout) };
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller's promise; all memory comes from there.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

/// Has this thread keep nodes, as long as it lives.
pub struct CacheUser(());

impl CacheUser {
    /// One more environment on this thread.
    pub fn new() -> Self {
        USERS.set(USERS.get() + 1);
        if USERS.get() == 1 {
            ROOM.set(CAPACITY);
        }
        Self(())
    }
}

impl Drop for CacheUser {
    /// Gives back what the thread has kept, with the last one.
    fn drop(&mut self) {
        USERS.set(USERS.get() - 1);
        if USERS.get() > 0 {
            return;
        }
        ROOM.set(0);
        let mut freed = FREED.replace(ptr::null_mut());
        while !freed.is_null() {
            let node = freed;
            // SAFETY: written by `dealloc`, and nobody else has it.
            freed = unsafe { (*node).next };
            // SAFETY: it came from the system with this layout.
            unsafe { System.dealloc(node.cast(), NODE) };
        }
    }
}
