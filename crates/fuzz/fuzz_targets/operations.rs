//! Runs any sequence of operations: the pool's audit compares each answer and each tree with the
//! crate's, and in sound mode the promises must hold.
//!
//! The first byte chooses the space and the mode, then every four bytes are an operation.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vm_allocator_engine::{
    AddressPool, AllocPolicy, FreeRange, RangeInclusive,
    snapshot::{self, Mode},
};

const SPACES: [(u64, u64); 6] = [
    (0, 64),
    (1, 64),
    (0x1000, 0x10000),
    (0, u64::MAX),
    (u64::MAX - 63, 64),
    (u64::MAX - 64, 64),
];

fuzz_target!(|bytes: &[u8]| {
    let Some((&first, operations)) = bytes.split_first() else {
        return;
    };
    let (base, size) = SPACES[usize::from(first >> 1) % SPACES.len()];
    let sound = first & 1 == 1;
    let mut pool = AddressPool::new(base, size, sound).expect("a good space");
    let mut live: Vec<RangeInclusive> = Vec::new();
    for operation in operations.chunks_exact(4) {
        step(&mut pool, &mut live, operation);
    }
    round_trips(&pool);
    if sound {
        frees_everything(pool, &live, u128::from(size));
    }
});

fn step(pool: &mut AddressPool, live: &mut Vec<RangeInclusive>, operation: &[u8]) {
    let (kind, a, b, c) = (operation[0], operation[1], operation[2], operation[3]);
    let address = place(pool, a, c);
    let size = u64::from(b) << (kind >> 6);
    match kind % 6 {
        0 | 1 => allocate(pool, live, size, 1 << (a % 7), AllocPolicy::FirstMatch),
        2 => allocate(pool, live, size, 1 << (a % 7), AllocPolicy::LastMatch),
        3 => allocate(
            pool,
            live,
            size,
            1 << (kind >> 6),
            AllocPolicy::ExactMatch(address),
        ),
        4 if !live.is_empty() => {
            let range = live.swap_remove(usize::from(a) % live.len());
            let freed = pool.free(&range);
            assert!(
                !pool.sound() || freed.is_ok(),
                "a live range was lost: {range:x?}"
            );
        }
        _ => free_any(pool, live, address, size),
    }
}

/// An address near the start, near the end, or somewhere beyond.
fn place(pool: &AddressPool, a: u8, c: u8) -> u64 {
    match c % 4 {
        0 => pool.end().saturating_sub(u64::from(a)),
        1 => pool.end().saturating_add(u64::from(c >> 2)),
        _ => pool.base().saturating_add(u64::from(a)),
    }
}

fn allocate(
    pool: &mut AddressPool,
    live: &mut Vec<RangeInclusive>,
    size: u64,
    align: u64,
    policy: AllocPolicy,
) {
    let Ok(range) = pool.allocate(size, align, policy) else {
        return;
    };
    let overlap = live.iter().any(|other| range.overlaps(other));
    assert!(!pool.sound() || !overlap, "{range:x?} has two owners");
    live.push(range);
}

/// Frees any range; in sound mode, only live ones succeed.
fn free_any(pool: &mut AddressPool, live: &mut Vec<RangeInclusive>, address: u64, size: u64) {
    let Ok(range) = RangeInclusive::new(address, address.saturating_add(size)) else {
        return;
    };
    let owned = live.iter().position(|other| *other == range);
    let freed = pool.free(&range).is_ok();
    assert!(!pool.sound() || freed == owned.is_some());
    if let (true, Some(owned)) = (freed, owned) {
        live.swap_remove(owned);
    }
}

fn round_trips(pool: &AddressPool) {
    let text = snapshot::write_address(pool.allocator());
    let mode = if pool.sound() {
        Mode::Sound
    } else {
        Mode::Canonical
    };
    let again = snapshot::read_address(text.as_bytes(), mode).expect("a reachable state is read");
    assert_eq!(again, *pool.allocator());
}

fn frees_everything(mut pool: AddressPool, live: &[RangeInclusive], size: u128) {
    for range in live {
        pool.free(range).expect("a live range is freed");
    }
    let bytes = |range: FreeRange| u128::from(range.end - range.start) + 1;
    assert_eq!(pool.free_index().iter().map(bytes).sum::<u128>(), size);
}
