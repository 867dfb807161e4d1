//! The walks: what they count and write, and that they agree.

use std::collections::{BTreeMap, BTreeSet};
use vm_allocator_oracle::exhaustive::{Space, Walked, sequences, states};

fn walk(space: &Space, length: u32) -> (Walked, Vec<String>) {
    let mut output = Vec::new();
    let walked = sequences(space, length, &mut output).unwrap();
    (walked, lines(output))
}

fn walk_states(space: &Space, length: Option<u32>) -> (Walked, Vec<String>) {
    let mut output = Vec::new();
    let walked = states(space, length, &mut output).unwrap();
    (walked, lines(output))
}

fn lines(output: Vec<u8>) -> Vec<String> {
    String::from_utf8(output)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect()
}

fn tiny(base: u64) -> Space {
    Space {
        base,
        size: 2,
        sizes: vec![1, 2],
        aligns: vec![1],
        outside: 0,
    }
}

#[test]
fn calls_come_in_the_documented_order() {
    let calls: Vec<String> = Space {
        base: 1,
        outside: 1,
        ..tiny(0)
    }
    .calls()
    .iter()
    .map(|call| {
        call.members()
            .iter()
            .map(|(_, value)| value.compact())
            .collect()
    })
    .collect();
    assert_eq!(calls.len(), 2 * (2 + 4) + 10);
    assert_eq!(calls[0], r#""allocate""0x1""0x1"{"kind":"FirstMatch"}"#);
    assert_eq!(calls[1], r#""allocate""0x1""0x1"{"kind":"LastMatch"}"#);
    assert_eq!(
        calls[2],
        r#""allocate""0x1""0x1"{"kind":"ExactMatch","address":"0x0"}"#
    );
    assert_eq!(calls[6], r#""allocate""0x2""0x1"{"kind":"FirstMatch"}"#);
    assert_eq!(calls[12], r#""free"{"start":"0x0","end":"0x0"}"#);
    assert_eq!(calls[13], r#""free"{"start":"0x0","end":"0x1"}"#);
    assert_eq!(calls[21], r#""free"{"start":"0x3","end":"0x3"}"#);
}

#[test]
fn alignments_vary_before_sizes() {
    let space = Space {
        sizes: vec![2, 1],
        aligns: vec![1, 4],
        ..tiny(0)
    };
    let pairs: Vec<(String, String)> = space
        .calls()
        .iter()
        .filter(|call| call.name() == "allocate")
        .map(|call| call.members())
        .map(|members| (members[1].1.compact(), members[2].1.compact()))
        .collect();
    let mut order = pairs.clone();
    order.dedup();
    let named = [("2", "1"), ("2", "4"), ("1", "1"), ("1", "4")]
        .map(|(size, align)| (format!("\"0x{size}\""), format!("\"0x{align}\"")));
    assert_eq!(order, named);
}

#[test]
fn addresses_stop_at_both_ends_of_the_u64() {
    let low = Space {
        outside: 3,
        ..tiny(0)
    };
    assert_eq!(low.calls().len(), 2 * (2 + 5) + 15);
    let high = Space {
        outside: 3,
        ..tiny(u64::MAX - 1)
    };
    assert_eq!(high.calls().len(), 2 * (2 + 5) + 15);
}

#[test]
fn a_walk_makes_every_sequence() {
    let calls = tiny(0x10).calls().len() as u64;
    let (walked, lines) = walk(&tiny(0x10), 3);
    assert_eq!(walked.steps, calls + calls.pow(2) + calls.pow(3));
    assert_eq!(lines.len() as u64, walked.steps + 2);
    assert_eq!(
        lines[lines.len() - 1],
        format!("end\t{}\t{}", walked.steps, walked.states)
    );
}

#[test]
fn lines_hold_outcome_number_and_new_text() {
    let (_, lines) = walk(&tiny(0x10), 1);
    assert!(lines[0].starts_with("created\t0\t{\"address_space\":{\"start\":16,\"end\":17}"));
    assert!(lines[1].starts_with("0x10-0x10\t1\t{"), "{}", lines[1]);
    assert!(lines[2].starts_with("0x11-0x11\t2\t{"), "{}", lines[2]);
    assert_eq!(lines[3], "0x10-0x10\t1");
    assert_eq!(lines[4], "ResourceNotAvailable\t0");
    assert_eq!(lines[10], "ok\t0");
}

#[test]
fn both_walks_find_the_same_states() {
    let texts = |lines: &[String]| -> BTreeSet<String> {
        lines
            .iter()
            .filter_map(|line| line.split('\t').nth(2))
            .map(str::to_owned)
            .collect()
    };
    for base in [0, 1, 0x10, u64::MAX - 1, u64::MAX - 2] {
        let mut by_sequences = texts(&walk(&tiny(base), 3).1);
        let mut by_states = texts(&walk_states(&tiny(base), Some(3)).1);
        // The last line's third field is a count.
        by_sequences.retain(|text| text.starts_with('{'));
        by_states.retain(|text| text.starts_with('{'));
        assert_eq!(by_sequences, by_states, "base {base:#x}");
    }
}

#[test]
fn walking_states_ends_by_itself_with_every_call_in_every_state() {
    let space = tiny(1);
    let (walked, lines) = walk_states(&space, None);
    assert_eq!(walked.steps, (walked.states * space.calls().len()) as u64);
    let mut numbers = BTreeMap::new();
    for line in &lines[..lines.len() - 1] {
        let fields: Vec<&str> = line.split('\t').collect();
        let number: usize = fields[1].parse().unwrap();
        if let Some(text) = fields.get(2) {
            assert_eq!(number, numbers.len(), "numbers grow by one");
            numbers.insert(number, (*text).to_owned());
        }
        assert!(numbers.contains_key(&number), "a text precedes its number");
    }
    assert_eq!(numbers.len(), walked.states);
}

#[test]
fn a_space_that_can_not_be_managed_is_refused() {
    let error = sequences(
        &Space {
            base: u64::MAX,
            ..tiny(0)
        },
        1,
        Vec::new(),
    )
    .unwrap_err();
    assert!(error.to_string().contains("overflow"));
}
