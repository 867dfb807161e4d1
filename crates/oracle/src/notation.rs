//! Reads scenarios from text: blocks with an empty line between them, `//` begins a comment.
//!
//! ```
//! let text = "
//! let page = address 0x1000 0x1000; first 0x100 0x100 -> 0x1000
//!
//! take-and-free: A range comes back
//!   Why this case is here.
//!   page; free #0 -> ok; shows merge:right
//! ";
//! let scenarios = vm_allocator_oracle::notation::scenarios(text).unwrap();
//! assert!(vm_allocator_oracle::record::record("example", &scenarios[0]).is_ok());
//! ```
//!
//! A case is its slug and title, its rationale, and its steps, one per line or separated by `;`:
//!
//! - A construction: `range START..END`, `constraint SIZE ALIGN POLICY`, `address BASE SIZE`,
//!   `ids FIRST..LAST`; `-> KIND` when the construction fails with that kind of error.
//! - A call, and after `->` the expected answer: an error's kind, or else for
//!   `first|last SIZE ALIGN` and `exact SIZE ALIGN ADDRESS` the range's start, for `free START..END`
//!   `ok`, for `take` and `give ID` the id, for `asks ID` and for `contains`, `overlaps` and `equals
//!   START..END` `yes` or `no`, for `compare START..END` `less`, `equal` or `greater`, for `len` bytes.
//!   `#0` is what call 0 answered, and `3x take` is a call made three times.
//! - Properties of the case: `shows TAG…` (the oracle works it out itself), `tag TAG…` (it can't),
//!   `deviates NUMBER…` (all that occur), `trees` (recorded after each call).
//!
//! `let NAME = STEPS` names steps, `every = STEPS` adds them to each case. A number is hexadecimal,
//! decimal, `MAX` (2^64-1), a power such as `2^53`, or has a unit (`4K`, `1M`, `1G`); `+` and `-` join.

use crate::operation::{Create, IdArgument, Operation, RangeArgument};
use crate::outcome::Value;
use crate::scenario::{Call, Expected, Scenario};
use std::cmp::Ordering;
use std::collections::HashMap;
use vm_allocator::{AllocPolicy, RangeInclusive};

/// The cases of a text.
///
/// # Errors
/// A line that names the case and the step that can't be read.
pub fn scenarios(text: &str) -> Result<Vec<Scenario>, String> {
    let text: String = text
        .lines()
        .filter(|line| !line.starts_with("//"))
        .flat_map(|line| [line.trim(), "\n"])
        .collect();
    let (mut names, mut cases) = (HashMap::from([("every", Vec::new())]), Vec::new());
    for block in text
        .split("\n\n")
        .map(str::trim)
        .filter(|block| !block.is_empty())
    {
        match block.split_once(" = ") {
            Some((name, rest)) if name == "every" || name.starts_with("let ") => {
                names.insert(name.trim_start_matches("let "), steps(rest));
            }
            _ => cases.push(block),
        }
    }
    cases.into_iter().map(|block| case(block, &names)).collect()
}

type Names<'a> = HashMap<&'a str, Vec<&'a str>>;

fn steps(text: &str) -> Vec<&str> {
    text.split([';', '\n']).map(str::trim).collect()
}

fn case(block: &str, names: &Names) -> Result<Scenario, String> {
    let mut lines = block.splitn(3, '\n');
    let head = lines.next().unwrap_or_default();
    let (slug, title) = head.split_once(": ").ok_or(format!("{head}: no title"))?;
    let mut scenario = Scenario {
        slug: slug.to_owned(),
        title: title.to_owned(),
        rationale: lines.next().unwrap_or_default().to_owned(),
        ..Scenario::default()
    };
    let steps = lines.next().map(steps).unwrap_or_default();
    for step in steps.iter().chain(&names["every"]) {
        let known = names
            .get(step)
            .map_or(std::slice::from_ref(step), Vec::as_slice);
        for step in known {
            add(&mut scenario, step).map_err(|reason| format!("{slug}: {step}: {reason}"))?;
        }
    }
    Ok(scenario)
}

