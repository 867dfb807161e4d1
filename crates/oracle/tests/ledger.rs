//! The list of deviations is complete: every difference between the crate's answers and its
//! documentation has a number, in every state of small spaces and on random walks through large
//! ones.

#[path = "../../engine/tests/support/random.rs"]
mod random;

use random::Random;
use std::collections::{BTreeSet, HashSet};
use vm_allocator::{AddressAllocator, AllocPolicy, Error, IdAllocator};
use vm_allocator_oracle::deviation::{Deviations, Step, explain};
use vm_allocator_oracle::exhaustive::Space;
use vm_allocator_oracle::operation::{Operation, RangeArgument};
use vm_allocator_oracle::rotation::replay;
use vm_allocator_oracle::subject::{Subject, resolve_range};
use vm_allocator_oracle::tree::{read, slots, snapshot};

/// Makes the call; the allocator after it and the deviations that it shows.
fn examine(before: &AddressAllocator, call: &Operation) -> (AddressAllocator, Deviations) {
    let mut subject = Subject::Address(before.clone());
    let outcome = subject
        .call(call, &[])
        .expect("an address allocator's call");
    let Subject::Address(after) = subject else {
        unreachable!("a call never changes the type")
    };
    let range = match *call {
        Operation::Free(range) => Some(resolve_range(range, &[]).expect("a range")),
        _ => None,
    };
    let (old, new) = (read(&snapshot(before)), read(&snapshot(&after)));
    let (old_slots, new_slots) = (slots(&old), slots(&new));
    assert_eq!(
        replay(old, call, range, &outcome).0,
        new,
        "{call:?} in {old_slots:?}"
    );
    let step = Step {
        before: &old_slots,
        operation: call,
        range,
        outcome: &outcome,
        after: &new_slots,
    };
    let found = explain(&step).unwrap_or_else(|reason| panic!("{reason}, in {old_slots:?}"));
    (after, found)
}

/// Makes every call in every state of a space, and returns all deviations found.
fn examine_all(space: &Space) -> Deviations {
    let fresh = AddressAllocator::new(space.base, space.size).expect("a small space");
    let mut seen = HashSet::from([snapshot(&fresh)]);
    let (mut waiting, mut found) = (vec![fresh], Deviations::new());
    let mut calls = space.calls();
    let policy = AllocPolicy::ExactMatch(u64::MAX);
    calls.push(Operation::Allocate {
        size: 1,
        align: 1,
        policy,
    });
    while let Some(state) = waiting.pop() {
        for call in &calls {
            let (after, shown) = examine(&state, call);
            found.extend(shown);
            if seen.insert(snapshot(&after)) {
                waiting.push(after);
            }
        }
    }
    found
}

#[test]
fn small_spaces_hold_no_further_surprise() {
    let mut found = Deviations::new();
    // Once D3 has emptied a tree, freeing a range outside extends the space (D10), so exclude such
    // states.
    for (base, outside) in [
        (0, 1),
        (1, 0),
        (2, 1),
        (0x10, 1),
        (u64::MAX - 4, 0),
        (u64::MAX - 3, 1),
    ] {
        let sizes = vec![1, 2, 3, 4];
        found.extend(examine_all(&Space {
            base,
            size: 4,
            sizes,
            outside,
        }));
    }
    let expected = [
        "D1", "D10", "D11", "D12", "D13", "D14", "D16", "D2", "D3", "D4", "D5", "D6", "D7",
    ];
    assert_eq!(found, BTreeSet::from(expected));
}

fn random_call(random: &mut Random, allocator: &AddressAllocator) -> Operation {
    let ranges = slots(&read(&snapshot(allocator)));
    let some = |random: &mut Random| match ranges.len() as u64 {
        0 => (allocator.base(), allocator.end()),
        count => {
            let range = ranges[random.below(count) as usize].range;
            (range.start(), range.end())
        }
    };
    let (start, end) = some(random);
    let size = match random.below(4) {
        0 => 1 + random.below(4),
        1 => end - start + 1,
        2 => u64::MAX >> random.below(64),
        _ => 1 + random.below((end - start).max(1)),
    };
    let align = 1 << (random.below(64) >> random.below(7));
    let near =
        [start, end, end.wrapping_add(1), start + (end - start) / 2][random.below(4) as usize];
    let address = near & !(align - 1);
    let policy = [
        AllocPolicy::FirstMatch,
        AllocPolicy::LastMatch,
        AllocPolicy::ExactMatch(address),
    ];
    match random.below(8) {
        kind @ 0..5 => Operation::Allocate {
            size,
            align,
            policy: policy[(kind % 3) as usize],
        },
        _ => Operation::Free(RangeArgument::Literal(start, end)),
    }
}

#[test]
fn random_walks_hold_no_further_surprise() {
    let spaces = [
        (0, u64::MAX),
        (1, u64::MAX),
        (1, u64::MAX - 1),
        (0, 64),
        (u64::MAX - 63, 64),
    ];
    for (seed, (base, size)) in (1..=40).flat_map(|seed| spaces.map(|space| (seed, space))) {
        let mut random = Random::new(seed);
        let mut allocator = AddressAllocator::new(base, size).expect("a space");
        for _ in 0..60 {
            let call = random_call(&mut random, &allocator);
            allocator = examine(&allocator, &call).0;
        }
    }
}

/// The lowest free id, an error's kind for the rest; the end 2^32 - 1 is D8.
#[test]
fn ids_hold_no_further_surprise() {
    for base in [0, 5, u32::MAX - 4, u32::MAX - 3] {
        let mut waiting = vec![(
            IdAllocator::new(base, base + 3).expect("a range"),
            Vec::new(),
            0,
        )];
        let mut seen = HashSet::new();
        while let Some((allocator, live, new)) = waiting.pop() {
            if !seen.insert(serde_json::to_string(&allocator).expect("serialises")) {
                continue;
            }
            for id in base.saturating_sub(1)..=base.saturating_add(4) {
                assert_eq!(allocator.is_allocated(id), live.contains(&id));
                let (mut next, mut left) = (allocator.clone(), live.clone());
                let answer = next.free_id(id);
                if live.contains(&id) {
                    assert_eq!(answer, Ok(id));
                    left.retain(|other| *other != id);
                } else if !(base..=base + 3).contains(&id) {
                    assert_eq!(answer, Err(Error::OutOfRange(id)));
                } else if id - base >= new {
                    assert_eq!(answer, Err(Error::NeverAllocated(id)));
                } else {
                    assert_eq!(answer, Err(Error::AlreadyReleased(id)));
                }
                waiting.push((next, left, new));
            }
            let (mut next, mut left) = (allocator.clone(), live.clone());
            let lowest = (base..=base + 3).find(|id| !live.contains(id));
            let full = if base + 3 == u32::MAX {
                Error::Overflow
            } else {
                Error::ResourceNotAvailable
            };
            assert_eq!(next.allocate_id(), lowest.ok_or(full));
            left.extend(lowest);
            let new = lowest.map_or(new, |id| new.max(id - base + 1));
            waiting.push((next, left, new));
        }
    }
}
