//! Makes every call in every state of a small address space.
//!
//! The **calls** are the same in each state, in this order: for each size of 1, 2 and 3, for each
//! alignment of 1 and 2: `FirstMatch`, `LastMatch`, then `ExactMatch` at each address, ascending, from
//! one below the space to one above it; then `free` of each range among the same addresses, by
//! start, then by end. Addresses stop at 0 and at 2^64 - 1.
//!
//! A **state** is the text that `serde_json` writes for the allocator. States are numbered from 0
//! (the fresh allocator) in order of first appearance, and walked through by number: each call in
//! order on a copy of state 0, then of state 1, and so on. The tree alone determines the crate's
//! answers, so this covers every sequence of calls, of any length.
//!
//! The **output** has a line of JSON for each call: `{"outcome":…,"state":…}`, with the number of
//! the state after the call, and its `text` if that state is new. An outcome is `ok` (a `free`), a
//! range such as `0x1-0x2`, or the error's kind. The first line is for the construction, whose
//! outcome is `created`, and the last one is `{"steps":…,"states":…}`.

use crate::deviation::outcome_name;
use crate::json::{Json, text};
use crate::operation::{Operation, RangeArgument};
use crate::outcome::{Outcome, Value};
use crate::subject::Subject;
use crate::tree::snapshot;
use std::collections::HashMap;
use std::io::{self, Write};
use vm_allocator::{AddressAllocator, AllocPolicy};

const ALIGNS: [u64; 2] = [1, 2];

/// The space to walk through, and its calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Space {
    /// First managed address.
    pub base: u64,
    /// Bytes managed, 1 or more.
    pub size: u64,
    /// The sizes to request.
    pub sizes: Vec<u64>,
    /// How far beyond the space `ExactMatch` and `free` reach.
    pub outside: u64,
}

impl Space {
    /// A space with the calls that the command makes.
    pub fn new(base: u64, size: u64) -> Self {
        let sizes = vec![1, 2, 3];
        Space {
            base,
            size,
            sizes,
            outside: 1,
        }
    }

    /// All calls in order.
    pub fn calls(&self) -> Vec<Operation> {
        let low = self.base.saturating_sub(self.outside);
        let high = self
            .base
            .saturating_add(self.size - 1)
            .saturating_add(self.outside);
        let mut calls = Vec::new();
        for &size in &self.sizes {
            for align in ALIGNS {
                let exact = (low..=high).map(AllocPolicy::ExactMatch);
                let policies = [AllocPolicy::FirstMatch, AllocPolicy::LastMatch].into_iter();
                calls.extend(policies.chain(exact).map(|policy| Operation::Allocate {
                    size,
                    align,
                    policy,
                }));
            }
        }
        let ranges = (low..=high).flat_map(|start| (start..=high).map(move |end| (start, end)));
        calls
            .extend(ranges.map(|(start, end)| Operation::Free(RangeArgument::Literal(start, end))));
        calls
    }
}

/// The results of a walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Walked {
    /// The number of calls made.
    pub steps: usize,
    /// The number of different states.
    pub states: usize,
}

/// Walks every call in every state.
///
/// # Errors
/// When the space can't be managed or writing fails.
pub fn states(space: &Space, mut output: impl Write) -> io::Result<Walked> {
    let start = AddressAllocator::new(space.base, space.size)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error.to_string()))?;
    let mut numbers = HashMap::new();
    write(&mut output, &mut numbers, "created".to_owned(), &start)?;
    let calls = space.calls();
    let mut found = vec![start];
    let mut next = 0;
    while let Some(state) = found.get(next).cloned() {
        next += 1;
        for call in &calls {
            let (after, outcome) = apply(&state, call);
            if write(&mut output, &mut numbers, brief(&outcome), &after)? {
                found.push(after);
            }
        }
    }
    let walked = Walked {
        steps: found.len() * calls.len(),
        states: found.len(),
    };
    let end = vec![
        ("steps", count(walked.steps)),
        ("states", count(walked.states)),
    ];
    writeln!(output, "{}", Json::Object(end).compact())?;
    output.flush()?;
    Ok(walked)
}

/// Writes a line, and returns whether the state is new.
fn write(
    output: &mut impl Write,
    numbers: &mut HashMap<String, usize>,
    outcome: String,
    state: &AddressAllocator,
) -> io::Result<bool> {
    let written = snapshot(state);
    let known = numbers.get(&written).copied();
    let number = known.unwrap_or(numbers.len());
    let mut members = vec![("outcome", text(outcome)), ("state", count(number))];
    if known.is_none() {
        members.push(("text", text(&written)));
        numbers.insert(written, number);
    }
    writeln!(output, "{}", Json::Object(members).compact())?;
    Ok(known.is_none())
}

fn count(value: usize) -> Json {
    Json::Number(i64::try_from(value).expect("a walk that ends"))
}

/// A copy of a state after a call, and the answer.
pub fn apply(state: &AddressAllocator, call: &Operation) -> (AddressAllocator, Outcome) {
    let mut subject = Subject::Address(state.clone());
    let outcome = subject
        .call(call, &[])
        .expect("all calls are an address allocator's");
    match subject {
        Subject::Address(after) => (after, outcome),
        _ => unreachable!("a call never changes the type"),
    }
}

/// `ok`, a range as `0x1-0x2`, or the error's kind.
fn brief(outcome: &Outcome) -> String {
    match outcome {
        Ok(Value::Range(range)) => format!("{:#x}-{:#x}", range.start(), range.end()),
        _ => outcome_name(outcome).to_owned(),
    }
}
