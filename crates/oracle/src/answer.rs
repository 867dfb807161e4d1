//! The bare crate as a server: each line of JSON is a complete sequence of calls, or its answers.
//!
//! A request is `{"create":…,"operations":[…],"states":true}`, in the format of the answer files
//! (vectors/schema.json). Instead of `create`, it may have `restore` with the text of an allocator:
//! `{"type":"AddressAllocator","text":…}`.
//!
//! The reply is `{"created":…,"answers":[…],"snapshot":…,"states":[…]}`. `created` and each answer
//! are `{"result":…}` or `{"error":{"kind":…,"payload":…,"message":…}}`. `snapshot` is the text of
//! an allocator after the last call, as `serde_json::to_string` writes it. `states`, if requested,
//! contains this text after the construction and after each call. Three replies are shorter:
//!
//! - an `error` or `{"refused":…}` for `created`, where there is nothing to make calls on: the crate
//!   refuses, or the text can't be read, with serde's reason;
//! - `{"panic":…}` as the last answer: the crate panicked, with its message, and its state is unknown;
//! - `{"malformed":…}` alone: the request breaks these rules.
//!
//! Arithmetic wraps if the program is built in release mode, like a released binding, and panics if
//! it is built for debugging. Only states read from a text can show the difference (D9).

use crate::json::{Json, text};
use crate::operation::{Operation, RangeArgument};
use crate::outcome::{Outcome, error_json, member};
use crate::request::{Request, Restore};
use crate::state::{created_members, state_text};
use crate::subject::Subject;
use std::any::Any;
use std::io::{self, BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use vm_allocator::RangeInclusive;

/// Answers requests until the input ends, flushing after each line.
///
/// # Errors
/// When reading or writing fails.
pub fn serve(input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    // Report a panic as an answer, and not on the terminal.
    std::panic::set_hook(Box::new(|_| {}));
    for line in input.lines() {
        writeln!(output, "{}", answer(&line?))?;
        output.flush()?;
    }
    Ok(())
}

/// The reply to one request, without the newline.
pub fn answer(request: &str) -> String {
    let reply = serde_json::from_str(request)
        .map_err(|error| error.to_string())
        .and_then(Sequence::run);
    Json::Object(reply.unwrap_or_else(|reason| vec![("malformed", text(reason))])).compact()
}

type Members = Vec<(&'static str, Json)>;

struct Sequence {
    subject: Subject,
    outcomes: Vec<Outcome>,
    answers: Vec<Json>,
    states: Option<Vec<Json>>,
}

impl Sequence {
    fn run(request: Request) -> Result<Members, String> {
        let subject = match (request.create, request.restore) {
            (Some(create), None) => {
                Subject::new(&create).map_err(|error| single("error", error_json(&error)))
            }
            (None, Some(restore)) => read(&restore),
            _ => return Err("one of create and restore is wanted".to_owned()),
        };
        let subject = match subject {
            Ok(subject) => subject,
            Err(refusal) => return Ok(vec![("created", refusal)]),
        };
        let created = single("result", Json::Object(created_members(&subject)));
        let mut sequence = Sequence {
            subject,
            outcomes: Vec::new(),
            answers: Vec::new(),
            states: request.states.then(Vec::new),
        };
        sequence.keep_state();
        for call in request.operations {
            if !sequence.call(&call.into())? {
                break;
            }
            sequence.keep_state();
        }
        Ok(sequence.members(created))
    }

    fn keep_state(&mut self) {
        if let (Some(states), Some(state)) = (&mut self.states, state_text(&self.subject)) {
            states.push(text(state));
        }
    }

    /// Makes one call, and returns whether the crate survived it.
    fn call(&mut self, operation: &Operation) -> Result<bool, String> {
        let outcome = match refused_range(operation) {
            Some(refusal) => Ok(Ok(refusal)),
            None => catch_unwind(AssertUnwindSafe(|| {
                self.subject.call(operation, &self.outcomes)
            })),
        };
        match outcome {
            Ok(outcome) => {
                let outcome = outcome?;
                let (name, json) = member(&outcome);
                self.answers.push(single(name, json));
                self.outcomes.push(outcome);
                Ok(true)
            }
            Err(panic) => {
                self.answers.push(single("panic", text(message(&*panic))));
                Ok(false)
            }
        }
    }

    fn members(self, created: Json) -> Members {
        let mut members = vec![("created", created), ("answers", Json::Array(self.answers))];
        members.extend(state_text(&self.subject).map(|state| ("snapshot", text(state))));
        members.extend(self.states.map(|states| ("states", Json::Array(states))));
        members
    }
}

/// Restores the allocator that a text describes, or returns the reason why it can't.
fn read(restore: &Restore) -> Result<Subject, Json> {
    let read = match restore {
        Restore::AddressAllocator(text) => serde_json::from_str(text).map(Subject::Address),
        Restore::IdAllocator(text) => serde_json::from_str(text).map(Subject::Id),
    };
    read.map_err(|error| single("refused", text(error.to_string())))
}

/// The crate's refusal of the range for `free`.
fn refused_range(operation: &Operation) -> Option<Outcome> {
    match *operation {
        Operation::Free(RangeArgument::Literal(start, end)) => {
            RangeInclusive::new(start, end).err().map(Err)
        }
        _ => None,
    }
}

fn single(name: &'static str, value: Json) -> Json {
    Json::Object(vec![(name, value)])
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref().cloned())
        .unwrap_or_else(|| "no message".to_owned())
}
