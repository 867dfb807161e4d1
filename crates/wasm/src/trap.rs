//! The reason why the instance ends: a panic's message, or a lack of memory.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::RefCell,
    panic,
    sync::atomic::{AtomicU32, Ordering::Relaxed},
};

thread_local! {
    static MESSAGE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The size of an allocation that failed; 0 if none did.
static REFUSED_BYTES: AtomicU32 = AtomicU32::new(0);

#[global_allocator]
static ALLOCATOR: Noting = Noting;

/// The system's allocator, which records a failed allocation: Rust then ends the instance.
struct Noting;

// SAFETY: every call goes to the system's allocator; recording a number doesn't change its results.
unsafe impl GlobalAlloc for Noting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise is the same.
        note(unsafe { System.alloc(layout) }, layout.size())
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise is the same.
        note(unsafe { System.alloc_zeroed(layout) }, layout.size())
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller's promise is the same.
        note(unsafe { System.realloc(pointer, layout, size) }, size)
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise is the same.
        unsafe { System.dealloc(pointer, layout) }
    }
}

fn note(pointer: *mut u8, bytes: usize) -> *mut u8 {
    if pointer.is_null() {
        REFUSED_BYTES.store(bytes as u32, Relaxed);
    }
    pointer
}

/// Stores the messages of panics. Called once, before anything else.
#[unsafe(no_mangle)]
pub extern "C" fn initialize() {
    panic::set_hook(Box::new(|panic| MESSAGE.set(panic.to_string())));
}

/// The size in bytes of the allocation that failed; 0 if none did.
#[unsafe(no_mangle)]
pub extern "C" fn refused_bytes() -> u32 {
    REFUSED_BYTES.load(Relaxed)
}

/// The address of the panic's message.
#[unsafe(no_mangle)]
pub extern "C" fn panic_message() -> *const u8 {
    MESSAGE.with_borrow(|message| message.as_ptr())
}

/// Its length in bytes; 0 if there was no panic.
#[unsafe(no_mangle)]
pub extern "C" fn panic_message_bytes() -> usize {
    MESSAGE.with_borrow(String::len)
}
