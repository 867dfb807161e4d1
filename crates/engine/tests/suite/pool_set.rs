//! A device that receives nothing leaves every pool's tree unchanged, node for node; a detached
//! device gives back what it had.

use crate::support::random::Random;
use vm_allocator_engine::AddressAllocator;
use vm_allocator_engine::pool_set::{Need, PoolSet, Shape, Side, Unit};

fn trees(set: &PoolSet) -> Vec<AddressAllocator> {
    let pools = set.pools().iter();
    pools
        .map(|pool| pool.addresses().allocator().clone())
        .collect()
}

/// In each pool, exactly the live ranges have owners.
fn assert_owned(set: &PoolSet) {
    for pool in set.pools() {
        assert_eq!(pool.owners().count(), pool.addresses().live_ranges());
    }
}

fn need(random: &mut Random) -> Need<'static> {
    const POOLS: [&[u64]; 4] = [&[0], &[1, 0], &[2], &[2, 3]];
    let pools = POOLS[random.below(4) as usize];
    let ids = pools[0] >= 2;
    let start = random.below(40);
    let side = [Side::Bottom, Side::Top, Side::Exact][random.below(3) as usize];
    let scattered = ids && side == Side::Bottom && random.below(2) == 0;
    let size = 1 + random.below(12);
    Need {
        shape: if scattered {
            Shape::Scattered
        } else {
            Shape::Run
        },
        side,
        size,
        align: if scattered || side == Side::Exact {
            1
        } else {
            1 << random.below(4)
        },
        start: if side == Side::Exact { start } else { 0 },
        end: if side == Side::Exact {
            start + size - 1
        } else {
            100
        },
        pools,
    }
}

#[test]
fn a_refusal_and_a_plan_leave_every_tree_as_it_was() {
    let spaces = [
        (Unit::Address, 0, 63),
        (Unit::Address, 8, 47),
        (Unit::Id, 0, 31),
        (Unit::Id, 5, 23),
    ];
    let mut set = PoolSet::new(&spaces).unwrap();
    let empty = trees(&set);
    let mut random = Random::new(1);
    let (mut refused, mut attached) = (0, Vec::new());
    for step in 0..60_000 {
        let needs: Vec<_> = (0..1 + random.below(4))
            .map(|_| need(&mut random))
            .collect();
        let before = trees(&set);
        let planned = set.plan(&needs).ok();
        assert_eq!(trees(&set), before, "step {step}: plan of {needs:?}");
        let device = (0..).find(|number| set.device(*number).is_none()).unwrap();
        match set.attach(device, &needs) {
            Ok(holdings) => {
                assert_eq!(Some(holdings.to_vec()), planned, "step {step}");
                attached.push(device);
            }
            Err(_) => {
                refused += 1;
                assert!(planned.is_none(), "step {step}");
                assert_eq!(trees(&set), before, "step {step}: {needs:?}");
            }
        }
        assert_owned(&set);
        while attached.len() > 6 || (random.below(3) == 0 && !attached.is_empty()) {
            let leaving = attached.swap_remove(random.below(attached.len() as u64) as usize);
            assert!(set.detach(leaving));
        }
        if attached.is_empty() {
            assert_eq!(trees(&set), empty, "step {step}: all have left");
        }
    }
    assert!(refused > 10_000, "{refused} were refused");
}
