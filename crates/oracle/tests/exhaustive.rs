//! Tests the walk: what it writes, and that it finds the same states as all sequences.

use serde_json::Value;
use std::collections::BTreeSet;
use vm_allocator::AddressAllocator;
use vm_allocator_oracle::exhaustive::{Space, Walked, apply, states};
use vm_allocator_oracle::operation::Operation;

fn walk(space: &Space) -> (Walked, Vec<Value>) {
    let mut output = Vec::new();
    let walked = states(space, &mut output).unwrap();
    let lines = String::from_utf8(output).unwrap();
    let lines = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    (walked, lines.collect())
}

fn tiny(base: u64) -> Space {
    Space::new(base, 2)
}

fn spelled(call: &Operation) -> String {
    let members = call.members().into_iter().skip(1);
    members.map(|(_, value)| value.compact()).collect()
}

#[test]
fn calls_come_in_the_documented_order() {
    let calls: Vec<String> = tiny(1).calls().iter().map(spelled).collect();
    assert_eq!(calls.len(), 6 * (2 + 4) + 10);
    assert_eq!(calls[0], r#""0x1""0x1"{"kind":"FirstMatch"}"#);
    assert_eq!(calls[1], r#""0x1""0x1"{"kind":"LastMatch"}"#);
    assert_eq!(
        calls[2],
        r#""0x1""0x1"{"kind":"ExactMatch","address":"0x0"}"#
    );
    assert_eq!(calls[6], r#""0x1""0x2"{"kind":"FirstMatch"}"#);
    assert_eq!(calls[12], r#""0x2""0x1"{"kind":"FirstMatch"}"#);
    assert_eq!(calls[36], r#"{"start":"0x0","end":"0x0"}"#);
    assert_eq!(calls[37], r#"{"start":"0x0","end":"0x1"}"#);
    assert_eq!(calls[45], r#"{"start":"0x3","end":"0x3"}"#);
}

#[test]
fn addresses_stop_at_both_ends_of_the_u64() {
    for base in [0, u64::MAX - 1] {
        assert_eq!(tiny(base).calls().len(), 6 * (2 + 3) + 6);
    }
}

#[test]
fn a_line_holds_outcome_number_and_new_text() {
    let (_, lines) = walk(&tiny(0x10));
    assert_eq!(lines[0]["outcome"], "created");
    let text = lines[0]["text"].as_str().unwrap();
    assert!(text.starts_with(r#"{"address_space":{"start":16,"end":17}"#));
    assert_eq!(lines[1]["outcome"], "0x10-0x10");
    assert_eq!(lines[1]["state"], 1);
    assert!(lines[1]["text"].is_string());
    assert_eq!(lines[2]["outcome"], "0x11-0x11");
    assert_eq!(lines[3]["outcome"], "ResourceNotAvailable");
    assert_eq!(
        lines[3],
        serde_json::json!({ "outcome": "ResourceNotAvailable", "state": 0 })
    );
    assert_eq!(lines[4]["state"], 1);
    assert!(lines[4].get("text").is_none());
}

#[test]
fn the_walk_ends_with_every_call_in_every_state() {
    let space = tiny(1);
    let (walked, lines) = walk(&space);
    assert_eq!(walked.steps, walked.states * space.calls().len());
    assert_eq!(lines.len(), walked.steps + 2);
    let mut known = 0;
    for line in &lines[..lines.len() - 1] {
        if line.get("text").is_some() {
            assert_eq!(line["state"], known, "numbers grow by one");
            known += 1;
        }
        assert!(line["state"].as_u64().unwrap() < known);
    }
    assert_eq!(known, walked.states as u64);
    let end = serde_json::json!({ "steps": walked.steps, "states": walked.states });
    assert_eq!(lines[lines.len() - 1], end);
}

/// The texts of all states reachable with up to `length` calls.
fn reach(state: &AddressAllocator, calls: &[Operation], length: u32, found: &mut BTreeSet<String>) {
    found.insert(serde_json::to_string(state).unwrap());
    if length > 0 {
        for call in calls {
            reach(&apply(state, call).0, calls, length - 1, found);
        }
    }
}

#[test]
fn no_sequence_reaches_a_state_that_the_walk_misses() {
    for base in [0, 1, 0x10, u64::MAX - 1, u64::MAX - 2] {
        let space = tiny(base);
        let mut by_sequences = BTreeSet::new();
        let start = AddressAllocator::new(space.base, space.size).unwrap();
        reach(&start, &space.calls(), 3, &mut by_sequences);
        let texts = walk(&space).1;
        let by_walk: BTreeSet<String> = texts
            .iter()
            .filter_map(|line| line["text"].as_str().map(str::to_owned))
            .collect();
        assert!(by_sequences.is_subset(&by_walk), "base {base:#x}");
        assert!(by_sequences.len() > 1);
    }
}

#[test]
fn a_space_that_can_not_be_managed_is_refused() {
    let error = states(&tiny(u64::MAX), Vec::new()).unwrap_err();
    assert!(error.to_string().contains("overflow"));
}
