//! Functions on a system of pools and devices.

use napi::{Env, Error, Result, Status};
use napi_derive::napi;
use vm_allocator_engine::{
    pool_set::{Asked, Holding, NoRoom, PoolSet, Unit},
    refusal,
    tree::{self, NodeState},
};

use crate::{
    arguments::{Handle, NewHandle, U32},
    environment::Environment,
    number_array::NumberArray,
    refusal::Refusal,
    system::System,
    words::Words,
};

/// Returns the handle of a new system; `null` after a refusal. Three words for each pool: 1 for ids
/// or 0 for addresses, the first one, and the last one.
#[napi(catch_unwind)]
pub fn create_system(env: Env, spaces: Words) -> Result<Option<NewHandle<System>>> {
    let words = spaces.read();
    let (spaces, rest) = words.words().as_chunks();
    let spaces: Vec<_> = spaces
        .iter()
        .map(|&[kind, base, end]| {
            let unit = if kind == 1 { Unit::Id } else { Unit::Address };
            (unit, base, end)
        })
        .collect();
    let small = |&(unit, base, end): &(Unit, u64, u64)| {
        base <= end && (unit == Unit::Address || end <= u32::MAX.into())
    };
    if spaces.is_empty() || !rest.is_empty() || !spaces.iter().all(small) {
        return Err(misuse("expected the first and the last of each pool"));
    }
    let set = PoolSet::new(&spaces).map(|set| NewHandle(System::new(set)));
    Environment::of(&env)?.accept(set)
}

/// The number that identifies a system in the calls of `system_calls`.
#[napi(catch_unwind)]
pub fn system_number(handle: Handle<System>) -> u64 {
    handle.slot()
}

/// Returns the handle of a copy.
#[napi(catch_unwind)]
pub fn clone_system(handle: Handle<System>) -> NewHandle<System> {
    NewHandle(System::new(handle.resource().set.clone()))
}

/// What a device has, with four numbers for each run: resource, pool, first and last address or id.
#[napi(catch_unwind)]
pub fn system_device(handle: Handle<System>, device: U32) -> NumberArray<u64> {
    let holdings = handle
        .resource()
        .set
        .device(device.0)
        .unwrap_or_default()
        .iter();
    let words = holdings.flat_map(|held| {
        let &Holding {
            resource,
            pool,
            start,
            end,
        } = held;
        [resource.into(), pool.into(), start, end]
    });
    NumberArray(words.collect())
}

/// The owners in a pool in order, with four numbers for each run: first and last address or id,
/// device, resource.
#[napi(catch_unwind)]
pub fn system_owners(handle: Handle<System>, pool: U32) -> Result<NumberArray<u64>> {
    of_pool(&handle, pool, |set, index| {
        let owners = set.pools()[index].owners();
        let words = owners.flat_map(|(start, owner)| {
            [start, owner.end, owner.device.into(), owner.resource.into()]
        });
        NumberArray(words.collect())
    })
}

/// The crate's allocations in a pool in order, with two numbers for each run: first and last.
#[napi(catch_unwind)]
pub fn system_ranges(handle: Handle<System>, pool: U32) -> Result<NumberArray<u64>> {
    of_pool(&handle, pool, |set, index| {
        let pool = &set.pools()[index];
        let mut words = Vec::with_capacity(2 * pool.addresses().live_ranges());
        tree::visit(pool.addresses().allocator(), &mut |node| {
            if node.state == NodeState::Allocated {
                let (start, end) = pool.unit().units(node.start, node.end);
                words.extend([start, end]);
            }
        });
        NumberArray(words)
    })
}

/// Returns the handle of a copy of the allocator behind a pool.
#[napi(catch_unwind)]
pub fn system_pool(
    handle: Handle<System>,
    pool: U32,
) -> Result<NewHandle<vm_allocator_engine::AddressPool>> {
    of_pool(&handle, pool, |set, index| {
        NewHandle(set.pools()[index].addresses().clone())
    })
}

/// Why a device found no room: the need, and for each pool that was tried, what it has instead.
#[napi(object, object_from_js = false)]
pub struct SystemRefusal {
    pub resource: u32,
    pub pools: Vec<AskedPool>,
}

/// What a pool has instead of the requested place.
#[napi(object, object_from_js = false)]
pub struct AskedPool {
    pub pool: u32,
    pub free: u64,
    pub largest_start: Option<u64>,
    pub largest_end: Option<u64>,
    /// Four numbers each: first and last address or id, device, resource.
    pub holders: NumberArray<u64>,
    pub refusal: Refusal,
}

/// Takes the reason why the last device found no room.
#[napi(catch_unwind)]
pub fn system_refusal(handle: Handle<System>) -> Option<SystemRefusal> {
    let NoRoom { resource, pools } = handle.resource().refusal.take()?;
    Some(SystemRefusal {
        resource,
        pools: pools.into_iter().map(asked_pool).collect(),
    })
}

fn asked_pool(asked: Asked) -> AskedPool {
    let holders = asked.holders.iter().flat_map(|holder| {
        let Holding {
            resource,
            start,
            end,
            ..
        } = holder.holding;
        let device = holder.device.map_or(u64::MAX, u64::from);
        [start, end, device, resource.into()]
    });
    AskedPool {
        pool: asked.pool,
        free: asked.free,
        largest_start: asked.largest.map(|(start, _)| start),
        largest_end: asked.largest.map(|(_, end)| end),
        holders: NumberArray(holders.collect()),
        refusal: refusal::Refusal::from(asked.error).into(),
    }
}

fn of_pool<R>(
    handle: &Handle<System>,
    pool: U32,
    read: impl FnOnce(&PoolSet, usize) -> R,
) -> Result<R> {
    let index = pool.0 as usize;
    let set = &handle.resource().set;
    let result = (index < set.pools().len()).then(|| read(set, index));
    result.ok_or_else(|| misuse("expected the number of a pool"))
}

fn misuse(reason: &str) -> Error {
    Error::new(Status::InvalidArg, reason)
}
