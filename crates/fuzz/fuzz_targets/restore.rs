//! Restores any bytes: they must be refused with a path and a reason, or give a correct allocator.
//!
//! An input holds several documents, between bytes of 0xff, which no JSON text has.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vm_allocator_engine::{
    AddressAllocator, AddressPool, AllocPolicy, Node, NodeState, RangeInclusive,
    snapshot::{self, InvalidSnapshot, Mode},
    tree,
};

fuzz_target!(|input: &[u8]| {
    input.split(|byte| *byte == 0xff).for_each(restore);
});

fn restore(document: &[u8]) {
    snapshot::detect(document);
    for mode in [Mode::Canonical, Mode::Sound] {
        match snapshot::read_address(document, mode) {
            Ok(allocator) => behaves(allocator, mode),
            Err(refusal) => tells_why(&refusal),
        }
    }
    match snapshot::read_id(document) {
        Ok(mut allocator) => {
            let text = snapshot::write_id(&allocator);
            let again = snapshot::read_id(text.as_bytes()).expect("what was written is read");
            assert_eq!(snapshot::write_id(&again), text);
            if let Ok(id) = allocator.allocate_id() {
                assert!(allocator.is_allocated(id));
                allocator.free_id(id).expect("the id was just handed out");
            }
        }
        Err(refusal) => tells_why(&refusal),
    }
}

fn tells_why(InvalidSnapshot { path, reason }: &InvalidSnapshot) {
    assert!(path.starts_with('$') && !reason.is_empty());
}

/// Writing and reading it again changes nothing; in sound mode, everything can be freed.
fn behaves(allocator: AddressAllocator, mode: Mode) {
    let text = snapshot::write_address(&allocator);
    let again = snapshot::read_address(text.as_bytes(), mode).expect("what was written is read");
    assert_eq!(again, allocator);
    let sound = mode == Mode::Sound;
    let (base, end) = (allocator.base(), allocator.end());
    // The pool's audit compares it with the crate after every call.
    let mut pool = AddressPool::from_allocator(allocator, sound);
    for size in [1, 4, 0x1000] {
        for policy in [AllocPolicy::FirstMatch, AllocPolicy::LastMatch] {
            // A refusal is fine too.
            let _ = pool.allocate(size, 4, policy);
        }
    }
    for Node { start, end, .. } in live(&pool) {
        let freed = RangeInclusive::new(start, end).and_then(|range| pool.free(&range));
        assert!(!sound || freed.is_ok());
    }
    if sound {
        assert_eq!(free_bytes(&pool), u128::from(end - base) + 1);
    }
}

fn live(pool: &AddressPool) -> Vec<Node> {
    let mut nodes = Vec::new();
    tree::visit(pool.allocator(), &mut |node| nodes.push(node));
    nodes.retain(|node| node.state == NodeState::Allocated);
    nodes
}

fn free_bytes(pool: &AddressPool) -> u128 {
    let bytes = |range: vm_allocator_engine::FreeRange| u128::from(range.end - range.start) + 1;
    pool.free_index().iter().map(bytes).sum()
}
