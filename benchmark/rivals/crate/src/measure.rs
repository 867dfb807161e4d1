//! Times a task within a budget.

use std::{
    fs,
    time::{Duration, Instant},
};

use crate::task::Task;

/// The share of the budget for warming up.
const WARM_UP: f64 = 0.4;
/// A batch grows until it takes this share of the budget, so that the clock is read rarely.
const BATCH: f64 = 0.02;

/// The result of a trial.
pub struct Measurement {
    /// The mean time of an operation in nanoseconds, without waiting for a core.
    pub nanoseconds: f64,
    /// The number of timed operations.
    pub operations: u64,
    /// The measured time in milliseconds.
    pub elapsed: f64,
    /// The part of it in which the process was runnable but not running.
    pub waited: f64,
}

/// Times a task for about as long as the budget says. A slow task runs fewer times, but at least
/// once. Time in which other programs had the core isn't counted.
pub fn measure(task: &mut dyn Task, budget: Duration) -> Measurement {
    let clock = WorkClock(Instant::now());
    let budget = budget.as_secs_f64() * 1e3;
    let batch = grow_batch(&clock, task, budget * BATCH);
    repeat(&clock, task, batch, budget * WARM_UP);
    let start = Instant::now();
    let (times, worked) = repeat(&clock, task, batch, budget);
    let elapsed = start.elapsed().as_secs_f64() * 1e3;
    let operations = times * task.operations();
    Measurement {
        nanoseconds: worked * 1e6 / operations as f64,
        operations,
        elapsed,
        waited: (elapsed - worked).max(0.0),
    }
}

fn grow_batch(clock: &WorkClock, task: &mut dyn Task, enough: f64) -> u64 {
    let mut batch = 1;
    loop {
        let start = clock.now();
        task.run(batch);
        if clock.now() - start >= enough {
            return batch;
        }
        batch *= 2;
    }
}

fn repeat(clock: &WorkClock, task: &mut dyn Task, batch: u64, budget: f64) -> (u64, f64) {
    let start = clock.now();
    let mut times = 0;
    loop {
        task.run(batch);
        times += batch;
        let worked = clock.now() - start;
        if worked >= budget {
            return (times, worked);
        }
    }
}

/// Counts milliseconds, without those in which the thread was runnable but not running, if Linux
/// reports it.
struct WorkClock(Instant);

impl WorkClock {
    fn now(&self) -> f64 {
        self.0.elapsed().as_secs_f64() * 1e3 - waited_so_far()
    }
}

fn waited_so_far() -> f64 {
    let text = fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    text.split(' ')
        .nth(1)
        .and_then(|word| word.parse().ok())
        .map_or(0.0, |ns: f64| ns / 1e6)
}
