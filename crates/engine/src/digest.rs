//! Short texts that differ whenever allocators differ.

use std::{
    hash::{DefaultHasher, Hasher},
    io,
};

use serde::Serialize;
use vm_allocator::{AddressAllocator, IdAllocator};

/// A digest of the complete state of an address allocator, including the shape of its tree. O(n).
///
/// Equal allocators have equal digests. Different ones have different digests, except with a
/// probability of 2^-128, so correctness must not depend on it.
pub fn of_address(allocator: &AddressAllocator) -> String {
    of(allocator)
}

/// A digest of the complete state of an id allocator. O(n).
pub fn of_ids(allocator: &IdAllocator) -> String {
    of(allocator)
}

fn of(allocator: &impl Serialize) -> String {
    let mut halves = Halves([DefaultHasher::new(), DefaultHasher::new()]);
    halves.0[1].write_u8(1);
    serde_json::to_writer(&mut halves, allocator).expect("numbers and names can be written");
    let [high, low] = halves.0.map(|half| half.finish());
    format!("{high:016x}{low:016x}")
}

struct Halves([DefaultHasher; 2]);

impl io::Write for Halves {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for half in &mut self.0 {
            half.write(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vm_allocator::AllocPolicy;

    #[test]
    fn is_that_of_an_equal_allocator_alone() {
        let mut one = AddressAllocator::new(0, 0x1000).unwrap();
        let mut other = one.clone();
        assert_eq!(of_address(&one), of_address(&other));
        one.allocate(8, 8, AllocPolicy::FirstMatch).unwrap();
        assert_ne!(of_address(&one), of_address(&other));
        other.allocate(8, 8, AllocPolicy::FirstMatch).unwrap();
        assert_eq!(of_address(&one), of_address(&other));
    }
}
