//! The address space of the workloads, and how it is filled.

use vm_allocator::{AddressAllocator, AllocPolicy};

use crate::random::Random;

/// The first address of the space.
pub const BASE: u64 = 0x1000;
/// The size of the space in bytes.
pub const SIZE: u64 = 1 << 40;
/// The size of a page in bytes.
pub const PAGE: u64 = 0x1000;

/// The crate's policy under test.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// The lowest place.
    First,
    /// The highest place.
    Last,
    /// The place with this address.
    Exact,
}

impl Policy {
    /// The policy at the start of a workload's name, and the rest of the name.
    pub fn strip(workload: &str) -> Option<(Self, &str)> {
        [
            ("first-match-", Self::First),
            ("last-match-", Self::Last),
            ("exact-match-", Self::Exact),
        ]
        .into_iter()
        .find_map(|(prefix, policy)| Some((policy, workload.strip_prefix(prefix)?)))
    }
}

/// An allocator with `live` adjacent pages, where the policy searches first.
pub fn contiguous(live: u64, policy: Policy) -> AddressAllocator {
    let mut allocator = new();
    for index in 0..live {
        let address = match policy {
            Policy::Last => BASE + SIZE - (index + 1) * PAGE,
            _ => BASE + index * PAGE,
        };
        allocator
            .allocate(PAGE, PAGE, AllocPolicy::ExactMatch(address))
            .expect("all is free");
    }
    allocator
}

/// An allocator with `live` ranges of 1 to 4 pages, and a hole of 1 to 4 pages after each.
pub fn fragmented(live: u64, policy: Policy) -> AddressAllocator {
    let mut allocator = new();
    let mut random = Random::new();
    let (mut low, mut high) = (BASE, BASE + SIZE);
    let mut holes = Vec::new();
    for index in 0..2 * live {
        let size = u64::from(1 + random.below(4)) * PAGE;
        high -= size;
        let address = if policy == Policy::Last { high } else { low };
        low += size;
        let range = allocator.allocate(size, PAGE, AllocPolicy::ExactMatch(address));
        holes.extend(range.ok().filter(|_| index % 2 == 1));
    }
    holes
        .iter()
        .for_each(|hole| allocator.free(hole).expect("it was allocated"));
    allocator
}

fn new() -> AddressAllocator {
    AddressAllocator::new(BASE, SIZE).expect("the space fits into 64 bits")
}
