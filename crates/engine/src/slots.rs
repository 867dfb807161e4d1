//! Numbers that identify allocators outside Rust.

use std::sync::atomic::{AtomicU64, Ordering};

/// The low bits of a slot number are its index: enough for 16 million allocators, which take 20 GB
/// when empty.
const INDEX_BITS: u32 = 24;
const INDEX_MASK: u64 = (1 << INDEX_BITS) - 1;
/// Serial numbers can't reach this: at half a million new allocators per second, it takes 25 days.
const SERIALS: u64 = 1 << (u64::BITS - INDEX_BITS);

/// Slot numbers are never reused in the process, not even for another kind of allocator, another
/// thread or another load of this file. So a collected allocator can't be mistaken for a later one.
static NEXT_SERIAL: AtomicU64 = AtomicU64::new(1);

/// The slots of one kind, with their values.
#[derive(Debug)]
pub struct Slots<T> {
    /// Each slot has its number; a vacant one has 0, which is never used.
    entries: Vec<(u64, Option<T>)>,
    vacant: Vec<usize>,
}

impl<T> Slots<T> {
    /// Creates an empty table.
    pub const fn new() -> Self {
        Self {
            entries: Vec::new(),
            vacant: Vec::new(),
        }
    }

    /// Puts `value` into a new slot and returns its number; `None` if there are no more numbers.
    pub fn insert(&mut self, value: T) -> Option<u64> {
        let serial = NEXT_SERIAL.fetch_add(1, Ordering::Relaxed);
        let index = self.vacant.last().copied().unwrap_or(self.entries.len());
        if serial >= SERIALS || index as u64 > INDEX_MASK {
            return None;
        }
        let number = serial << INDEX_BITS | index as u64;
        match self.vacant.pop() {
            Some(index) => self.entries[index] = (number, Some(value)),
            None => self.entries.push((number, Some(value))),
        }
        Some(number)
    }

    /// The value in the slot with this number.
    #[inline(always)]
    pub fn get(&self, number: u64) -> Option<&T> {
        match self.entries.get((number & INDEX_MASK) as usize) {
            Some((theirs, value)) if *theirs == number => value.as_ref(),
            _ => None,
        }
    }

    /// The same, mutable.
    #[inline(always)]
    pub fn get_mut(&mut self, number: u64) -> Option<&mut T> {
        match self.entries.get_mut((number & INDEX_MASK) as usize) {
            Some((theirs, value)) if *theirs == number => value.as_mut(),
            _ => None,
        }
    }

    /// Empties a slot.
    pub fn remove(&mut self, number: u64) {
        if self.get(number).is_some() {
            let index = (number & INDEX_MASK) as usize;
            self.entries[index] = (0, None);
            self.vacant.push(index);
        }
    }

    /// The values in all slots.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.entries.iter().filter_map(|(_, value)| value.as_ref())
    }
}

impl<T> Default for Slots<T> {
    fn default() -> Self {
        Self::new()
    }
}
