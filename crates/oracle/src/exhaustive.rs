//! Every sequence of calls on a small address space, and every call in every state of one.
//!
//! The **calls** are the same at every step, in this order: for each size, for each alignment:
//! `FirstMatch`, `LastMatch`, then `ExactMatch` at each address, ascending, from `outside` below the
//! space to `outside` above it; then `free` of each range among the same addresses, by start, then
//! by end. Addresses stop at 0 and at 2^64 - 1.
//!
//! A **state** is the text that `serde_json` writes for the allocator. States are numbered from 0
//! (the fresh allocator) in the order of their first appearance.
//!
//! The **output** is a line a step: the outcome, a TAB, the number of the state after the step, and,
//! where that state is new, another TAB and its text. An outcome is `ok` (a `free`), a range as
//! `0x1-0x2`, or the error's kind. Before the steps stands a line for the construction, whose
//! outcome is `created`; after them `end`, a TAB, the number of steps, a TAB, the number of states.
//!
//! **Sequences** ([`sequences`]) are walked depth first: at each node each call in order is made on
//! a copy, its line is written, and, while the sequence is shorter than `length`, the walk goes on
//! from the copy before the next call. **States** ([`states`]) are walked by number: each call in
//! order on a copy of state 0, then of state 1, and so on; a state reached by no fewer than `length`
//! steps is not walked. A tree alone decides what the crate answers, so that the second walk covers
//! the sequences of the first, and without a `length` all sequences whatever.

use crate::answer::brief;
use crate::operation::{Operation, RangeArgument};
use crate::outcome::Outcome;
use crate::subject::Subject;
use crate::tree::snapshot;
use std::collections::HashMap;
use std::io::{self, Write};
use vm_allocator::{AddressAllocator, AllocPolicy};

/// The space and the calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Space {
    /// First managed address.
    pub base: u64,
    /// Bytes managed.
    pub size: u64,
    /// Sizes to ask for.
    pub sizes: Vec<u64>,
    /// Alignments to ask for.
    pub aligns: Vec<u64>,
    /// How far beyond the space `ExactMatch` and `free` reach.
    pub outside: u64,
}

impl Default for Space {
    fn default() -> Self {
        Space {
            base: 0,
            size: 6,
            sizes: vec![1, 2, 3],
            aligns: vec![1, 2],
            outside: 1,
        }
    }
}

impl Space {
    /// All calls, in order.
    pub fn calls(&self) -> Vec<Operation> {
        let low = self.base.saturating_sub(self.outside);
        let high = self
            .base
            .saturating_add(self.size - 1)
            .saturating_add(self.outside);
        let mut calls = Vec::new();
        for &size in &self.sizes {
            for &align in &self.aligns {
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

    fn allocator(&self) -> io::Result<AddressAllocator> {
        AddressAllocator::new(self.base, self.size)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error.to_string()))
    }
}

/// What a walk has seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Walked {
    /// Calls made.
    pub steps: u64,
    /// Different states.
    pub states: usize,
}

/// Walks every sequence of up to `length` calls.
///
/// # Errors
/// When the space can't be managed or writing fails.
pub fn sequences(space: &Space, length: u32, output: impl Write) -> io::Result<Walked> {
    let mut walk = Walk::new(output);
    let start = space.allocator()?;
    walk.write("created", &start)?;
    walk.descend(&start, &space.calls(), length)?;
    walk.finish()
}

/// Walks every call in every state that fewer than `length` calls reach; in all with no `length`.
///
/// # Errors
/// When the space can't be managed or writing fails.
pub fn states(space: &Space, length: Option<u32>, output: impl Write) -> io::Result<Walked> {
    let mut walk = Walk::new(output);
    let start = space.allocator()?;
    walk.write("created", &start)?;
    let calls = space.calls();
    let mut found = vec![(start, 0)];
    let mut next = 0;
    while let Some((state, depth)) = found.get(next).cloned() {
        next += 1;
        if length.is_some_and(|length| depth >= length) {
            continue;
        }
        for call in &calls {
            let (after, outcome) = apply(&state, call);
            if walk.write(&brief(&outcome), &after)? {
                found.push((after, depth + 1));
            }
            walk.steps += 1;
        }
    }
    walk.finish()
}

struct Walk<W> {
    output: W,
    numbers: HashMap<String, usize>,
    steps: u64,
}

impl<W: Write> Walk<W> {
    fn new(output: W) -> Self {
        Walk {
            output,
            numbers: HashMap::new(),
            steps: 0,
        }
    }

    fn descend(
        &mut self,
        state: &AddressAllocator,
        calls: &[Operation],
        length: u32,
    ) -> io::Result<()> {
        if length == 0 {
            return Ok(());
        }
        for call in calls {
            let (after, outcome) = apply(state, call);
            self.write(&brief(&outcome), &after)?;
            self.steps += 1;
            self.descend(&after, calls, length - 1)?;
        }
        Ok(())
    }

    /// Writes a line; whether the state is new.
    fn write(&mut self, outcome: &str, state: &AddressAllocator) -> io::Result<bool> {
        let text = snapshot(state);
        if let Some(number) = self.numbers.get(&text) {
            writeln!(self.output, "{outcome}\t{number}")?;
            return Ok(false);
        }
        let number = self.numbers.len();
        writeln!(self.output, "{outcome}\t{number}\t{text}")?;
        self.numbers.insert(text, number);
        Ok(true)
    }

    fn finish(mut self) -> io::Result<Walked> {
        let walked = Walked {
            steps: self.steps,
            states: self.numbers.len(),
        };
        writeln!(self.output, "end\t{}\t{}", walked.steps, walked.states)?;
        self.output.flush()?;
        Ok(walked)
    }
}

fn apply(state: &AddressAllocator, call: &Operation) -> (AddressAllocator, Outcome) {
    let mut subject = Subject::Address(state.clone());
    let outcome = subject
        .call(call, &[])
        .expect("all calls are an address allocator's");
    match subject {
        Subject::Address(after) => (after, outcome),
        _ => unreachable!("a call never changes the type"),
    }
}
