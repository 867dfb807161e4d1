//! Finds the numbered deviations in a step: differences between the crate's answer and its
//! documentation.
//!
//! | number | what happens |
//! | --- | --- |
//! | D1 | `ExactMatch` inside a live range succeeds; exactly on it: `InvalidStateTransition` |
//! | D2 | `free` of a free range succeeds |
//! | D3 | `free` of a range from address 1 or up to 2^64 - 2 loses it and fails |
//! | D4 | a free neighbour of one byte is not merged |
//! | D5 | `LastMatch` can't take a free range that starts at 0 whole |
//! | D6 | a placement that ends at 2^64 - 1 answers `Overflow` |
//! | D7 | `ExactMatch` can't take the last byte of a free range alone |
//! | D8 | ids that end at 2^32 - 1 run out with `Overflow` |
//! | D10 | once the tree is empty, `free` of any range adds it |
//! | D11 | `LastMatch` answers `Overflow` (D6) although a lower place exists |
//! | D12 | what D1 frees is not merged with its free neighbours |
//! | D13 | `free` of a free range (D2) merges neighbours that D4 or D12 left apart |
//! | D14 | `ExactMatch` of byte 2^64 - 1 answers `Overflow` where that byte is not free at all |
//! | D15 | a space of size 0 is refused with `Underflow`, a request of size 0 with `InvalidSize` |
//! | D16 | the text of `InvalidStateTransition` names the wrong target state |
//!
//! D9 concerns `Deserialize` and can't be reached by a call.

use crate::ideal::{adjacent, place, runs};
use crate::operation::{Create, Operation};
use crate::outcome::{Outcome, Value, kind};
use crate::tree::{Slot, State};
use std::collections::BTreeSet;
use vm_allocator::{AllocPolicy, Constraint, Error, RangeInclusive};

/// Deviation numbers such as `D1`.
pub type Deviations = BTreeSet<&'static str>;

/// One call on an address allocator with the ranges before and after it.
pub struct Step<'a> {
    /// The ranges before it, in address order.
    pub before: &'a [Slot],
    /// The call.
    pub operation: &'a Operation,
    /// The range to free, resolved.
    pub range: Option<RangeInclusive>,
    /// The crate's answer.
    pub outcome: &'a Outcome,
    /// The ranges after it, in address order.
    pub after: &'a [Slot],
}

/// The deviation in a construction.
pub fn explain_new(create: &Create) -> Deviations {
    match create {
        Create::Address { size: 0, .. } => set(&["D15"]),
        _ => set(&[]),
    }
}

/// Whether `free` removed the range before it failed with this error (D3).
pub fn loses(error: &Error) -> bool {
    matches!(error, Error::Underflow | Error::Overflow)
}

/// The deviations in the step.
///
/// # Errors
/// A text, if the answer differs from the documentation and no number covers the difference.
pub fn explain(step: &Step) -> Result<Deviations, String> {
    let found = match *step.operation {
        Operation::Allocate {
            size,
            align,
            policy,
        } => explain_allocate(step, size, align, policy),
        Operation::Free(_) => step.range.and_then(|range| explain_free(step, range)),
        // D8: an allocator that ends at 2^32 - 1 reports exhaustion differently.
        Operation::AllocateId if *step.outcome == Err(Error::Overflow) => Some(set(&["D8"])),
        _ => Some(set(&[])),
    };
    found.ok_or_else(|| {
        format!(
            "{:?} answered {:?}: no deviation explains it",
            step.operation, step.outcome
        )
    })
}

fn set(numbers: &[&'static str]) -> Deviations {
    numbers.iter().copied().collect()
}

fn explain_allocate(step: &Step, size: u64, align: u64, policy: AllocPolicy) -> Option<Deviations> {
    if let Err(expected) = Constraint::new(size, align, policy) {
        return (*step.outcome == Err(expected)).then(|| set(&[]));
    }
    let ideal = place(&runs(step.before), size, align, policy);
    match step.outcome {
        Ok(Value::Range(placed)) if overlaps_live(step.before, placed) => {
            let mut found = set(&["D1"]);
            if boundaries(step.after).any(|at| !boundaries(step.before).any(|old| old == at)) {
                found.insert("D12");
            }
            Some(found)
        }
        Ok(Value::Range(placed)) if ideal == Some(*placed) => Some(set(&[])),
        Ok(_) => fragmented(step.before),
        Err(Error::InvalidStateTransition(..)) => Some(set(&["D1", "D16"])),
        Err(Error::Overflow) => explain_overflow(step.before, size, align, policy, ideal),
        Err(Error::ResourceNotAvailable) if ideal.is_none() => Some(set(&[])),
        Err(Error::ResourceNotAvailable) => explain_refusal(step.before, size, policy),
        Err(_) => None,
    }
}

fn overlaps_live(slots: &[Slot], range: &RangeInclusive) -> bool {
    slots
        .iter()
        .any(|slot| slot.state == State::Allocated && slot.range.overlaps(range))
}

/// The last addresses of free nodes that the next free node follows without a gap.
fn boundaries(slots: &[Slot]) -> impl Iterator<Item = u64> + '_ {
    free_pairs(slots).map(|(low, _)| low.end())
}

