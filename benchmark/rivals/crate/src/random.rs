//! Pseudo-random numbers, the same for every rival and run.

/// A linear congruential generator.
pub struct Random(u32);

impl Random {
    /// The generator with which every workload starts.
    pub fn new() -> Self {
        Self(1)
    }

    /// The next number from 0 to `limit` - 1; `limit` is at most 2^16.
    pub fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        ((self.0 >> 16) * limit) >> 16
    }
}
