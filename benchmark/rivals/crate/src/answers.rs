//! The checksum of an allocator's answers.

use vm_allocator::{Error, RangeInclusive, Result};

/// 32-bit FNV-1a over words instead of bytes.
pub struct Answers {
    hash: u32,
    count: u64,
}

impl Default for Answers {
    fn default() -> Self {
        Self {
            hash: 0x811c_9dc5,
            count: 0,
        }
    }
}

impl Answers {
    /// Adds the answer of `allocate`.
    pub fn range(&mut self, result: &Result<RangeInclusive>) {
        self.count += 1;
        match result {
            Ok(range) => {
                self.address(range.start());
                self.address(range.end());
            }
            Err(error) => self.refusal(error),
        }
    }

    /// Adds the answer of `allocate_id`.
    pub fn id(&mut self, result: &Result<u32>) {
        self.count += 1;
        match result {
            Ok(id) => self.word(*id),
            Err(error) => self.refusal(error),
        }
    }

    /// Adds the answer of `free` or `free_id`.
    pub fn freed<T>(&mut self, result: &Result<T>) {
        self.count += 1;
        if let Err(error) = result {
            self.refusal(error);
        }
    }

    /// The number of answers added.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The checksum of all answers so far.
    pub fn checksum(&self) -> String {
        format!("{:08x}", self.hash)
    }

    fn refusal(&mut self, error: &Error) {
        let text = format!("{error:?}");
        let kind = text.split('(').next().unwrap_or_default();
        kind.bytes().for_each(|byte| self.word(byte.into()));
    }

    fn address(&mut self, address: u64) {
        self.word(address as u32);
        self.word((address >> 32) as u32);
    }

    fn word(&mut self, word: u32) {
        self.hash = (self.hash ^ word).wrapping_mul(0x0100_0193);
    }
}
