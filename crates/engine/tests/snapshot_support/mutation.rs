//! Documents to examine: those of random allocators, mutated in one of four ways.

use serde_json::{Map, Value, json};

use super::documents::{address_document, model_of};
use super::id_model::random_id_allocator;
use super::model::Range;
use super::operations::{allocator_for, edge, random_operation, random_space};
use super::random::Random;

/// A document of the crate, mutated once or several times.
pub fn mutated_document(random: &mut Random) -> Vec<u8> {
    let (document, is_address) = if random.one_in(4) {
        (
            serde_json::to_string(&random_id_allocator(random)).unwrap(),
            false,
        )
    } else {
        (random_address_document(random), true)
    };
    match random.below(4) {
        0 => mutate_bytes(random, document.into_bytes()),
        1 => mutate_numbers(random, &document).into_bytes(),
        2 if is_address => mutate_ranges(random, &document).into_bytes(),
        _ => mutate_structure(random, &document).into_bytes(),
    }
}

/// The snapshot of an allocator after some random operations.
pub fn random_address_document(random: &mut Random) -> String {
    let mut allocator = allocator_for(random_space(random));
    let steps = random.pick(&[0, 1, 3, 10, 30]);
    let mut document = serde_json::to_string(&allocator).unwrap();
    for _ in 0..steps {
        _ = random_operation(random, &model_of(&document)).on_crate(&mut allocator);
        document = serde_json::to_string(&allocator).unwrap();
    }
    document
}

fn mutate_bytes(random: &mut Random, mut bytes: Vec<u8>) -> Vec<u8> {
    for _ in 0..=random.below(3) {
        let at = random.index(bytes.len());
        let until = (at + random.index(40)).min(bytes.len());
        match random.below(7) {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << random.below(8),
            1 if !bytes.is_empty() => bytes[at] = random.next() as u8,
            2 => bytes.insert(at, random.pick(b"{}[],:\"\\0123456789-.eE \n\0\xff")),
            3 => _ = bytes.drain(at..until),
            4 => bytes.truncate(at),
            5 => {
                let copy = bytes[at..until].to_vec();
                let to = random.index(bytes.len());
                bytes.splice(to..to, copy);
            }
            _ => {
                let word: &[u8] = random.pick(&[
                    b"null".as_slice(),
                    b"true",
                    b"{}",
                    b"[]",
                    b"\"Free\"",
                    b"\"start\":1,",
                    b"\\u0000",
                    b"\xef\xbb\xbf",
                    b"[[[[[[",
                    b"1e9",
                    b"18446744073709551616",
                ]);
                bytes.splice(at..at, word.iter().copied());
            }
        }
    }
    bytes
}

/// Replaces some of the document's numbers.
fn mutate_numbers(random: &mut Random, document: &str) -> String {
    let mut document = document.to_owned();
    for _ in 0..=random.below(2) {
        let is_start = |(at, byte): (usize, &u8)| {
            byte.is_ascii_digit() && !document.as_bytes()[at - 1].is_ascii_digit()
        };
        let starts: Vec<usize> = (1..document.len())
            .filter(|at| is_start((*at, &document.as_bytes()[*at])))
            .collect();
        if starts.is_empty() {
            return document;
        }
        let start = random.pick(&starts);
        let digits = document[start..]
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(0);
        let number = document[start..start + digits].parse().unwrap_or(0);
        document.replace_range(start..start + digits, &other_number(random, number));
    }
    document
}

fn other_number(random: &mut Random, number: u64) -> String {
    match random.below(12) {
        0..=2 => number.wrapping_add(1).to_string(),
        3..=5 => number.wrapping_sub(1).to_string(),
        6 => edge(random).to_string(),
        7 => random.below(20).to_string(),
        8 => format!("-{number}"),
        9 => format!("{number}.0"),
        10 => format!("{number}{number}"),
        _ => format!("0{number}"),
    }
}