fn add(scenario: &mut Scenario, step: &str) -> Result<(), String> {
    let (what, answer) = match step.split_once(" -> ") {
        Some((what, answer)) => (what, Some(answer)),
        None => (step, None),
    };
    let mut words: Vec<&str> = what.split_whitespace().collect();
    match *words.as_slice() {
        ["shows", ref tags @ ..] => scenario.claims.extend(owned(tags)),
        ["tag", ref tags @ ..] => scenario.tags.extend(owned(tags)),
        ["deviates", ref numbers @ ..] => scenario.deviations.extend(owned(numbers)),
        ["trees"] => scenario.trees = true,
        ["range" | "constraint" | "address" | "ids", ..] => {
            scenario.create = Some(create(&words)?);
            scenario.refused = answer.map(str::to_owned);
        }
        _ => {
            let times = words
                .first()
                .and_then(|word| word.strip_suffix('x')?.parse().ok());
            if times.is_some() {
                words.remove(0);
            }
            let operation = operation(&words)?;
            let expected = answer.map(|word| expected(&operation, word)).transpose()?;
            let call = Call {
                operation,
                expected,
            };
            scenario.calls.extend(vec![call; times.unwrap_or(1)]);
        }
    }
    Ok(())
}

fn owned<'a>(words: &'a [&str]) -> impl Iterator<Item = String> + 'a {
    words.iter().map(|word| (*word).to_owned())
}

fn create(words: &[&str]) -> Result<Create, String> {
    Ok(match *words {
        ["range", range] => {
            let (start, end) = ends(range)?;
            Create::Range { start, end }
        }
        ["constraint", size, align, ref policy @ ..] => Create::Constraint {
            size: number(size)?,
            align: number(align)?,
            policy: match *policy {
                ["exact", address] => AllocPolicy::ExactMatch(number(address)?),
                ["first"] => AllocPolicy::FirstMatch,
                ["last"] => AllocPolicy::LastMatch,
                _ => return Err("no policy".into()),
            },
        },
        ["address", base, size] => Create::Address {
            base: number(base)?,
            size: number(size)?,
        },
        ["ids", range] => {
            let (base, end) = ends(range)?;
            Create::Id {
                base: narrow(base)?,
                end: narrow(end)?,
            }
        }
        _ => return Err("no such construction".into()),
    })
}

fn operation(words: &[&str]) -> Result<Operation, String> {
    let allocate = |size, align, policy| {
        Ok::<_, String>(Operation::Allocate {
            size: number(size)?,
            align: number(align)?,
            policy,
        })
    };
    let two =
        |make: fn(u64, u64) -> Operation, range| ends(range).map(|(start, end)| make(start, end));
    match *words {
        ["first", size, align] => allocate(size, align, AllocPolicy::FirstMatch),
        ["last", size, align] => allocate(size, align, AllocPolicy::LastMatch),
        ["exact", size, align, address] => {
            allocate(size, align, AllocPolicy::ExactMatch(number(address)?))
        }
        ["free", range] => Ok(Operation::Free(match result(range)? {
            Some(index) => RangeArgument::Result(index),
            None => ends(range).map(|(start, end)| RangeArgument::Literal(start, end))?,
        })),
        ["take"] => Ok(Operation::AllocateId),
        ["give", id] => Ok(Operation::FreeId(match result(id)? {
            Some(index) => IdArgument::Result(index),
            None => IdArgument::Literal(narrow(number(id)?)?),
        })),
        ["asks", id] => Ok(Operation::IsAllocated(narrow(number(id)?)?)),
        ["len"] => Ok(Operation::Length),
        ["contains", range] => two(Operation::Contains, range),
        ["overlaps", range] => two(Operation::Overlaps, range),
        ["equals", range] => two(Operation::Equals, range),
        ["compare", range] => two(Operation::Compare, range),
        _ => Err("no such step".into()),
    }
}

