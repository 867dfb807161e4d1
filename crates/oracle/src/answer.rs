//! The bare crate as a server: a line in, a line out, each line a whole sequence of calls.
//!
//! Fields are separated by one TAB, a field's words by one space. Numbers in requests are decimal
//! or hexadecimal with `0x`. A request is
//!
//! ```text
//! mode TAB subject (TAB step)*
//! ```
//!
//! | mode | after each step the answer holds |
//! | --- | --- |
//! | `-` | nothing more |
//! | `d` | a digest: FNV-1a of 64 bits over the state's text, as 16 hexadecimal digits |
//! | `t` | the state's text, as `serde_json::to_string` writes it |
//!
//! | subject | is |
//! | --- | --- |
//! | `A base size` | `AddressAllocator::new` |
//! | `I base end` | `IdAllocator::new` |
//! | `S text` | an `AddressAllocator` read from its text; the text has no TAB and no newline |
//! | `J text` | an `IdAllocator` read from its text |
//!
//! | step | is |
//! | --- | --- |
//! | `F size align` | `allocate`, `FirstMatch` |
//! | `L size align` | `allocate`, `LastMatch` |
//! | `X size align address` | `allocate`, `ExactMatch` |
//! | `R start end` | `free` |
//! | `a` | `allocate_id` |
//! | `f id` | `free_id` |
//! | `q id` | `is_allocated` |
//! | `s` | the state's text, as a JSON string |
//!
//! The answer has one field for the subject and one for each step, and in the modes `d` and `t` the
//! state in a field of its own after each of them. The fields are JSON, spelled as in the answer
//! files: `{"result":…}` or `{"error":{"kind":…,"payload":…,"message":…}}`. The subject's result is
//! `{"base":…,"end":…}`, for ids `null`. Four answers end the line early:
//!
//! - an `error` for the subject: there is nothing to make calls on;
//! - `{"refused":…}` for the subject: the text can't be read, with serde's reason;
//! - `{"panic":…}`: the crate panicked, with its message; the state is then unknown;
//! - `{"malformed":…}` alone on the line: the request breaks these rules.
//!
//! Arithmetic wraps when the program is built in release mode, as in a released binding, and panics
//! when it is built for debugging. Only states read from a text can tell (D9).

