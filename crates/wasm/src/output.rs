//! Passes results out of the module: up to eight numbers in an array that never moves, and anything
//! longer in a buffer that the next long result replaces.

use std::{
    cell::RefCell,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};

const RESULTS: usize = 8;

// Atomics, because writing to any other static would need `unsafe`.
static NUMBERS: [AtomicU64; RESULTS] = [const { AtomicU64::new(0) }; RESULTS];

thread_local! {
    static BUFFER: RefCell<Buffer> = const { RefCell::new(Buffer::Bytes(Vec::new())) };
}

enum Buffer {
    Bytes(Vec<u8>),
    Numbers(Vec<u64>),
}

/// Sets the first results.
#[inline]
pub fn set_results<const N: usize>(numbers: [u64; N]) {
    const { assert!(N <= RESULTS) };
    for (result, number) in NUMBERS.iter().zip(numbers) {
        result.store(number, Relaxed);
    }
}

/// Writes a text into the output buffer.
pub fn set_text(text: String) {
    BUFFER.replace(Buffer::Bytes(text.into_bytes()));
}

/// Writes numbers into the output buffer.
pub fn set_numbers(numbers: Vec<u64>) {
    BUFFER.replace(Buffer::Numbers(numbers));
}

/// The address of the results: eight 64-bit words.
#[unsafe(no_mangle)]
pub extern "C" fn results() -> *const AtomicU64 {
    NUMBERS.as_ptr()
}

/// The address of the output buffer.
#[unsafe(no_mangle)]
pub extern "C" fn output() -> *const u8 {
    BUFFER.with_borrow(|buffer| match buffer {
        Buffer::Bytes(bytes) => bytes.as_ptr(),
        Buffer::Numbers(numbers) => numbers.as_ptr().cast(),
    })
}

/// Its length in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn output_bytes() -> usize {
    BUFFER.with_borrow(|buffer| match buffer {
        Buffer::Bytes(bytes) => bytes.len(),
        Buffer::Numbers(numbers) => size_of_val(numbers.as_slice()),
    })
}

/// Frees the output buffer.
#[unsafe(no_mangle)]
pub extern "C" fn drop_output() {
    BUFFER.replace(Buffer::Bytes(Vec::new()));
}
