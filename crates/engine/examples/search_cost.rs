//! Measures bounds, `fit`, looking up an address, sound mode and batches with n live ranges, as
//! ratios to a pair of `allocate` and `free` in canonical mode.
//!
//! `cargo run --release -p vm-allocator-engine --example search_cost`

use std::hint::black_box;
use std::time::Instant;

use vm_allocator_engine::{AddressPool, AllocPolicy, RangeInclusive, Request};

const PAGE: u64 = 0x1000;
const BASE: u64 = 0x1000_0000;
const SIZE: u64 = 1 << 40;
const COUNTS: [u64; 5] = [0, 10, 100, 1_000, 10_000];
const TRIALS: usize = 25;
const RUNS: usize = 10_000;

type Task = (&'static str, fn(&mut AddressPool, &Setup));

/// The requests of the tasks.
struct Setup {
    page: Request,
    /// A page in the upper half of the live ranges, with bounds inside a live and a free range.
    bounded: Request,
    /// A page in the middle of a live one.
    address: u64,
    refused: Request,
}

const TASKS: [Task; 8] = [
    ("allocate, free", |pool, setup| {
        let range = pool.allocate_in(&setup.page).unwrap();
        pool.free(&range).unwrap();
    }),
    ("within", |pool, setup| {
        let range = pool.allocate_in(&setup.bounded).unwrap();
        pool.free(&range).unwrap();
    }),
    ("fit", |pool, setup| {
        black_box(pool.fit(&setup.page).unwrap());
    }),
    ("fit within", |pool, setup| {
        black_box(pool.fit(&setup.bounded).unwrap());
    }),
    ("at", |pool, setup| {
        black_box(pool.at(setup.address));
    }),
    ("refused", |pool, setup| {
        pool.allocate_in(&setup.refused).unwrap_err();
    }),
    ("two", |pool, setup| {
        let needs = [setup.page, setup.bounded];
        let ranges = needs.map(|need| pool.allocate_in(&need).unwrap());
        ranges.iter().for_each(|range| pool.free(range).unwrap());
    }),
    ("batch of two", |pool, setup| {
        if !pool.sound() {
            return;
        }
        let ranges = [setup.page, setup.bounded].map(|need| pool.reserve(&need).unwrap());
        pool.commit();
        ranges.iter().for_each(|range| pool.release(range).unwrap());
        pool.commit();
    }),
];

/// Keeps every second of 2 n pages live.
fn filled(live: u64, sound: bool) -> AddressPool {
    let mut pool = AddressPool::new(BASE, SIZE, sound).unwrap();
    for page in 0..live {
        let exact = AllocPolicy::ExactMatch(BASE + (2 * page + 1) * PAGE);
        pool.allocate(PAGE, PAGE, exact).unwrap();
    }
    pool
}

fn time(pool: &mut AddressPool, setup: &Setup, task: Task) -> f64 {
    let start = Instant::now();
    let runs = if task.0 == "refused" && !pool.sound() {
        10
    } else {
        RUNS
    };
    (0..runs).for_each(|_| task.1(black_box(&mut *pool), setup));
    start.elapsed().as_nanos() as f64 / runs as f64
}

fn compare(live: u64) {
    let bounds = RangeInclusive::new(BASE + live * PAGE + 0x800, BASE + SIZE - 1).unwrap();
    let page = Request::new(PAGE, PAGE, AllocPolicy::FirstMatch);
    let setup = Setup {
        page,
        bounded: page.within(bounds),
        address: BASE + live * PAGE + 0x800,
        refused: Request::new(SIZE, PAGE, AllocPolicy::FirstMatch),
    };
    let mut pools = [filled(live, false), filled(live, true)];
    // In an empty space, the request wouldn't be refused.
    for pool in &mut pools {
        pool.allocate(1, 1, AllocPolicy::LastMatch).unwrap();
    }
    let mut best = [[f64::INFINITY; TASKS.len()]; 2];
    for _ in 0..TRIALS {
        for (pool, best) in pools.iter_mut().zip(&mut best) {
            for (task, best) in TASKS.iter().zip(best) {
                *best = best.min(time(pool, &setup, *task));
            }
        }
    }
    let unit = best[0][0];
    println!("{live} live ranges: allocate and free in canonical mode {unit:.0} ns");
    for (mode, best) in ["canonical", "sound"].iter().zip(best) {
        let ratios = TASKS.iter().zip(best).filter(|(_, time)| *time > 1.0);
        let ratios = ratios.map(|((name, _), time)| format!("{name} {:.2}", time / unit));
        println!("  {mode:<10}{}", ratios.collect::<Vec<_>>().join(", "));
    }
}

fn main() {
    COUNTS.into_iter().for_each(compare);
}
