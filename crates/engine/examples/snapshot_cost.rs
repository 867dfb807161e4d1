//! Compares writing and restoring a snapshot with what serde_json takes for the same.
//!
//! `cargo run --release -p vm-allocator-engine --example snapshot_cost [-- LIVE_RANGES]`

use std::hint::black_box;
use std::time::{Duration, Instant};

use vm_allocator::{AddressAllocator, AllocPolicy, IdAllocator};
use vm_allocator_engine::snapshot::{Mode, read_address, read_id, write_address, write_id};
use vm_allocator_engine::{rebuild, tree};

const REPEATS: usize = 21;
const PAGE: u64 = 0x1000;

fn main() {
    let argument = std::env::args().nth(1);
    let count = argument.map_or(100_000, |text| {
        text.parse().expect("a number of live ranges")
    });
    println!("{count} live ranges or freed ids; medians of {REPEATS} runs");
    address("ranges side by side", &live_ranges(count, PAGE));
    address(
        "ranges with a hole after each",
        &live_ranges(count, 2 * PAGE),
    );
    ids("ids, every second one freed", &freed_ids(count));
}

fn address(title: &str, allocator: &AddressAllocator) {
    let text = write_address(allocator);
    let bytes = text.as_bytes();
    println!("\n{title}: {} bytes", bytes.len());
    compare(
        "write",
        || serde_json::to_string(allocator),
        || write_address(allocator),
    );
    let read = || serde_json::from_slice::<AddressAllocator>(bytes);
    compare("restore, canonical", read, || {
        read_address(bytes, Mode::Canonical).unwrap()
    });
    compare("restore, sound", read, || {
        read_address(bytes, Mode::Sound).unwrap()
    });
    let mut nodes = Vec::new();
    tree::visit(allocator, &mut |node| nodes.push(node));
    compare("rebuild from nodes", read, || {
        rebuild::from_nodes(allocator.base(), allocator.end(), &nodes)
    });
}

fn ids(title: &str, allocator: &IdAllocator) {
    let text = write_id(allocator);
    let bytes = text.as_bytes();
    println!("\n{title}: {} bytes", bytes.len());
    compare(
        "write",
        || serde_json::to_string(allocator),
        || write_id(allocator),
    );
    let read = || serde_json::from_slice::<IdAllocator>(bytes);
    compare("restore", read, || read_id(bytes).unwrap());
}

/// Times both in alternation, so that other load on the machine affects both.
fn compare<A, B>(title: &str, serde_json: impl Fn() -> A, snapshot: impl Fn() -> B) {
    let (mut theirs, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..REPEATS {
        theirs.push(time(&serde_json));
        ours.push(time(&snapshot));
    }
    let (theirs, ours) = (median(theirs), median(ours));
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    println!("  {title:<20} {ours:>10.2?}, serde_json alone {theirs:>10.2?}, ratio {ratio:.3}");
}

fn time<T>(run: &impl Fn() -> T) -> Duration {
    let start = Instant::now();
    let result = black_box(run());
    let elapsed = start.elapsed();
    // Freeing the result isn't measured: in both cases it happens later.
    drop(result);
    elapsed
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// `count` live pages, one every `stride` bytes.
fn live_ranges(count: u64, stride: u64) -> AddressAllocator {
    let mut allocator = AddressAllocator::new(1 << 32, count * stride).unwrap();
    for index in 0..count {
        let policy = AllocPolicy::ExactMatch((1 << 32) + index * stride);
        allocator.allocate(PAGE, PAGE, policy).unwrap();
    }
    allocator
}

/// An allocator with `count` freed and `count` allocated ids.
fn freed_ids(count: u64) -> IdAllocator {
    let mut allocator = IdAllocator::new(0, u32::MAX).unwrap();
    for _ in 0..2 * count {
        allocator.allocate_id().unwrap();
    }
    for id in 0..count {
        allocator.free_id(2 * id as u32).unwrap();
    }
    allocator
}
