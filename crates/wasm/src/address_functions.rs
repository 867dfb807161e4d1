//! Functions on address allocators.

use vm_allocator::RangeInclusive;
use vm_allocator_engine::{
    address_pool::AddressPool,
    snapshot::{self, Mode},
    statistics::AddressStatistics,
    tree::{self, NodeState},
};

use crate::{
    failure::Failure,
    input, output,
    rule_functions::policy,
    state::{self, Status},
};

/// The number of a new allocator; 0 after a refusal.
#[unsafe(no_mangle)]
pub extern "C" fn address_create(base: u64, size: u64, sound: u32) -> u64 {
    keep(AddressPool::new(base, size, sound != 0).map_err(Failure::from))
}

/// The number of an allocator that continues from the snapshot in the input buffer; 0 after a refusal.
#[unsafe(no_mangle)]
pub extern "C" fn address_restore(sound: u32) -> u64 {
    let sound = sound != 0;
    let mode = if sound { Mode::Sound } else { Mode::Canonical };
    let allocator = snapshot::read_address(&input::take(), mode);
    let pool = allocator.map(|allocator| AddressPool::from_allocator(allocator, sound));
    keep(pool.map_err(Failure::from))
}

/// The number of a copy; 0 if there is no such allocator.
#[unsafe(no_mangle)]
pub extern "C" fn address_clone(number: u64) -> u64 {
    state::with(|state| {
        let copy = state.addresses.get(number).cloned();
        copy.map_or(0, |copy| state.addresses.insert(copy))
    })
}

/// Drops an allocator.
#[unsafe(no_mangle)]
pub extern "C" fn address_drop(number: u64) {
    state::with(|state| state.addresses.remove(number));
}

/// The first address of the range; 2^64 - 1 also when there is none: [`last_status`] says so.
///
/// The result isn't in the memory, since a call may move that away from JavaScript's view of it, and
/// nothing that can throw may come after the change.
#[unsafe(no_mangle)]
pub extern "C" fn address_allocate(
    number: u64,
    size: u64,
    align: u64,
    code: u32,
    address: u64,
) -> u64 {
    state::with(|state| {
        let result = state.address(number, |pool| {
            Ok(pool.allocate(size, align, policy(code, address))?.start())
        });
        state.last = result.err().unwrap_or(Status::Done);
        result.unwrap_or(u64::MAX)
    })
}

/// How the last call of [`address_allocate`] went.
#[unsafe(no_mangle)]
pub extern "C" fn last_status() -> Status {
    state::with(|state| state.last)
}

/// No results.
#[unsafe(no_mangle)]
pub extern "C" fn address_free(number: u64, start: u64, end: u64) -> Status {
    change(number, |pool| {
        Ok(pool.free(&RangeInclusive::new(start, end)?)?)
    })
}

/// Results: the first and the last managed address, and 1 in sound mode.
#[unsafe(no_mangle)]
pub extern "C" fn address_space(number: u64) -> Status {
    change(number, |pool| {
        output::set_results([pool.base(), pool.end(), pool.sound().into()]);
        Ok(())
    })
}

/// Output: three numbers a range, its ends and 1 if it is allocated. `only` is 0 for the free ranges,
/// 1 for the allocated ones, 2 for all.
#[unsafe(no_mangle)]
pub extern "C" fn address_ranges(number: u64, only: u32) -> Status {
    change(number, |pool| {
        let mut numbers = Vec::with_capacity(3 * (pool.live_ranges() + pool.free_index().len()));
        tree::visit(pool.allocator(), &mut |node| {
            let allocated = u32::from(node.state == NodeState::Allocated);
            if only == 2 || only == allocated {
                numbers.extend([node.start, node.end, allocated.into()]);
            }
        });
        output::set_numbers(numbers);
        Ok(())
    })
}

/// Results: allocated ranges, free ranges, allocated bytes, free bytes, lost bytes, the bytes of the
/// largest free range.
#[unsafe(no_mangle)]
pub extern "C" fn address_stats(number: u64) -> Status {
    change(number, |pool| {
        let statistics = AddressStatistics::of(pool.allocator());
        output::set_results([
            statistics.allocated_ranges.into(),
            statistics.free_ranges.into(),
            statistics.allocated_bytes,
            statistics.free_bytes,
            statistics.lost_bytes,
            statistics.largest_free_range,
        ]);
        Ok(())
    })
}

/// Output: the snapshot, as `serde_json` writes it.
#[unsafe(no_mangle)]
pub extern "C" fn address_snapshot(number: u64) -> Status {
    change(number, |pool| {
        output::set_text(snapshot::write_address(pool.allocator()));
        Ok(())
    })
}

/// Whether two allocators are equal for the crate; 0 if there is no such allocator.
#[unsafe(no_mangle)]
pub extern "C" fn address_equals(number: u64, other: u64) -> u32 {
    state::with(|state| {
        let copy = state
            .addresses
            .get(other)
            .map(|pool| pool.allocator().clone());
        let pool = state.addresses.get(number);
        let equal = pool
            .zip(copy)
            .is_some_and(|(pool, other)| *pool.allocator() == other);
        equal.into()
    })
}

fn keep(pool: Result<AddressPool, Failure>) -> u64 {
    state::with(|state| match pool {
        Ok(pool) => state.addresses.insert(pool),
        Err(failure) => {
            state.refuse(failure);
            0
        }
    })
}

#[inline]
fn change(number: u64, operation: impl FnOnce(&mut AddressPool) -> Result<(), Failure>) -> Status {
    state::with(|state| {
        state
            .address(number, operation)
            .err()
            .unwrap_or(Status::Done)
    })
}
