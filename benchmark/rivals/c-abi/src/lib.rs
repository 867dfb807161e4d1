//! The crate behind a C ABI, as written for a foreign function interface.
//!
//! Each fallible function returns 0, or the number of the crate's error (see [`error_number`]).
#![deny(
    missing_docs,
    unsafe_op_in_unsafe_fn,
    clippy::undocumented_unsafe_blocks
)]

use std::ptr;

use vm_allocator::{AddressAllocator, AllocPolicy, Error, IdAllocator, RangeInclusive, Result};

/// Makes an allocator of `size` addresses from `base` on; null if the crate refuses.
#[unsafe(no_mangle)]
pub extern "C" fn address_allocator_new(base: u64, size: u64) -> *mut AddressAllocator {
    AddressAllocator::new(base, size).map_or(ptr::null_mut(), |new| Box::into_raw(Box::new(new)))
}

/// Allocates a range and writes its first and last address to `range`.
///
/// # Safety
/// `allocator` is a live allocator and `range` has room for two words.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn address_allocator_allocate(
    allocator: *mut AddressAllocator,
    size: u64,
    align: u64,
    policy: u32,
    address: u64,
    range: *mut u64,
) -> i32 {
    let policy = match policy {
        0 => AllocPolicy::FirstMatch,
        1 => AllocPolicy::LastMatch,
        _ => AllocPolicy::ExactMatch(address),
    };
    // SAFETY: the caller's promise.
    answer(
        unsafe { &mut *allocator }.allocate(size, align, policy),
        |new| {
            // SAFETY: the caller's promise.
            unsafe { range.cast::<[u64; 2]>().write([new.start(), new.end()]) }
        },
    )
}

/// Frees a range.
///
/// # Safety
/// `allocator` is a live allocator.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn address_allocator_free(
    allocator: *mut AddressAllocator,
    start: u64,
    end: u64,
) -> i32 {
    // SAFETY: the caller's promise.
    let allocator = unsafe { &mut *allocator };
    answer(
        RangeInclusive::new(start, end).and_then(|range| allocator.free(&range)),
        |()| (),
    )
}

/// Drops an allocator.
///
/// # Safety
/// `allocator` came from [`address_allocator_new`] and is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn address_allocator_drop(allocator: *mut AddressAllocator) {
    // SAFETY: the caller's promise.
    drop(unsafe { Box::from_raw(allocator) });
}

/// Makes an allocator of the ids from `base` to `end`; null if the crate refuses.
#[unsafe(no_mangle)]
pub extern "C" fn id_allocator_new(base: u32, end: u32) -> *mut IdAllocator {
    IdAllocator::new(base, end).map_or(ptr::null_mut(), |new| Box::into_raw(Box::new(new)))
}

/// Allocates an id. Returns the id, or the negative number of the error.
///
/// # Safety
/// `allocator` is a live allocator.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn id_allocator_allocate(allocator: *mut IdAllocator) -> i64 {
    // SAFETY: the caller's promise.
    match unsafe { &mut *allocator }.allocate_id() {
        Ok(id) => id.into(),
        Err(error) => -i64::from(error_number(error)),
    }
}

/// Frees an id.
///
/// # Safety
/// `allocator` is a live allocator.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn id_allocator_free(allocator: *mut IdAllocator, id: u32) -> i32 {
    // SAFETY: the caller's promise.
    answer(unsafe { &mut *allocator }.free_id(id), |_| ())
}

/// Drops an allocator.
///
/// # Safety
/// `allocator` came from [`id_allocator_new`] and is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn id_allocator_drop(allocator: *mut IdAllocator) {
    // SAFETY: the caller's promise.
    drop(unsafe { Box::from_raw(allocator) });
}

fn answer<T>(result: Result<T>, write: impl FnOnce(T)) -> i32 {
    match result {
        Ok(value) => {
            write(value);
            0
        }
        Err(error) => error_number(error),
    }
}

/// The errors in the order of their declaration in the crate, from 1.
fn error_number(error: Error) -> i32 {
    match error {
        Error::Overflow => 1,
        Error::OutOfRange(_) => 2,
        Error::AlreadyReleased(_) => 3,
        Error::NeverAllocated(_) => 4,
        Error::ResourceNotAvailable => 5,
        Error::InvalidRange(..) => 6,
        Error::InvalidAlignment => 7,
        Error::Overlap(..) => 8,
        Error::InvalidStateTransition(..) => 9,
        Error::UnalignedAddress => 10,
        Error::Underflow => 11,
        Error::InvalidSize(_) => 12,
    }
}
