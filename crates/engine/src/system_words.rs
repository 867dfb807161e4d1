//! Needs and answers as they travel between JavaScript and the native side: in words of 64 bits.
//! `lib/system/words.ts` has the same layout.
//!
//! The first words of each call are the system and the number of words in use; those of each answer
//! begin behind its status. Addresses, sizes and the pools of needs are integers, all else is
//! floating-point numbers.
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
    /// The pools and the devices.
    pub set: PoolSet,
    /// Why the last device found no room, until it is read.
    pub refusal: Cell<Option<NoRoom>>,
}

impl System {
    /// A system of these pools.
    pub fn new(set: PoolSet) -> Self {
        let refusal = Cell::new(None);
        Self { set, refusal }
    }
}

/// Where the words of an answer go, behind its status.
pub trait Out {
    /// How many words there are, that of the status included.
    fn room(&self) -> usize;
    /// Writes a word, if there is room for it.
    fn write(&self, at: usize, word: u64);
}

/// `Some(true)` for what is done, `Some(false)` for what is refused, `None` for misuse.
pub type Answer = Option<bool>;

/// Finds a place for all that a device needs, and gives it to the device unless only planning.
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

/// Gives a device what it is known to have had, if all of it is free.
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

/// Takes back all that a device has.
#[inline]
pub fn detach(System { set, .. }: &mut System, words: &[u64], _: &impl Out) -> Answer {
    let &[_, _, device] = words else {
        return None;
    };
    set.detach(number(device)?).then_some(true)
}

/// Moves what a device has of a resource.
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

/// Whose an address or id is.
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

/// Whether a device can have this number: nobody has it, and those below it were in use.
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

/// Reads needs that `set` can be asked for; `None` if they are anything else, or if the answer has
/// more than `room` words.
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

/// How many words the answer to a need has, if there is one. All of its pools count the same.
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

    /// A number of things of which `most` could be there.
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
        // Ids are u32, so that two addresses an id are far from the end of u64.
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

/// Writes what was placed, which is in the order of the needs.
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
