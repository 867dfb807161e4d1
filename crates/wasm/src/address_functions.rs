//! Functions on address allocators.

use vm_allocator::RangeInclusive;
use vm_allocator_engine::{
    address_pool::AddressPool,
    digest,
    policy_code::request,
    refusal::Failure,
    snapshot::{self, Mode},
    statistics::AddressStatistics,
    tree::{self, Node, NodeState},
};

use crate::{
    input, output,
    state::{self, Status},
};

/// The number of a new allocator; 0 after a refusal.
#[unsafe(no_mangle)]
pub extern "C" fn address_create(base: u64, size: u64, sound: u32) -> u64 {
    keep(AddressPool::new(base, size, sound != 0).map_err(Failure::from))
}

/// The number of an allocator restored from the snapshot in the input buffer; 0 after a refusal.
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
        copy.map_or(0, |copy| state::keep(&mut state.addresses, copy))
    })
}

/// Drops an allocator.
#[unsafe(no_mangle)]
pub extern "C" fn address_drop(number: u64) {
    state::with(|state| state.addresses.remove(number));
}

/// Results: the first and the last address of the range. `code` is a policy's, plus 4 if the range
/// must be between `within_start` and `within_end`.
#[unsafe(no_mangle)]
pub extern "C" fn address_allocate(
    number: u64,
    size: u64,
    align: u64,
    code: u32,
    address: u64,
    within_start: u64,
    within_end: u64,
) -> Status {
    change(number, |pool| {
        let request = request(size, align, code, address, || (within_start, within_end))?;
        set_range(pool.allocate_in(&request)?);
        Ok(())
    })
}

/// What [`address_allocate`] would return.
#[unsafe(no_mangle)]
pub extern "C" fn address_fit(
    number: u64,
    size: u64,
    align: u64,
    code: u32,
    address: u64,
    within_start: u64,
    within_end: u64,
) -> Status {
    change(number, |pool| {
        let request = request(size, align, code, address, || (within_start, within_end))?;
        set_range(pool.fit(&request)?);
        Ok(())
    })
}

/// Results: the first and the last address of the range that was freed.
#[unsafe(no_mangle)]
pub extern "C" fn address_free_at(number: u64, start: u64) -> Status {
    change(number, |pool| {
        set_range(pool.free_at(start)?);
        Ok(())
    })
}

/// Results: 1 for a free range, 2 for an allocated one, 0 if there is none; and its ends.
#[unsafe(no_mangle)]
pub extern "C" fn address_at(number: u64, address: u64) -> Status {
    change(number, |pool| {
        let found = pool.at(address);
        output::set_results(found.map_or([0; 3], |Node { start, end, state }| {
            let allocated = u64::from(state == NodeState::Allocated);
            [1 + allocated, start, end]
        }));
        Ok(())
    })
}

/// Results: 1 if there is a free range at a multiple of `align` between `start` and `end`, and the
/// ends of the longest one.
#[unsafe(no_mangle)]
pub extern "C" fn address_largest(number: u64, align: u64, start: u64, end: u64) -> Status {
    change(number, |pool| {
        let bounds = RangeInclusive::new(start, end).ok();
        let largest = pool.largest_fit(align, bounds);
        output::set_results(largest.map_or([0; 3], |range| [1, range.start(), range.end()]));
        Ok(())
    })
}

/// Output: a digest of the tree.
#[unsafe(no_mangle)]
pub extern "C" fn address_digest(number: u64) -> Status {
    change(number, |pool| {
        output::set_text(digest::of_address(pool.allocator()));
        Ok(())
    })
}

fn set_range(range: RangeInclusive) {
    output::set_results([range.start(), range.end()]);
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

/// Output: three numbers for each range, its ends and 1 if it is allocated. `only` is 0 for the
/// free ranges,
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

/// Whether two allocators are equal to the crate; 0 if there is no such allocator.
#[unsafe(no_mangle)]
pub extern "C" fn address_equals(number: u64, other: u64) -> u32 {
    state::with(|state| {
        let pools = state.addresses.get(number).zip(state.addresses.get(other));
        pools
            .is_some_and(|(one, other)| one.allocator() == other.allocator())
            .into()
    })
}

fn keep(pool: Result<AddressPool, Failure>) -> u64 {
    state::with(|state| match pool {
        Ok(pool) => state::keep(&mut state.addresses, pool),
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
