//! The mailbox: the memory for the arguments and results of the hot calls.
//!
//! It is a typed array made by JavaScript, which reads and writes it without a call.
//! `lib/binding/mailbox.ts` has the same layout.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};

use vm_allocator::RangeInclusive;

/// The layout of the typed array. The members are atomics, because another thread could write to
/// shared memory at any time.
#[repr(C)]
pub struct Mailbox {
    /// The allocator of the call.
    pub slot: U64,
    /// The first address of the range to free, or of the resulting range; or the address to look
    /// up.
    pub start: U64,
    /// The last address of that range.
    pub end: U64,
    /// The number of bytes to allocate.
    pub size: U64,
    /// The alignment of the first address.
    pub align: U64,
    /// The address of ExactMatch.
    pub address: U64,
    /// The first address of the bounds, if there are bounds.
    pub within_start: U64,
    /// The last address of the bounds.
    pub within_end: U64,
    /// The outcome of the call, a [`Status`].
    pub status: U32,
    /// The code of the policy and the bounds, see [`vm_allocator_engine::policy_code`].
    pub policy: U32,
    /// The id to free, or the allocated one.
    pub id: U32,
    /// The state of the resulting range, a [`State`].
    pub state: U32,
}

impl Mailbox {
    /// Writes a range as the result.
    #[inline(always)]
    pub fn set_range(&self, range: RangeInclusive) {
        self.start.set(range.start());
        self.end.set(range.end());
    }
}

/// The number of 64-bit words in the typed array.
pub const WORDS: usize = size_of::<Mailbox>() / size_of::<u64>();

/// The state of the range that contains an address.
#[repr(u32)]
#[derive(Clone, Copy)]
pub enum State {
    /// No range contains it.
    None = 0,
    /// The range is free.
    Free = 1,
    /// The range is allocated.
    Allocated = 2,
}

/// The outcome of a call.
#[repr(u32)]
#[derive(Clone, Copy)]
pub enum Status {
    /// The call succeeded.
    Done = 0,
    /// The call was refused; `takeFailure` returns the reason.
    Refused = 1,
}

/// A 64-bit member.
#[repr(transparent)]
pub struct U64(AtomicU64);

impl U64 {
    /// Reads the member.
    #[inline(always)]
    pub fn get(&self) -> u64 {
        self.0.load(Relaxed)
    }

    /// Writes the member.
    #[inline(always)]
    pub fn set(&self, value: u64) {
        self.0.store(value, Relaxed);
    }
}

/// A 32-bit member.
#[repr(transparent)]
pub struct U32(AtomicU32);

impl U32 {
    /// Reads the member.
    #[inline(always)]
    pub fn get(&self) -> u32 {
        self.0.load(Relaxed)
    }

    /// Writes the member.
    #[inline(always)]
    pub fn set(&self, value: u32) {
        self.0.store(value, Relaxed);
    }
}
