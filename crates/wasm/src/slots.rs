//! Numbers that stand for allocators outside of the module.

/// How many low bits of a number are its index.
const INDEX_BITS: u32 = 24;
const INDEX_MASK: u64 = (1 << INDEX_BITS) - 1;

/// Allocators of one kind. A number is never used twice: what was dropped can't be mistaken for what
/// stands in its place.
pub struct Slots<T> {
    /// Each with its number; a vacant one has the number 0, which is nobody's.
    entries: Vec<(u64, Option<T>)>,
    vacant: Vec<usize>,
    serial: u64,
}

impl<T> Slots<T> {
    /// No slots yet.
    pub const fn new() -> Self {
        Self {
            entries: Vec::new(),
            vacant: Vec::new(),
            serial: 0,
        }
    }

    /// Keeps `value`; its number is never 0.
    pub fn insert(&mut self, value: T) -> u64 {
        self.serial += 1;
        let index = self.vacant.pop().unwrap_or(self.entries.len());
        assert!(index as u64 <= INDEX_MASK, "there are too many allocators");
        let number = self.serial << INDEX_BITS | index as u64;
        if index == self.entries.len() {
            self.entries.push((number, Some(value)));
        } else {
            self.entries[index] = (number, Some(value));
        }
        number
    }

    /// What has this number.
    #[inline]
    pub fn get(&mut self, number: u64) -> Option<&mut T> {
        match self.entries.get_mut((number & INDEX_MASK) as usize) {
            Some((theirs, value)) if *theirs == number => value.as_mut(),
            _ => None,
        }
    }

    /// Drops what has this number.
    pub fn remove(&mut self, number: u64) {
        if self.get(number).is_some() {
            let index = (number & INDEX_MASK) as usize;
            self.entries[index] = (0, None);
            self.vacant.push(index);
        }
    }
}
