//! Measures a pair of `allocate` and `free` with n live ranges, in a pool and in the crate.
//!
//! `cargo run --release -p vm-allocator-engine --example pair_cost`

use std::hint::black_box;
use std::time::Instant;

use vm_allocator_engine::{AddressAllocator, AddressPool, AllocPolicy, RangeInclusive, Result};

const PAGE: u64 = 0x1000;
const COUNTS: [u64; 6] = [0, 10, 100, 1_000, 10_000, 100_000];
const TRIALS: usize = 25;

/// The operations of both kinds of allocator.
trait Allocator {
    fn allocate(&mut self, size: u64, align: u64, policy: AllocPolicy) -> Result<RangeInclusive>;
    fn free(&mut self, range: &RangeInclusive) -> Result<()>;
}

macro_rules! allocator {
    ($($type:ty),*) => {$(
        impl Allocator for $type {
            fn allocate(
                &mut self,
                size: u64,
                align: u64,
                policy: AllocPolicy,
            ) -> Result<RangeInclusive> {
                <$type>::allocate(self, size, align, policy)
            }
            fn free(&mut self, range: &RangeInclusive) -> Result<()> {
                <$type>::free(self, range)
            }
        }
    )*};
}
allocator!(AddressPool, AddressAllocator);

struct Workload {
    name: &'static str,
    policy: AllocPolicy,
    /// Only every second of 2 n ranges stays live, with holes of mixed sizes between them.
    fragmented: bool,
    /// The sizes and alignments of the pairs, used in turn.
    requests: &'static [(u64, u64)],
}

/// Where ExactMatch puts its pages, above all others.
const FAR: AllocPolicy = AllocPolicy::ExactMatch(1 << 39);
const PAGES: &[(u64, u64)] = &[(PAGE, PAGE)];
/// The last one is too large for every hole, and for FirstMatch no hole is aligned for the fifth.
const MIXED: &[(u64, u64)] = &[
    (PAGE, PAGE),
    (3 * PAGE, PAGE),
    (2 * PAGE, 2 * PAGE),
    (0x100, 4 * PAGE),
    (4 * PAGE, 4 * PAGE),
    (0x80, 4),
    (2 * PAGE, 8 * PAGE),
    (5 * PAGE, PAGE),
];
const WORKLOADS: &[Workload] = &[
    Workload {
        name: "FirstMatch",
        policy: AllocPolicy::FirstMatch,
        fragmented: false,
        requests: PAGES,
    },
    Workload {
        name: "LastMatch",
        policy: AllocPolicy::LastMatch,
        fragmented: false,
        requests: PAGES,
    },
    Workload {
        name: "ExactMatch",
        policy: FAR,
        fragmented: false,
        requests: PAGES,
    },
    Workload {
        name: "FirstMatch, fragmented",
        policy: AllocPolicy::FirstMatch,
        fragmented: true,
        requests: MIXED,
    },
    Workload {
        name: "LastMatch, fragmented",
        policy: AllocPolicy::LastMatch,
        fragmented: true,
        requests: MIXED,
    },
];

const BASE: u64 = 0x1000_0000;
const SIZE: u64 = 1 << 40;

/// Fills an empty allocator with `live` live ranges, at the end that the policy searches first.
fn fill(allocator: &mut impl Allocator, live: u64, workload: &Workload) {
    let total = if workload.fragmented { 2 * live } else { live };
    let pages = |n: u64| {
        if workload.fragmented {
            1 + n * 7 % 4
        } else {
            1
        }
    };
    let (mut low, mut high) = (BASE, BASE + SIZE);
    let mut ranges = Vec::new();
    for size in (0..total).map(|n| pages(n) * PAGE) {
        high -= size;
        let at = if workload.policy == AllocPolicy::LastMatch {
            high
        } else {
            low
        };
        low += size;
        ranges.push(
            allocator
                .allocate(size, PAGE, AllocPolicy::ExactMatch(at))
                .unwrap(),
        );
    }
    for range in ranges
        .iter()
        .skip(1)
        .step_by(2)
        .filter(|_| workload.fragmented)
    {
        allocator.free(range).unwrap();
    }
}

/// The time of a pair, in nanoseconds.
fn trial(allocator: &mut impl Allocator, workload: &Workload, pairs: usize) -> f64 {
    let start = Instant::now();
    for pair in 0..pairs {
        let (size, align) = black_box(workload.requests[pair % workload.requests.len()]);
        let range = allocator.allocate(size, align, workload.policy).unwrap();
        allocator.free(&range).unwrap();
    }
    start.elapsed().as_nanos() as f64 / pairs as f64
}

/// Prints the costs with `live` live ranges: the best trials of each kind, in alternation.
fn compare(workload: &Workload, live: u64) {
    let mut bare = AddressAllocator::new(BASE, SIZE).unwrap();
    fill(&mut bare, live, workload);
    let mut pool = AddressPool::new(BASE, SIZE, false).unwrap();
    fill(&mut pool, live, workload);
    let walk = (500_000 / (live as usize + 10)).clamp(16, 10_000);
    let (mut bare_ns, mut pool_ns) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..TRIALS {
        bare_ns = bare_ns.min(trial(&mut bare, workload, walk));
        pool_ns = pool_ns.min(trial(&mut pool, workload, 10_000));
    }
    println!(
        "{live:>10}{bare_ns:>14.1}{pool_ns:>12.1}{:>10.4}",
        pool_ns / bare_ns
    );
}

fn main() {
    for workload in WORKLOADS {
        println!(
            "{}\n{:>10}{:>14}{:>12}{:>10}",
            workload.name, "live", "crate ns", "pool ns", "ratio"
        );
        COUNTS.iter().for_each(|&live| compare(workload, live));
        println!();
    }
}
