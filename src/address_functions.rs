//! Functions on an address allocator, except for the hot calls.

use napi::{Env, Result, bindgen_prelude::Uint8Array};
use napi_derive::napi;
use vm_allocator::RangeInclusive;
use vm_allocator_engine::{
    address_pool::AddressPool,
    digest,
    snapshot::{self, Mode},
    statistics::AddressStatistics,
    tree::{self, NodeState},
};

use crate::{
    arguments::{Handle, NewHandle, U64},
    ascii_text::AsciiText,
    environment::Environment,
    number_array::NumberArray,
};

/// Returns the handle of a new allocator; `null` after a refusal.
#[napi(catch_unwind)]
pub fn create_address_allocator(
    env: Env,
    base: U64,
    size: U64,
    sound: bool,
) -> Result<Option<NewHandle<AddressPool>>> {
    let pool = AddressPool::new(base.0, size.0, sound).map(NewHandle);
    Environment::of(&env)?.accept(pool)
}

/// The number that identifies the allocator in the mailbox.
#[napi(catch_unwind)]
pub fn address_slot(handle: Handle<AddressPool>) -> u64 {
    handle.slot()
}

/// The first address that is managed.
#[napi(catch_unwind)]
pub fn address_base(handle: Handle<AddressPool>) -> u64 {
    handle.resource().base()
}

/// The last address that is managed.
#[napi(catch_unwind)]
pub fn address_end(handle: Handle<AddressPool>) -> u64 {
    handle.resource().end()
}

/// Whether the allocator is in sound mode.
#[napi(catch_unwind)]
pub fn address_sound(handle: Handle<AddressPool>) -> bool {
    handle.resource().sound()
}

/// The ranges in address order, three numbers each: first address, last address, and 1 if it is
/// allocated or 0 if it is free. `only` leaves out those in another state.
#[napi(catch_unwind)]
pub fn address_ranges(handle: Handle<AddressPool>, only: Option<bool>) -> NumberArray<u64> {
    let pool = handle.resource();
    let count = match only {
        Some(true) => pool.live_ranges(),
        Some(false) => pool.free_index().len(),
        None => pool.live_ranges() + pool.free_index().len(),
    };
    let mut numbers = Vec::with_capacity(3 * count);
    tree::visit(pool.allocator(), &mut |node| {
        let allocated = node.state == NodeState::Allocated;
        if only.is_none_or(|only| only == allocated) {
            numbers.extend([node.start, node.end, allocated.into()]);
        }
    });
    NumberArray(numbers)
}

/// The first and the last address of the longest free range that starts at a multiple of `align`
/// and is between `start` and `end`; empty if there is none.
#[napi(catch_unwind)]
pub fn address_largest(
    handle: Handle<AddressPool>,
    align: U64,
    start: U64,
    end: U64,
) -> NumberArray<u64> {
    // The set of all 2^64 addresses can be neither a range nor bounds.
    let bounds = RangeInclusive::new(start.0, end.0).ok();
    let largest = handle.resource().largest_fit(align.0, bounds);
    NumberArray(largest.map_or(Vec::new(), |range| vec![range.start(), range.end()]))
}

/// How much is allocated and how much is free.
#[napi(object, object_from_js = false)]
pub struct AddressStats {
    pub allocated_ranges: u32,
    pub free_ranges: u32,
    pub allocated_bytes: u64,
    pub free_bytes: u64,
    pub lost_bytes: u64,
    pub largest_free_range: u64,
}

/// How much is allocated and how much is free.
#[napi(catch_unwind)]
pub fn address_stats(handle: Handle<AddressPool>) -> AddressStats {
    let statistics = AddressStatistics::of(handle.resource().allocator());
    AddressStats {
        allocated_ranges: statistics.allocated_ranges,
        free_ranges: statistics.free_ranges,
        allocated_bytes: statistics.allocated_bytes,
        free_bytes: statistics.free_bytes,
        lost_bytes: statistics.lost_bytes,
        largest_free_range: statistics.largest_free_range,
    }
}

/// The snapshot, as `serde_json` writes it.
#[napi(catch_unwind)]
pub fn address_snapshot(handle: Handle<AddressPool>) -> AsciiText {
    AsciiText::new(snapshot::write_address(handle.resource().allocator()))
}

/// Returns the handle of an allocator restored from a snapshot; `null` after a refusal.
#[napi(catch_unwind)]
pub fn restore_address_allocator(
    env: Env,
    document: Uint8Array,
    sound: bool,
) -> Result<Option<NewHandle<AddressPool>>> {
    let mode = if sound { Mode::Sound } else { Mode::Canonical };
    // Another thread may write to shared memory during the read, so read a copy.
    let copy = document.to_vec();
    let allocator = snapshot::read_address(&copy, mode);
    let pool = allocator.map(|allocator| AddressPool::from_allocator(allocator, sound));
    Environment::of(&env)?.accept(pool.map(NewHandle))
}

/// Returns the handle of a copy.
#[napi(catch_unwind)]
pub fn clone_address_allocator(handle: Handle<AddressPool>) -> NewHandle<AddressPool> {
    NewHandle(handle.resource().clone())
}

/// A digest of the tree. Different trees have different digests.
#[napi(catch_unwind)]
pub fn address_digest(handle: Handle<AddressPool>) -> String {
    digest::of_address(handle.resource().allocator())
}

/// Whether two allocators are equal to the crate: the same trees, node for node.
#[napi(catch_unwind)]
pub fn address_equals(handle: Handle<AddressPool>, other: Handle<AddressPool>) -> bool {
    handle.resource().allocator() == other.resource().allocator()
}