/// Changes the list of ranges or the address space, and writes the result as a well-formed tree.
fn mutate_ranges(random: &mut Random, document: &str) -> String {
    let mut ranges = model_of(document).ranges;
    let parsed: Value = serde_json::from_str(document).unwrap();
    let space = &parsed["address_space"];
    let mut space = (
        space["start"].as_u64().unwrap(),
        space["end"].as_u64().unwrap(),
    );
    for _ in 0..=random.below(3) {
        let at = random.index(ranges.len());
        match random.below(8) {
            0 => space.0 = space.0.wrapping_add(random.below(3)).wrapping_sub(1),
            1 => space.1 = space.1.wrapping_add(random.below(3)).wrapping_sub(1),
            _ if ranges.is_empty() => {
                let (start, end) = random_space(random);
                ranges.push(Range {
                    start,
                    end,
                    is_free: random.one_in(2),
                });
            }
            2 => _ = ranges.remove(at),
            3 => ranges.swap(at, 0),
            4 => split(random, &mut ranges, at),
            5 => ranges[at].end = ranges[at].end.wrapping_add(random.below(3)).wrapping_sub(1),
            _ => ranges[at].is_free ^= true,
        }
    }
    address_document(space, &ranges)
}

fn split(random: &mut Random, ranges: &mut Vec<Range>, at: usize) {
    let Range { start, end, .. } = ranges[at];
    if start < end {
        let middle = start + random.below(end - start);
        ranges[at].end = middle;
        ranges.insert(
            at + 1,
            Range {
                start: middle + 1,
                end,
                is_free: random.one_in(2),
            },
        );
    }
}

/// Changes a random value of the parsed document, or the object or array that contains it.
fn mutate_structure(random: &mut Random, document: &str) -> String {
    let mut value = serde_json::from_str(document).unwrap();
    for _ in 0..=random.below(2) {
        mutate_value(random, &mut value);
    }
    if random.one_in(4) {
        format!("{value:#}")
    } else {
        value.to_string()
    }
}

fn mutate_value(random: &mut Random, value: &mut Value) {
    let children = match value {
        Value::Object(members) => members.len(),
        Value::Array(elements) => elements.len(),
        _ => 0,
    };
    if children > 0 && !random.one_in(4) {
        let index = random.index(children);
        match value {
            Value::Object(members) => {
                return mutate_value(random, members.values_mut().nth(index).unwrap());
            }
            Value::Array(elements) => return mutate_value(random, &mut elements[index]),
            _ => unreachable!("only containers have children"),
        }
    }
    match value {
        Value::Object(members) if random.one_in(2) => mutate_members(random, members),
        Value::Array(elements) if random.one_in(2) => {
            let at = random.index(elements.len());
            elements.insert(at, random.below(9).into());
        }
        _ => *value = other_value(random, value.take()),
    }
}

fn mutate_members(random: &mut Random, members: &mut Map<String, Value>) {
    let keys: Vec<String> = members.keys().cloned().collect();
    let key = |random: &mut Random| {
        keys.get(random.index(keys.len()))
            .cloned()
            .unwrap_or_default()
    };
    let (first, second) = (key(random), key(random));
    match random.below(4) {
        0 => _ = members.remove(&first),
        1 => _ = members.insert(random.pick(&["", "extra", "Start", "é"]).into(), json!(1)),
        _ => {
            let value = members.get(&first).cloned().unwrap_or_default();
            if let Some(old) = members.insert(second, value) {
                members.insert(first, old);
            }
        }
    }
}

fn other_value(random: &mut Random, value: Value) -> Value {
    match (random.below(8), &value) {
        (0..=2, Value::Number(number)) => {
            let number = number.as_u64().unwrap_or(0);
            let others = [number.wrapping_add(1), number.wrapping_sub(1), edge(random)];
            random.pick(&others).into()
        }
        (0..=2, Value::String(_)) => random.pick(&["Free", "Allocated", "free", ""]).into(),
        (3, _) => Value::Null,
        (4, _) => json!([value]),
        (5, _) => json!({ "start": value.clone(), "end": value }),
        (6, _) => random.pick(&[true, false]).into(),
        _ => {
            let others = [json!("1"), json!(1.5), json!(-1), json!([]), json!({})];
            others[random.index(others.len())].clone()
        }
    }
}
