//! Measures, for the benchmarks and as JSON, how long the bare crate takes to write and read an
//! allocator with many live ranges through `serde_json`, and how long the engine takes to rebuild
//! one from its nodes.
//!
//! `cargo run --release -p vm-allocator-engine --example serde_cost -- TASK MILLISECONDS`, where the
//! task is `snapshot`, `restore-text`, `restore-bytes` or `rebuild`

use std::fs;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use vm_allocator::{AddressAllocator, AllocPolicy};
use vm_allocator_engine::{rebuild, tree};

const LIVE: u64 = 100_000;
const PAGE: u64 = 0x1000;
const BASE: u64 = 1 << 40;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let budget = arguments.get(1).and_then(|text| text.parse().ok());
    let (Some(task), Some(budget)) = (arguments.first(), budget.map(Duration::from_millis)) else {
        eprintln!("serde_cost: expected a task and milliseconds");
        return ExitCode::FAILURE;
    };
    let allocator = live_ranges();
    let text = serde_json::to_string(&allocator).unwrap();
    let (operations, elapsed) = match task.as_str() {
        "snapshot" => repeat(budget, || serde_json::to_string(&allocator).unwrap()),
        "restore-text" => repeat(budget, || read(serde_json::from_str(&text))),
        "restore-bytes" => repeat(budget, || read(serde_json::from_slice(text.as_bytes()))),
        "rebuild" => {
            let mut nodes = Vec::new();
            tree::visit(&allocator, &mut |node| nodes.push(node));
            let (base, end) = (allocator.base(), allocator.end());
            repeat(budget, || rebuild::from_nodes(base, end, &nodes))
        }
        _ => {
            eprintln!("serde_cost: no task {task}");
            return ExitCode::FAILURE;
        }
    };
    let nanoseconds = elapsed.as_nanos() as f64 / f64::from(operations);
    println!(r#"{{"nanoseconds":{nanoseconds},"operations":{operations}}}"#);
    ExitCode::SUCCESS
}

fn read(allocator: serde_json::Result<AddressAllocator>) -> AddressAllocator {
    allocator.unwrap()
}

/// Adjacent live pages, followed by the same amount of free space.
fn live_ranges() -> AddressAllocator {
    let mut allocator = AddressAllocator::new(BASE, 2 * LIVE * PAGE).unwrap();
    for index in 0..LIVE {
        let policy = AllocPolicy::ExactMatch(BASE + index * PAGE);
        allocator.allocate(PAGE, PAGE, policy).unwrap();
    }
    allocator
}

/// How often a task ran within a budget, and how long that took, including dropping the results.
/// The first fifth doesn't count.
fn repeat<T>(budget: Duration, run: impl Fn() -> T) -> (u32, Duration) {
    let times = |budget: Duration| {
        let (started, waited) = (Instant::now(), waited());
        let mut times = 0;
        loop {
            drop(black_box(run()));
            times += 1;
            let elapsed = started.elapsed();
            if elapsed >= budget {
                return (times, elapsed.saturating_sub(self::waited() - waited));
            }
        }
    };
    times(budget / 5);
    times(budget)
}

/// How long the process was runnable but not running, if Linux reports it.
fn waited() -> Duration {
    let text = fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = text.split(' ').nth(1).and_then(|field| field.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or(0))
}
