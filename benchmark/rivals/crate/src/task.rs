//! The tasks that can be timed and checked, by name.

use crate::{
    answers::Answers,
    exhaustion::Exhaustion,
    ids::{Churn, IdPairs},
    mixed_pairs::MixedPairs,
    pairs::Pairs,
    space::Policy,
    trace::Trace,
};

/// A workload with a prepared allocator, which each run leaves unchanged or in an equivalent state.
pub trait Task {
    /// The number of units in one run.
    fn operations(&self) -> u64 {
        1
    }

    /// Runs the work the given number of times.
    fn run(&mut self, times: u64);

    /// Does some of the same work, and records each answer.
    fn check(&mut self, answers: &mut Answers);
}

/// The task for a workload; `None` if it is unknown.
pub fn make(workload: &str) -> Option<Box<dyn Task>> {
    Some(match workload {
        "exhaustion" => Box::new(Exhaustion::new()),
        "ids-pair" => Box::new(IdPairs::new()),
        "ids-churn" => Box::new(Churn::new(10_000)),
        "trace" => Box::new(Trace::read()),
        // It differs from `first-match-0` only in how JavaScript passes the arguments.
        "numbers" => Box::new(Pairs::new(0, Policy::First)),
        _ => match (
            workload.strip_prefix("ids-freed-"),
            workload.strip_prefix("fragmented-"),
        ) {
            (Some(freed), _) => Box::new(Churn::new(freed.parse().ok()?)),
            (None, Some(rest)) => {
                let (policy, live) = Policy::strip(rest)?;
                Box::new(MixedPairs::new(live.parse().ok()?, policy))
            }
            (None, None) => {
                let (policy, live) = Policy::strip(workload)?;
                Box::new(Pairs::new(live.parse().ok()?, policy))
            }
        },
    })
}