fn expected(operation: &Operation, word: &str) -> Result<Expected, String> {
    if word != "MAX"
        && word.starts_with(char::is_uppercase)
        && word.chars().all(char::is_alphabetic)
    {
        return Ok(Expected::Error(word.to_owned()));
    }
    let value = match (operation, word) {
        (Operation::Allocate { size, .. }, start) => {
            let start = number(start)?;
            let end = size.checked_sub(1).and_then(|last| start.checked_add(last));
            let range = RangeInclusive::new(start, end.ok_or("the range ends nowhere")?);
            Value::Range(range.map_err(|error| error.to_string())?)
        }
        (Operation::Free(_), "ok") => Value::Nothing,
        (Operation::AllocateId | Operation::FreeId(_), id) => Value::Id(narrow(number(id)?)?),
        (Operation::Length, bytes) => Value::Length(number(bytes)?),
        (Operation::Compare(..), "less") => Value::Order(Ordering::Less),
        (Operation::Compare(..), "equal") => Value::Order(Ordering::Equal),
        (Operation::Compare(..), "greater") => Value::Order(Ordering::Greater),
        (Operation::Free(_) | Operation::Compare(..), _) => return Err("no such answer".into()),
        (_, "yes") => Value::Bool(true),
        (_, "no") => Value::Bool(false),
        _ => return Err("no such answer".into()),
    };
    Ok(Expected::Value(value))
}

fn result(word: &str) -> Result<Option<usize>, String> {
    let index = word.strip_prefix('#').map(str::parse).transpose();
    index.map_err(|error| format!("{word}: {error}"))
}

fn ends(word: &str) -> Result<(u64, u64), String> {
    let (start, end) = word.split_once("..").ok_or("no range")?;
    Ok((number(start)?, number(end)?))
}

fn narrow(number: u64) -> Result<u32, String> {
    u32::try_from(number).map_err(|error| error.to_string())
}

fn number(word: &str) -> Result<u64, String> {
    let value = match word.rfind(['+', '-']) {
        Some(sign) => {
            let (left, right) = (number(&word[..sign])?, number(&word[sign + 1..])?);
            match &word[sign..=sign] {
                "+" => left.checked_add(right),
                _ => left.checked_sub(right),
            }
        }
        None => term(word),
    };
    value.ok_or_else(|| format!("{word} is no number"))
}

fn term(word: &str) -> Option<u64> {
    if word == "MAX" {
        return Some(u64::MAX);
    }
    if let Some(exponent) = word.strip_prefix("2^") {
        return 1_u64.checked_shl(exponent.parse().ok()?);
    }
    if let Some(digits) = word.strip_prefix("0x") {
        return u64::from_str_radix(&digits.replace('_', ""), 16).ok();
    }
    for (unit, bytes) in [('K', 1 << 10), ('M', 1 << 20), ('G', 1 << 30)] {
        if let Some(count) = word.strip_suffix(unit) {
            return count.parse::<u64>().ok()?.checked_mul(bytes);
        }
    }
    word.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_several_spellings() {
        for (word, value) in [
            ("0x1_0000", 0x1_0000),
            ("200", 200),
            ("MAX-0xf", u64::MAX - 15),
            ("2^53+1", (1 << 53) + 1),
            ("3G", 3 << 30),
        ] {
            assert_eq!(number(word), Ok(value), "{word}");
        }
        for word in ["", "0x", "x", "2^64", "MAX+1", "1-2", "99999999999G"] {
            assert!(number(word).is_err(), "{word}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for (step, reason) in [
            ("address 1", "no such construction"),
            ("constraint 1 1 best", "no policy"),
            ("grab 1", "no such step"),
            ("first 1 one", "one is no number"),
            ("first 1 1 -> yes", "yes is no number"),
            ("first 0 1 -> 5", "the range ends nowhere"),
            ("free 1..2 -> yes", "no such answer"),
            ("free 1", "no range"),
            ("free #x", "#x: invalid digit found in string"),
            (
                "asks 2^32",
                "out of range integral type conversion attempted",
            ),
        ] {
            let found = scenarios(&format!("slug: Title\n  Why.\n  {step}")).unwrap_err();
            assert_eq!(found, format!("slug: {step}: {reason}"));
        }
        assert_eq!(scenarios("untitled").unwrap_err(), "untitled: no title");
    }
}
