//! Needs and answers as they are passed between JavaScript and the native side: in 64-bit words.
//! `lib/system/words.ts` has the same layout. The first words of each call are the system and the
//! number of words in use; an answer starts with its status. Addresses, sizes and the pools of
//! needs are integers, and everything else is a floating-point number.
//!
//! - `place`: the device or -1 for none, how many needs, then for each: shape (1 for scattered ids)
//!   and side (2 bottom, 4 top, 8 exact) as a sum, size, alignment, first and last eligible address
//!   or id, the number of pools, the pools. The answer, for each need: the pool, then the first and
//!   the last address of a range, or each id.
//! - `adopt`: the device, then for each run: resource, pool, first and last address or id.
//! - `detach`: the device.
//! - `relocate`: device, resource, pool, first address or id.
//! - `owner`: the pool, the address or id. The answer: device, resource.

use std::cell::Cell;

use crate::pool_set::{Holding, Need, NoRoom, PoolSet, Shape, Side, Unit};

const SCATTERED: usize = 1;
const BOTTOM: usize = 2;
const TOP: usize = 4;

/// Pools with their devices.
pub struct System {
    /// The pools with their devices.
    pub set: PoolSet,
    /// The reason why the last device found no room, until it is read.
    pub refusal: Cell<Option<NoRoom>>,
}

impl System {
    /// A system of these pools.
    pub fn new(set: PoolSet) -> Self {
        let refusal = Cell::new(None);
        Self { set, refusal }
    }
}

/// Receives the words of an answer, after its status.
pub trait Out {
    /// The number of words, including the status.
    fn room(&self) -> usize;
    /// Writes a word, if there is room for it.
    fn write(&self, at: usize, word: u64);
}

/// `Some(true)` for success, `Some(false)` for a refusal, `None` for misuse.
pub type Answer = Option<bool>;

/// Finds a place for everything a device needs, and gives it to the device unless this is only a
/// plan.
#[inline]
pub fn place(System { set, refusal }: &mut System, words: &[u64], out: &impl Out) -> Answer {
    let [_, _, device, needs @ ..] = words else {
        return None;
    };
    let device = f64::from_bits(*device);
    let room = out.room().checked_sub(1)?;
    let needs = read_needs(needs, set, room)?;
    let answer = if device == -1.0 {
        set.plan(&needs)
            .map(|placed| write_answer(&placed, set, out))
    } else {
        let device = index(device)?;
        if !is_new_device(set, device) {
            return None;
        }
        let placed = set.attach(device, &needs).map(drop);
        placed.map(|()| write_answer(set.device(device).unwrap_or_default(), set, out))
    };
    Some(answer.map_err(|no_room| refusal.set(Some(no_room))).is_ok())
}

/// Gives a device what it had before, if all of it is free.
pub fn adopt(System { set, .. }: &mut System, words: &[u64], _: &impl Out) -> Answer {
    let [_, _, device, holdings @ ..] = words else {
        return None;
    };
    let device = number(*device)?;
    let (holdings, rest) = holdings.as_chunks();
    let holdings = holdings.iter().map(|&[resource, pool, start, end]| {
        let (resource, pool) = (number(resource)?, number(pool)?);
        Some(Holding {
            resource,
            pool,
            start,
            end,
        })
    });
    let holdings: Vec<_> = holdings.collect::<Option<_>>()?;
    if !rest.is_empty() || !is_new_device(set, device) {
        return None;
    }
    Some(set.adopt(device, &holdings))
}

/// Frees everything that a device has.
#[inline]
pub fn detach(System { set, .. }: &mut System, words: &[u64], _: &impl Out) -> Answer {
    let &[_, _, device] = words else {
        return None;
    };
    set.detach(number(device)?).then_some(true)
}

/// Moves a resource of a device.
pub fn relocate(System { set, refusal }: &mut System, words: &[u64], _: &impl Out) -> Answer {
    let &[_, _, device, resource, pool, start] = words else {
        return None;
    };
    let (device, resource, pool) = (number(device)?, number(resource)?, number(pool)?);
    if !set.can_relocate(device, resource, pool, start) {
        return None;
    }
    let moved = set.relocate(device, resource, pool, start);
    Some(moved.map_err(|no_room| refusal.set(Some(no_room))).is_ok())
}

