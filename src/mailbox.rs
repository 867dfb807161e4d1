//! The mailbox: where the arguments and results of the hot calls travel.
//!
//! It is a typed array that JavaScript has made, so that it is read and written there without a
//! call. `lib/binding/mailbox.ts` has the same layout.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};

use vm_allocator::RangeInclusive;

/// The layout of the typed array. Atomics, because nothing here can keep another thread from
/// writing to memory that is shared.
#[repr(C)]
pub struct Mailbox {
    /// Which allocator the call is for.
    pub slot: U64,
    /// The first address of the range to free, or of the one that is answered; the address that is
    /// looked up.
    pub start: U64,
    /// Its last address.
    pub end: U64,
    /// How many bytes to allocate.
    pub size: U64,
    /// What the first address must be a multiple of.
    pub align: U64,
    /// The address of ExactMatch.
    pub address: U64,
    /// The first address that the range may have, if it is bounded.
    pub within_start: U64,
    /// The last one.
    pub within_end: U64,
    /// How the call went, a [`Status`].
    pub status: U32,
    /// The code of the policy and of bounds, see [`vm_allocator_engine::policy_code`].
    pub policy: U32,
    /// The id to free, or the one that was allocated.
    pub id: U32,
    /// The state of the range that is answered, a [`State`].
    pub state: U32,
}

impl Mailbox {
    /// Answers a range.
    #[inline(always)]
    pub fn set_range(&self, range: RangeInclusive) {
        self.start.set(range.start());
        self.end.set(range.end());
    }
}

/// How many 64-bit words the typed array has.
pub const WORDS: usize = size_of::<Mailbox>() / size_of::<u64>();

/// The state of the range that holds an address.
#[repr(u32)]
#[derive(Clone, Copy)]
pub enum State {
    /// There is no such range.
    None = 0,
    /// It is free.
    Free = 1,
    /// It is allocated.
    Allocated = 2,
}

/// How a call went.
#[repr(u32)]
#[derive(Clone, Copy)]
pub enum Status {
    /// It is done.
    Done = 0,
    /// It was refused: `takeFailure` has the reason.
    Refused = 1,
}

/// A member of 64 bits.
#[repr(transparent)]
pub struct U64(AtomicU64);

impl U64 {
    /// What stands there.
    #[inline(always)]
    pub fn get(&self) -> u64 {
        self.0.load(Relaxed)
    }

    /// Writes there.
    #[inline(always)]
    pub fn set(&self, value: u64) {
        self.0.store(value, Relaxed);
    }
}

/// A member of 32 bits.
#[repr(transparent)]
pub struct U32(AtomicU32);

impl U32 {
    /// What stands there.
    #[inline(always)]
    pub fn get(&self) -> u32 {
        self.0.load(Relaxed)
    }

    /// Writes there.
    #[inline(always)]
    pub fn set(&self, value: u32) {
        self.0.store(value, Relaxed);
    }
}
