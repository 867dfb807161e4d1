//! What the bare crate takes to write its allocators by `serde_json` and to read them back, and what
//! the engine takes to rebuild one from its nodes, as JSON for a program.
//!
//! `cargo run --release -p vm-allocator-engine --example serde_cost [-- LIVE_RANGES [REPEATS]]`

use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

use vm_allocator::{AddressAllocator, AllocPolicy};
use vm_allocator_engine::{rebuild, tree};

const PAGE: u64 = 0x1000;
const BASE: u64 = 1 << 40;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut number = |default| {
        arguments
            .next()
            .map_or(default, |text| text.parse().expect("a number"))
    };
    let (count, repeats) = (number(100_000), number(20) as u32);
    let allocator = live_ranges(count);
    let text = serde_json::to_string(&allocator).unwrap();
    let write = mean(repeats, || serde_json::to_string(&allocator).unwrap());
    let read = mean(repeats, || {
        serde_json::from_slice::<AddressAllocator>(text.as_bytes()).unwrap()
    });
    let mut nodes = Vec::new();
    tree::visit(&allocator, &mut |node| nodes.push(node));
    let rebuild = mean(repeats, || {
        rebuild::from_nodes(allocator.base(), allocator.end(), &nodes)
    });
    println!(
        r#"{{"bytes":{},"write":{},"read":{},"rebuild":{}}}"#,
        text.len(),
        write.as_nanos(),
        read.as_nanos(),
        rebuild.as_nanos()
    );
}

/// `count` live pages side by side, and as much free space again.
fn live_ranges(count: u64) -> AddressAllocator {
    let mut allocator = AddressAllocator::new(BASE, 2 * count * PAGE).unwrap();
    for index in 0..count {
        let policy = AllocPolicy::ExactMatch(BASE + index * PAGE);
        allocator.allocate(PAGE, PAGE, policy).unwrap();
    }
    allocator
}

/// The time of one run, what it takes to drop the result included; the first runs don't count.
fn mean<T>(repeats: u32, run: impl Fn() -> T) -> Duration {
    (0..repeats / 4).for_each(|_| drop(black_box(run())));
    let (started, waited) = (Instant::now(), waited());
    (0..repeats).for_each(|_| drop(black_box(run())));
    (started.elapsed().saturating_sub(self::waited() - waited)) / repeats
}

/// How long the process could have run and was not let, as far as Linux tells.
fn waited() -> Duration {
    let text = fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = text.split(' ').nth(1).and_then(|field| field.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or(0))
}