use crate::json::{Json, hex, text};
use crate::operation::{Create, IdArgument, Operation, RangeArgument};
use crate::outcome::{Outcome, error_json, member};
use crate::state::state_text;
use crate::subject::Subject;
use std::any::Any;
use std::io::{self, BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use vm_allocator::{AllocPolicy, Error, RangeInclusive};

/// Answers requests until the input ends, flushing after each line.
///
/// # Errors
/// When reading or writing fails.
pub fn serve(mut input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    // A panic is an answer here, not a message for the terminal.
    std::panic::set_hook(Box::new(|_| {}));
    let mut line = String::new();
    while input.read_line(&mut line)? > 0 {
        let mut reply = answer(line.trim_end_matches(['\n', '\r']));
        reply.push('\n');
        output.write_all(reply.as_bytes())?;
        output.flush()?;
        line.clear();
    }
    Ok(())
}

/// The answer to one request, without the newline.
pub fn answer(request: &str) -> String {
    let mut reply = String::new();
    match sequence(request, &mut reply) {
        Ok(()) => reply,
        Err(reason) => single("malformed", text(reason)),
    }
}

#[derive(Clone, Copy)]
enum Mode {
    Nothing,
    Digest,
    Text,
}

fn sequence(request: &str, reply: &mut String) -> Result<(), String> {
    let mut fields = request.split('\t');
    let mode = match fields.next() {
        Some("-") => Mode::Nothing,
        Some("d") => Mode::Digest,
        Some("t") => Mode::Text,
        mode => return Err(format!("mode {mode:?} is none of -, d and t")),
    };
    let created = create(fields.next().ok_or("the subject is missing")?)?;
    let Ok(mut subject) = created else {
        reply.push_str(&created.unwrap_err());
        return Ok(());
    };
    reply.push_str(&single("result", subject_json(&subject)));
    show_state(mode, &subject, reply);
    for field in fields {
        reply.push('\t');
        if let Err(panic) = step(field, &mut subject, reply)? {
            reply.push_str(&panic);
            return Ok(());
        }
        show_state(mode, &subject, reply);
    }
    Ok(())
}

/// The subject, or the field that says why there is none.
fn create(field: &str) -> Result<Result<Subject, String>, String> {
    let (letter, rest) = field.split_once(' ').unwrap_or((field, ""));
    let create = match letter {
        "A" => {
            let [base, size] = numbers(rest)?;
            Create::Address { base, size }
        }
        "I" => {
            let [base, end] = numbers(rest)?;
            Create::Id {
                base: id(base)?,
                end: id(end)?,
            }
        }
        "S" => return Ok(read(rest, Subject::Address)),
        "J" => return Ok(read(rest, Subject::Id)),
        _ => return Err(format!("subject {field:?} is none of A, I, S and J")),
    };
    Ok(Subject::new(&create).map_err(|error| single("error", error_json(&error))))
}

fn read<T: for<'a> serde::Deserialize<'a>>(
    snapshot: &str,
    wrap: impl Fn(T) -> Subject,
) -> Result<Subject, String> {
    serde_json::from_str(snapshot)
        .map(wrap)
        .map_err(|error| single("refused", text(error.to_string())))
}

fn subject_json(subject: &Subject) -> Json {
    match subject {
        Subject::Address(allocator) => Json::Object(vec![
            ("base", hex(allocator.base())),
            ("end", hex(allocator.end())),
        ]),
        _ => Json::Null,
    }
}

/// Makes one call and writes its answer; the inner error is the field of a panic.
fn step(
    field: &str,
    subject: &mut Subject,
    reply: &mut String,
) -> Result<Result<(), String>, String> {
    if field == "s" {
        reply.push_str(&single("result", text(state_of(subject))));
        return Ok(Ok(()));
    }
    let call = match operation(field)? {
        Ok(operation) => operation,
        Err(error) => {
            reply.push_str(&single("error", error_json(&error)));
            return Ok(Ok(()));
        }
    };
    match catch_unwind(AssertUnwindSafe(|| subject.call(&call, &[]))) {
        Ok(outcome) => {
            let (name, json) = member(&outcome?);
            reply.push_str(&single(name, json));
            Ok(Ok(()))
        }
        Err(panic) => Ok(Err(single("panic", text(message(&*panic))))),
    }
}

/// The call, or the crate's refusal of the range that it is made with.
fn operation(field: &str) -> Result<Result<Operation, Error>, String> {
    let (letter, rest) = field.split_once(' ').unwrap_or((field, ""));
    let allocate = |size, align, policy| Operation::Allocate {
        size,
        align,
        policy,
    };
    Ok(Ok(match letter {
        "F" => numbers(rest).map(|[size, align]| allocate(size, align, AllocPolicy::FirstMatch))?,
        "L" => numbers(rest).map(|[size, align]| allocate(size, align, AllocPolicy::LastMatch))?,
        "X" => numbers(rest).map(|[size, align, address]| {
            allocate(size, align, AllocPolicy::ExactMatch(address))
        })?,
        "R" => {
            let [start, end] = numbers(rest)?;
            return Ok(RangeInclusive::new(start, end)
                .map(|_| Operation::Free(RangeArgument::Literal(start, end))));
        }
        "a" => numbers(rest).map(|[]| Operation::AllocateId)?,
        "f" => Operation::FreeId(IdArgument::Literal(id(numbers::<1>(rest)?[0])?)),
        "q" => Operation::IsAllocated(id(numbers::<1>(rest)?[0])?),
        _ => return Err(format!("step {field:?} is unknown")),
    }))
}

fn numbers<const COUNT: usize>(words: &str) -> Result<[u64; COUNT], String> {
    let mut values = [0; COUNT];
    let mut words_left = words.split(' ').filter(|word| !word.is_empty());
    for value in &mut values {
        *value = number(
            words_left
                .next()
                .ok_or_else(|| format!("{words:?} is short of numbers"))?,
        )?;
    }
    match words_left.next() {
        None => Ok(values),
        Some(word) => Err(format!("{word:?} is one number too many")),
    }
}

fn number(word: &str) -> Result<u64, String> {
    let parsed = match word.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16),
        None => word.parse(),
    };
    parsed.map_err(|error| format!("{word:?} is no u64: {error}"))
}

fn id(value: u64) -> Result<u32, String> {
    u32::try_from(value).map_err(|error| format!("{value} is no u32: {error}"))
}

fn state_of(subject: &Subject) -> String {
    state_text(subject).expect("a sequence is about an allocator")
}

fn show_state(mode: Mode, subject: &Subject, reply: &mut String) {
    match mode {
        Mode::Nothing => {}
        Mode::Digest => {
            reply.push_str(&format!("\t{:016x}", digest(&state_of(subject))));
        }
        Mode::Text => {
            reply.push('\t');
            reply.push_str(&state_of(subject));
        }
    }
}

/// FNV-1a of 64 bits.
pub fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn single(name: &'static str, value: Json) -> String {
    Json::Object(vec![(name, value)]).compact()
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref().cloned())
        .unwrap_or_else(|| "no message".to_owned())
}

/// The short name of an outcome, for one line a step: `ok`, a range as `0x1-0x2`, or the error's
/// kind.
pub fn brief(outcome: &Outcome) -> String {
    match outcome {
        Ok(crate::outcome::Value::Range(range)) => {
            format!("{:#x}-{:#x}", range.start(), range.end())
        }
        _ => crate::deviation::outcome_name(outcome).to_owned(),
    }
}
