//! What can be timed and checked, by name.

use crate::{
    answers::Answers,
    exhaustion::Exhaustion,
    ids::{Churn, IdPairs},
    mixed_pairs::MixedPairs,
    pairs::Pairs,
    space::Policy,
    trace::Trace,
};

/// A workload on an allocator that is ready for it, and that each run leaves as it was or alike.
pub trait Task {
    /// What one time counts as, in the unit of the workload.
    fn operations(&self) -> u64 {
        1
    }

    /// Does the work the given number of times.
    fn run(&mut self, times: u64);

    /// Does some of the same work and notes each answer.
    fn check(&mut self, answers: &mut Answers);
}

/// The task for a workload; none if there is no such workload.
pub fn make(workload: &str) -> Option<Box<dyn Task>> {
    Some(match workload {
        "exhaustion" => Box::new(Exhaustion::new()),
        "ids-pair" => Box::new(IdPairs::new()),
        "ids-churn" => Box::new(Churn::new(10_000)),
        "trace" => Box::new(Trace::read()),
        // What differs from `first-match-0` is how JavaScript passes the arguments.
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