/// Finds the owner of an address or id.
pub fn owner(System { set, .. }: &mut System, words: &[u64], out: &impl Out) -> Answer {
    let &[_, _, pool, place] = words else {
        return None;
    };
    let pool = set.pools().get(number(pool)? as usize)?;
    let owner = pool.owner(place).map(|(_, owner)| owner);
    if let Some(owner) = owner {
        out.write(1, float(owner.device));
        out.write(2, float(owner.resource));
    }
    Some(owner.is_some())
}

/// Whether a device can have this number: it is unused, and those below it have been used.
fn is_new_device(set: &PoolSet, device: u32) -> bool {
    set.device(device).is_none() && device as usize <= set.numbers()
}

fn number(word: u64) -> Option<u32> {
    index(f64::from_bits(word))
}

fn index(number: f64) -> Option<u32> {
    (f64::from(number as u32) == number).then_some(number as u32)
}

fn float(number: u32) -> u64 {
    f64::from(number).to_bits()
}

/// Reads needs for `set`. `None` if they are invalid, or if the answer doesn't fit in `room` words.
fn read_needs<'a>(words: &'a [u64], set: &PoolSet, room: usize) -> Option<Vec<Need<'a>>> {
    let mut reader = Reader(words);
    let count = reader.number(words.len())?;
    let mut needs = Vec::with_capacity(count);
    let mut answer = 0usize;
    for _ in 0..count {
        let need = reader.need(set)?;
        answer = answer.checked_add(answer_words(&need, set)?)?;
        needs.push(need);
    }
    (answer <= room).then_some(needs)
}

/// The number of words in the answer to a need, if it is valid. All of its pools have the same
/// unit.
fn answer_words(need: &Need, set: &PoolSet) -> Option<usize> {
    let pools = need.pools.iter().map(|&pool| &set.pools()[pool as usize]);
    let mut most = 0;
    let mut ids = None;
    for pool in pools {
        let is_id = pool.unit() == Unit::Id;
        if *ids.get_or_insert(is_id) != is_id {
            return None;
        }
        let (base, end) = pool.bounds();
        most = most.max(need.size.min((end - base).saturating_add(1)));
    }
    match ids? {
        true => Some(1 + most as usize),
        false => (need.shape == Shape::Run).then_some(3),
    }
}

struct Reader<'a>(&'a [u64]);

impl<'a> Reader<'a> {
    fn word(&mut self) -> Option<u64> {
        let (&word, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(word)
    }

    /// Reads a number from 0 to `most`.
    fn number(&mut self, most: usize) -> Option<usize> {
        let number = number(self.word()?)? as usize;
        (number <= most).then_some(number)
    }

    fn need(&mut self, set: &PoolSet) -> Option<Need<'a>> {
        let kind = number(self.word()?)? as usize;
        let [size, align, start, end] = [self.word()?, self.word()?, self.word()?, self.word()?];
        let pools = self.number(self.0.len())?;
        let (pools, rest) = self.0.split_at_checked(pools)?;
        self.0 = rest;
        let known = pools.iter().all(|&pool| pool < set.pools().len() as u64);
        let valid = size > 0 && align.is_power_of_two() && start <= end && !pools.is_empty();
        // Ids are u32, so two addresses for each are far from the end of u64.
        let is_id = |pool: &u64| set.pools()[*pool as usize].unit() == Unit::Id;
        let small = |value: u64| value <= 1 << 32;
        let fits = |pool| !is_id(pool) || [size, align, start, end].into_iter().all(small);
        (known && valid && pools.iter().all(fits)).then_some(Need {
            shape: if kind & SCATTERED == 0 {
                Shape::Run
            } else {
                Shape::Scattered
            },
            side: match kind & !SCATTERED {
                BOTTOM => Side::Bottom,
                TOP => Side::Top,
                _ => Side::Exact,
            },
            size,
            align,
            start,
            end,
            pools,
        })
    }
}

/// Writes the placed runs, which are in the order of the needs.
#[inline]
fn write_answer(placed: &[Holding], set: &PoolSet, out: &impl Out) {
    let mut resource = None;
    let mut at = 1;
    let mut write = |word| {
        out.write(at, word);
        at += 1;
    };
    for holding in placed {
        if resource.replace(holding.resource) != Some(holding.resource) {
            write(float(holding.pool));
        }
        match set.pools()[holding.pool as usize].unit() {
            Unit::Address => {
                write(holding.start);
                write(holding.end);
            }
            Unit::Id => (holding.start..=holding.end).for_each(|id| write((id as f64).to_bits())),
        }
    }
}
