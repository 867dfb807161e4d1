//! Why a device didn't get what it needs.

use vm_allocator::Error;

use super::{Holding, Need, OwnedPool, PoolSet, Side};

/// A need that none of its pools can meet.
#[derive(Clone, Debug)]
pub struct NoRoom {
    /// The index of the need.
    pub resource: u32,
    /// Every pool that was tried, in order.
    pub pools: Vec<Asked>,
}

/// What a pool has instead of the requested place.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The pool.
    pub pool: u32,
    /// The longest free run with the alignment and within the bounds, both ends inclusive.
    pub largest: Option<(u64, u64)>,
    /// The number of free addresses or ids within the bounds.
    pub free: u64,
    /// The holders of parts of the requested particular place, in address order.
    pub holders: Vec<Holder>,
    /// The pool's refusal.
    pub error: Error,
}

/// A holder of a part of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The device; `None` for the one that is being attached.
    pub device: Option<u32>,
    /// The run that it has there.
    pub holding: Holding,
}

impl NoRoom {
    pub(super) fn of_one(resource: u32, asked: Asked) -> Self {
        let pools = vec![asked];
        NoRoom { resource, pools }
    }
}

impl PoolSet {
    /// The facts about a need that can't be met after what was placed for the device so far.
    #[cold]
    pub(super) fn no_room(
        &self,
        resource: usize,
        need: &Need,
        placed: &[Holding],
        errors: Vec<Error>,
    ) -> NoRoom {
        let pools = need.pools.iter().zip(errors);
        let pools = pools.map(|(&number, error)| {
            let pool = &self.pools[number as usize];
            let mut asked = asked(
                number as u32,
                pool,
                need.align,
                (need.start, need.end),
                error,
            );
            if need.side == Side::Exact {
                let place = (need.start, need.start.saturating_add(need.size - 1));
                asked.holders = holders(pool, number as u32, place, placed);
                // Instead of a particular place that is taken, offer any other one.
                let whole = pool.bounds();
                asked.largest = pool.largest(need.align, whole);
                asked.free = pool.free_within(whole);
            }
            asked
        });
        NoRoom {
            resource: resource as u32,
            pools: pools.collect(),
        }
    }

    /// The facts about a place that is taken, at least partly, by others than `except`.
    #[cold]
    pub(super) fn asked_exactly(
        &self,
        place: &Holding,
        except: Option<(u32, u32)>,
        error: Error,
    ) -> Asked {
        let pool = &self.pools[place.pool as usize];
        let mut asked = asked(place.pool, pool, 1, pool.bounds(), error);
        asked.holders = holders(pool, place.pool, (place.start, place.end), &[]);
        asked.holders.retain(|holder| {
            holder
                .device
                .map(|device| (device, holder.holding.resource))
                != except
        });
        asked
    }
}

fn asked(number: u32, pool: &OwnedPool, align: u64, bounds: (u64, u64), error: Error) -> Asked {
    Asked {
        pool: number,
        largest: pool.largest(align, bounds),
        free: pool.free_within(bounds),
        holders: Vec::new(),
        error,
    }
}

/// The holders of parts of a place: devices, including the one that is being attached.
fn holders(pool: &OwnedPool, number: u32, place: (u64, u64), placed: &[Holding]) -> Vec<Holder> {
    let devices = pool.owners_within(place).map(|(start, owner)| Holder {
        device: Some(owner.device),
        holding: Holding {
            resource: owner.resource,
            pool: number,
            start,
            end: owner.end,
        },
    });
    let own = placed
        .iter()
        .filter(|held| held.pool == number && held.start <= place.1 && held.end >= place.0);
    let own = own.map(|&holding| Holder {
        device: None,
        holding,
    });
    let mut holders: Vec<_> = devices.chain(own).collect();
    holders.sort_by_key(|holder| holder.holding.start);
    holders
}
