//! Several pools whose ranges belong to devices. A device receives everything it needs or nothing.
//!
//! Every pool is an [`AddressPool`] in sound mode. A pool of ids has two addresses for each id, so
//! that none of its ranges is a single byte, which the crate treats differently (D4, D7). Every
//! live range has an owner, and all ranges of an owner are live: nothing else changes the pools.

mod need;
mod no_room;
mod owned_pool;
mod placing;

pub use need::{Need, Shape, Side};
pub use no_room::{Asked, Holder, NoRoom};
pub use owned_pool::{OwnedPool, Owner, Unit};
use vm_allocator::Error;

/// A run of addresses or ids that a device has, both ends inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding {
    /// The index of the need that it meets.
    pub resource: u32,
    /// The pool it came from.
    pub pool: u32,
    /// The first address or id.
    pub start: u64,
    /// The last address or id.
    pub end: u64,
}

/// Pools, with the devices that own everything allocated in them.
#[derive(Clone, Debug)]
pub struct PoolSet {
    pools: Vec<OwnedPool>,
    /// The holdings of each device in the order of its needs, by the device's number.
    devices: Vec<Option<Box<[Holding]>>>,
    /// The numbers of pools and holdings, for an estimate of the memory in use.
    held: usize,
}

impl PoolSet {
    /// Creates pools without devices. For each, `pools` has its unit, and its first and last
    /// address or id.
    ///
    /// # Errors
    /// Those of `AddressAllocator::new`.
    pub fn new(spaces: &[(Unit, u64, u64)]) -> Result<Self, Error> {
        let pools = spaces
            .iter()
            .map(|&(unit, base, end)| OwnedPool::new(unit, base, end));
        Ok(PoolSet {
            pools: pools.collect::<Result<_, Error>>()?,
            devices: Vec::new(),
            held: 0,
        })
    }

    /// The pools, in their original order.
    pub fn pools(&self) -> &[OwnedPool] {
        &self.pools
    }

    /// What a device has, in the order of its needs.
    pub fn device(&self, device: u32) -> Option<&[Holding]> {
        self.devices.get(device as usize)?.as_deref()
    }

    /// The number of device numbers in use or used before.
    pub fn numbers(&self) -> usize {
        self.devices.len()
    }

    /// The heap memory in use in bytes, estimated in O(number of pools).
    pub fn heap_bytes(&self) -> usize {
        let pools: usize = self.pools.iter().map(OwnedPool::heap_bytes).sum();
        pools + self.held * 2 * size_of::<Holding>() + self.devices.capacity() * 16
    }

    /// What [`attach`](Self::attach) would return now. Changes nothing, though it needs `&mut`: it
    /// reserves the places one by one, and gives them back.
    ///
    /// # Errors
    /// Those of [`attach`](Self::attach).
    pub fn plan(&mut self, needs: &[Need]) -> Result<Vec<Holding>, NoRoom> {
        let placed = self.place(needs)?;
        self.give_back(&placed);
        Ok(in_order(placed))
    }

    /// Gives a device everything it needs, under an unused number.
    ///
    /// Needs for a particular place are met first, then the others in their order, each from its
    /// first pool with room.
    ///
    /// # Errors
    /// `NoRoom` with the need that can't be met. Nothing has changed then.
    pub fn attach(&mut self, device: u32, needs: &[Need]) -> Result<&[Holding], NoRoom> {
        let number = device as usize;
        debug_assert!(self.device(device).is_none(), "device {device} is there");
        let placed = self.place(needs)?;
        Ok(self.settle(number, placed))
    }

    /// Commits everything that is reserved for a device.
    fn settle(&mut self, number: usize, placed: Vec<Holding>) -> &[Holding] {
        for holding in &placed {
            let pool = &mut self.pools[holding.pool as usize];
            pool.commit();
            pool.own(number as u32, holding);
        }
        self.held += placed.len();
        if number >= self.devices.len() {
            self.devices.resize_with(number + 1, || None);
        }
        self.devices[number].insert(in_order(placed).into_boxed_slice())
    }

    /// Frees everything that a device has. Returns whether there was such a device.
    pub fn detach(&mut self, device: u32) -> bool {
        let slot = self.devices.get_mut(device as usize);
        let Some(holdings) = slot.and_then(Option::take) else {
            return false;
        };
        self.held -= holdings.len();
        for holding in &holdings {
            self.pools[holding.pool as usize].free(holding);
        }
        true
    }

    /// Gives a device what it is known to have had, under an unused number. Returns `false`, and
    /// changes nothing, if part of it isn't free.
    pub fn adopt(&mut self, device: u32, holdings: &[Holding]) -> bool {
        let number = device as usize;
        if self.device(device).is_some() {
            return false;
        }
        for (count, holding) in holdings.iter().enumerate() {
            let Some(pool) = self.pools.get_mut(holding.pool as usize) else {
                self.give_back(&holdings[..count]);
                return false;
            };
            if !pool.reserve_run(holding.start, holding.end) {
                self.give_back(&holdings[..count]);
                return false;
            }
        }
        self.settle(number, holdings.to_vec());
        true
    }

    /// Whether [`relocate`](Self::relocate) can be called: the device has a single run of the
    /// resource, and a run of that length can start there.
    pub fn can_relocate(&self, device: u32, resource: u32, pool: u32, start: u64) -> bool {
        let holdings = self.device(device).unwrap_or_default().iter();
        let mut runs = holdings.filter(|held| held.resource == resource);
        let (Some(run), None) = (runs.next(), runs.next()) else {
            return false;
        };
        let Some(target) = self.pools.get(pool as usize) else {
            return false;
        };
        let (base, last) = target.bounds();
        let end = start.checked_add(run.end - run.start);
        target.unit() == self.pools[run.pool as usize].unit()
            && start >= base
            && end.is_some_and(|end| end <= last)
    }

    /// Moves a resource of a device, which must be a single run, to a particular place in a pool.
    /// The new place may overlap the old one.
    ///
    /// # Errors
    /// `NoRoom` if another resource holds part of the place. Nothing has changed then.
    ///
    /// # Panics
    /// Unless [`can_relocate`](Self::can_relocate).
    pub fn relocate(
        &mut self,
        device: u32,
        resource: u32,
        pool: u32,
        start: u64,
    ) -> Result<Holding, NoRoom> {
        let old = *self
            .device(device)
            .and_then(|held| held.iter().find(|held| held.resource == resource))
            .expect("the caller knows what its devices have");
        let new = Holding {
            pool,
            start,
            end: start + (old.end - old.start),
            ..old
        };
        self.pools[old.pool as usize].release(&old);
        if !self.pools[pool as usize].reserve_run(start, new.end) {
            self.pools[old.pool as usize].cancel();
            let except = Some((device, resource));
            let asked = self.asked_exactly(&new, except, Error::ResourceNotAvailable);
            return Err(NoRoom::of_one(resource, asked));
        }
        self.pools[old.pool as usize].commit();
        self.pools[pool as usize].commit();
        self.pools[old.pool as usize].disown(&old);
        self.pools[pool as usize].own(device, &new);
        let holdings = self.devices[device as usize].as_mut();
        let holding = holdings
            .and_then(|held| held.iter_mut().find(|held| held.resource == resource))
            .expect("found above");
        *holding = new;
        Ok(new)
    }
}

/// The placed runs, in the order of the needs.
fn in_order(mut placed: Vec<Holding>) -> Vec<Holding> {
    placed.sort_by_key(|holding| holding.resource);
    placed
}
