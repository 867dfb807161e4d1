//! Does the benchmarks' work on the crate itself, without any binding.
//!
//! `crate-benchmark check WORKLOAD`, `crate-benchmark time WORKLOAD MILLISECONDS` and
//! `crate-benchmark memory WORKLOAD` each print one line of JSON. The workloads are those of
//! `benchmark/workloads/`, call for call: the checksums of their answers must be the same.
#![deny(missing_docs)]

mod answers;
mod exhaustion;
mod ids;
mod measure;
mod memory;
mod mixed_pairs;
mod pairs;
mod random;
mod space;
mod task;
mod trace;

use std::{env, process::ExitCode, time::Duration};

use answers::Answers;
use measure::Measurement;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match answer(&arguments) {
        Some(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        None => {
            eprintln!(
                "crate-benchmark: no such command or workload: {}",
                arguments.join(" ")
            );
            ExitCode::FAILURE
        }
    }
}

fn answer(arguments: &[&str]) -> Option<String> {
    Some(match arguments {
        ["check", workload] => {
            let mut answers = Answers::default();
            task::make(workload)?.check(&mut answers);
            format!(
                r#"{{"answers":"{}","count":{}}}"#,
                answers.checksum(),
                answers.count()
            )
        }
        ["time", workload, milliseconds] => {
            let budget = Duration::from_millis(milliseconds.parse().ok()?);
            let Measurement {
                nanoseconds,
                operations,
                elapsed,
                waited,
            } = measure::measure(&mut *task::make(workload)?, budget);
            format!(
                r#"{{"nanoseconds":{nanoseconds},"operations":{operations},"elapsed":{elapsed},"waited":{waited}}}"#
            )
        }
        ["memory", workload] => format!(r#"{{"bytes":{}}}"#, memory::per_live_range(workload)?),
        _ => return None,
    })
}
