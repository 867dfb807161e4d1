//! Reads random mutated snapshots: none may make the reader panic, and every accepted one must
//! behave like an allocator that was never saved.
//!
//! `cargo run --release -p vm-allocator-engine --example mutate_snapshots -- --documents N --seed S`

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::Instant;

#[path = "../tests/snapshot_support/mod.rs"]
mod snapshot_support;

use snapshot_support::examination::{Verdict, examine};
use snapshot_support::mutation::mutated_document;
use snapshot_support::random::Random;

fn main() -> ExitCode {
    let documents = option("--documents", 100_000);
    let seed = option("--seed", 1);
    let mut verdicts = BTreeMap::<Verdict, u64>::new();
    let started = Instant::now();
    for number in 0..documents {
        // Each document has its own generator, so that it can be repeated alone.
        let mut random = Random::new(seed.wrapping_add(number));
        let document = mutated_document(&mut random);
        match catch_unwind(AssertUnwindSafe(|| examine(&mut random, &document))) {
            Ok(verdict) => *verdicts.entry(verdict).or_default() += 1,
            Err(_) => {
                let text = String::from_utf8_lossy(&document);
                eprintln!(
                    "document {number}, alone: --documents 1 --seed {}",
                    seed + number
                );
                eprintln!("{text}");
                return ExitCode::FAILURE;
            }
        }
        if (number + 1) % 100_000 == 0 {
            println!("{:>9} documents, {:.0?}", number + 1, started.elapsed());
        }
    }
    println!("{documents} mutated documents from seed {seed}: no panic, no wrong answer; of them");
    let count = |verdict| verdicts.get(&verdict).copied().unwrap_or(0);
    println!("{:>9} refused", count(Verdict::Refused));
    println!(
        "{:>9} address snapshots accepted only in canonical mode",
        count(Verdict::Canonical)
    );
    println!(
        "{:>9} address snapshots accepted in both modes",
        count(Verdict::Sound)
    );
    println!("{:>9} id snapshots accepted", count(Verdict::Id));
    ExitCode::SUCCESS
}

/// The number that follows `name` among the arguments.
fn option(name: &str, default: u64) -> u64 {
    let mut arguments = std::env::args().skip_while(|argument| argument != name);
    match arguments.next().and(arguments.next()) {
        Some(text) => text
            .parse()
            .unwrap_or_else(|_| panic!("{name} takes a number")),
        None => default,
    }
}
