//! Every state of a pool in sound mode, including its repairs of D3, can be restored in sound mode.

use crate::snapshot_support::documents::model_of;
use crate::snapshot_support::operations::{Operation, random_operation, random_space};
use crate::snapshot_support::random::Random;
use vm_allocator::RangeInclusive;
use vm_allocator_engine::AddressPool;
use vm_allocator_engine::snapshot::{Mode, read_address, write_address};

const SEQUENCES: u64 = 150;
const STEPS: usize = 40;

#[test]
fn a_pool_in_sound_mode_is_restored_in_sound_mode() {
    let mut repairs = 0;
    for seed in 0..SEQUENCES {
        let mut random = Random::new(seed);
        let (start, end) = random_space(&mut random);
        let mut pool = AddressPool::new(start, end - start + 1, true).unwrap();
        for step in 0..STEPS {
            let written = write_address(pool.allocator());
            let restored = read_address(written.as_bytes(), Mode::Sound)
                .unwrap_or_else(|refusal| panic!("seed {seed}, step {step}: {refusal}\n{written}"));
            assert_eq!(&restored, pool.allocator());
            repairs += u64::from(apply(
                &mut pool,
                random_operation(&mut random, &model_of(&written)),
            ));
        }
    }
    assert!(
        repairs > 50,
        "{repairs} ranges freed that the crate alone would have lost"
    );
}

/// Whether the pool freed a range that the crate alone would have lost.
fn apply(pool: &mut AddressPool, operation: Operation) -> bool {
    match operation {
        Operation::Allocate {
            size,
            align,
            policy,
        } => {
            _ = pool.allocate(size, align, policy);
            false
        }
        Operation::Free { start, end } => {
            let is_lost = start == 1 || end == u64::MAX - 1;
            RangeInclusive::new(start, end).is_ok_and(|range| pool.free(&range).is_ok()) && is_lost
        }
    }
}