fn free_pairs(slots: &[Slot]) -> impl Iterator<Item = (RangeInclusive, RangeInclusive)> + '_ {
    slots.windows(2).filter_map(|pair| {
        let free = pair.iter().all(|slot| slot.state == State::Free);
        (free && adjacent(&pair[0].range, &pair[1].range)).then(|| (pair[0].range, pair[1].range))
    })
}

/// Adjacent free nodes can't hold one request together.
fn fragmented(before: &[Slot]) -> Option<Deviations> {
    let mut found = Deviations::new();
    for (low, high) in free_pairs(before) {
        found.insert(if low.len() == 1 || high.len() == 1 {
            "D4"
        } else {
            "D12"
        });
    }
    (!found.is_empty()).then_some(found)
}

fn explain_refusal(before: &[Slot], size: u64, policy: AllocPolicy) -> Option<Deviations> {
    let free = |test: &dyn Fn(&RangeInclusive) -> bool| {
        before
            .iter()
            .any(|slot| slot.state == State::Free && test(&slot.range))
    };
    match policy {
        AllocPolicy::ExactMatch(address) if size == 1 && free(&|range| range.end() == address) => {
            Some(set(&["D7"]))
        }
        AllocPolicy::LastMatch if free(&|range| range.start() == 0 && range.len() == size) => {
            Some(set(&["D5"]))
        }
        _ => fragmented(before),
    }
}

fn explain_overflow(
    before: &[Slot],
    size: u64,
    align: u64,
    policy: AllocPolicy,
    ideal: Option<RangeInclusive>,
) -> Option<Deviations> {
    if let AllocPolicy::ExactMatch(address) = policy {
        return match address.checked_add(size - 1) {
            // The request itself goes beyond the u64 space.
            None => Some(set(&[])),
            Some(u64::MAX) if size == 1 => Some(set(&[if ideal.is_some() { "D7" } else { "D14" }])),
            Some(u64::MAX) if ideal.is_some() => Some(set(&["D6"])),
            _ => None,
        };
    }
    if ideal.is_none_or(|range| range.end() != u64::MAX) {
        return fragmented(before);
    }
    let mut found = set(&["D6"]);
    if place(&without_top(before), size, align, policy).is_some() {
        found.insert("D11");
    }
    Some(found)
}

/// The free runs without address 2^64 - 1.
fn without_top(before: &[Slot]) -> Vec<RangeInclusive> {
    let cut = |run: RangeInclusive| match run.end() {
        u64::MAX => RangeInclusive::new(run.start(), u64::MAX - 1).ok(),
        _ => Some(run),
    };
    runs(before).into_iter().filter_map(cut).collect()
}

fn explain_free(step: &Step, range: RangeInclusive) -> Option<Deviations> {
    let held = step
        .before
        .iter()
        .find(|slot| slot.range == range)
        .map(|slot| slot.state);
    let mut found = match (held, step.outcome) {
        (None, Err(Error::ResourceNotAvailable)) if !step.before.is_empty() => set(&[]),
        (None, _) if step.before.is_empty() => set(&["D10"]),
        (Some(State::Free), _) => set(&["D2"]),
        (Some(State::Allocated), _) => set(&[]),
        (None, _) => return None,
    };
    match step.outcome {
        Ok(_) => found.extend(unmerged(step, range)?),
        Err(error) if loses(error) && held.is_some() => {
            found.insert("D3");
        }
        Err(error) if loses(error) && step.before.is_empty() => {}
        Err(Error::ResourceNotAvailable) if held.is_none() => {}
        Err(_) => return None,
    }
    let merged = step.after.len() < step.before.len();
    if held == Some(State::Free) && step.outcome.is_ok() && merged {
        found.insert("D13");
    }
    Some(found)
}

/// D4, when the freed range now touches a free node; `None` if that node has several bytes.
fn unmerged(step: &Step, range: RangeInclusive) -> Option<Deviations> {
    let mut found = Deviations::new();
    for (low, high) in free_pairs(step.after) {
        let beside = [low, high].into_iter().find(|part| !part.overlaps(&range));
        match beside {
            Some(part) if adjacent(&part, &range) || adjacent(&range, &part) => {
                if part.len() > 1 {
                    return None;
                }
                found.insert("D4");
            }
            _ => {}
        }
    }
    Some(found)
}

/// The error's kind, or `ok`, for counting the outcome.
pub fn outcome_name(outcome: &Outcome) -> &'static str {
    outcome.as_ref().map_or_else(kind, |_| "ok")
}
