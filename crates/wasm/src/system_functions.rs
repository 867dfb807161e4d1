//! Functions on systems of pools and devices. Words come in through the input buffer and go out
//! through the output buffer, in the layout of `vm_allocator_engine::system_words`.

use std::cell::RefCell;

use vm_allocator_engine::{
    pool_set::{Asked, NoRoom, PoolSet, Unit},
    refusal::Failure,
    system_words::{self, Out, System},
    tree::{self, NodeState},
};

use crate::{
    input, output,
    state::{self, Status},
};

/// Represents the device to be attached.
const NOBODY: u64 = u64::MAX;

/// The number of a new system; 0 after a refusal. Input: three words a pool, 1 for ids or 0 for
/// addresses, the first one and the last one.
#[unsafe(no_mangle)]
pub extern "C" fn system_create() -> u64 {
    let words = input::take_words();
    let (spaces, _) = words.as_chunks();
    let spaces: Vec<_> = spaces
        .iter()
        .map(|&[kind, base, end]| {
            let unit = if kind == 1 { Unit::Id } else { Unit::Address };
            (unit, base, end)
        })
        .collect();
    state::with(|state| match PoolSet::new(&spaces) {
        Ok(set) => state::keep(&mut state.systems, System::new(set)),
        Err(error) => {
            state.refuse(Failure::from(error));
            0
        }
    })
}

/// The number of a copy; 0 if there is no such system.
#[unsafe(no_mangle)]
pub extern "C" fn system_clone(number: u64) -> u64 {
    state::with(|state| {
        let copy = state.systems.get(number).map(|system| system.set.clone());
        copy.map_or(0, |set| state::keep(&mut state.systems, System::new(set)))
    })
}

/// Drops a system.
#[unsafe(no_mangle)]
pub extern "C" fn system_drop(number: u64) {
    state::with(|state| state.systems.remove(number));
}

/// One of the calls of `system_words`, by its code: 0 `place`, 1 `adopt`, 2 `detach`, 3 `relocate`,
/// 4 `owner`. Input: its words. Output: the words after the status, at most `room` − 1. Returns 0
/// for success, 1 for a refusal, 2 for misuse, 3 if there is no such system.
#[unsafe(no_mangle)]
pub extern "C" fn system_call(number: u64, code: u32, room: usize) -> u32 {
    let words = input::take_words();
    let out = Answer {
        room,
        words: RefCell::default(),
    };
    let answer = state::with(|state| {
        let system = state.systems.get_mut(number)?;
        Some(match code {
            0 => system_words::place(system, &words, &out),
            1 => system_words::adopt(system, &words, &out),
            2 => system_words::detach(system, &words, &out),
            3 => system_words::relocate(system, &words, &out),
            _ => system_words::owner(system, &words, &out),
        })
    });
    output::set_numbers(out.words.into_inner());
    match answer {
        Some(Some(true)) => 0,
        Some(Some(false)) => 1,
        Some(None) => 2,
        None => 3,
    }
}

/// The words of an answer.
struct Answer {
    room: usize,
    words: RefCell<Vec<u64>>,
}

impl Out for Answer {
    fn room(&self) -> usize {
        self.room
    }

    fn write(&self, at: usize, word: u64) {
        // The status isn't one of these words.
        if (1..self.room).contains(&at) {
            let mut words = self.words.borrow_mut();
            if words.len() < at {
                words.resize(at, 0);
            }
            words[at - 1] = word;
        }
    }
}

/// Output: what a device has, with four numbers for each run: resource, pool, first and last
/// address or id.
#[unsafe(no_mangle)]
pub extern "C" fn system_device(number: u64, device: u32) -> Status {
    read(number, |system| {
        let holdings = system.set.device(device).unwrap_or_default().iter();
        holdings
            .flat_map(|held| [held.resource.into(), held.pool.into(), held.start, held.end])
            .collect()
    })
}

/// Output: the owners of a pool in order, four numbers a run: first and last address or id, device,
/// resource.
#[unsafe(no_mangle)]
pub extern "C" fn system_owners(number: u64, pool: u32) -> Status {
    read(number, |system| {
        let owners = system.set.pools()[pool as usize].owners();
        owners
            .flat_map(|(start, owner)| {
                [start, owner.end, owner.device.into(), owner.resource.into()]
            })
            .collect()
    })
}

/// Output: the crate's allocations in a pool in order, with two numbers for each run: first and
/// last.
#[unsafe(no_mangle)]
pub extern "C" fn system_ranges(number: u64, pool: u32) -> Status {
    read(number, |system| {
        let pool = &system.set.pools()[pool as usize];
        let mut words = Vec::with_capacity(2 * pool.addresses().live_ranges());
        tree::visit(pool.addresses().allocator(), &mut |node| {
            if node.state == NodeState::Allocated {
                let (start, end) = pool.unit().units(node.start, node.end);
                words.extend([start, end]);
            }
        });
        words
    })
}

/// The number of a copy of the allocator behind a pool; 0 if there is no such system.
#[unsafe(no_mangle)]
pub extern "C" fn system_pool(number: u64, pool: u32) -> u64 {
    state::with(|state| {
        let system = state.systems.get(number);
        let copy = system.map(|system| system.set.pools()[pool as usize].addresses().clone());
        copy.map_or(0, |copy| state::keep(&mut state.addresses, copy))
    })
}

/// Takes the reason why the last device found no room: 0 when there is none. Output: a word for the
/// resource, one for the number of pools, then for each pool its number, how much is free, 1 if there
/// is a largest place, its ends, the number of words of its holders and these words, four a run. The crate's errors are taken by [`system_refused`].
#[unsafe(no_mangle)]
pub extern "C" fn system_refusal(number: u64) -> u32 {
    let taken = state::with(|state| state.systems.get_mut(number)?.refusal.take());
    let Some(NoRoom { resource, pools }) = taken else {
        return 0;
    };
    let mut words = vec![resource.into(), pools.len() as u64];
    for asked in &pools {
        write_asked(asked, &mut words);
    }
    state::with(|state| {
        let errors = pools.into_iter().map(|asked| Failure::from(asked.error));
        state.refused = errors.collect();
    });
    output::set_numbers(words);
    1
}

/// Makes the error of the next pool in [`system_refusal`] the one that `take_failure` takes.
#[unsafe(no_mangle)]
pub extern "C" fn system_refused() {
    state::with(|state| state.failure = state.refused.pop_front());
}

fn write_asked(asked: &Asked, words: &mut Vec<u64>) {
    let (start, end) = asked.largest.unwrap_or_default();
    let length = 4 * asked.holders.len() as u64;
    let has_largest = asked.largest.is_some().into();
    words.extend([
        asked.pool.into(),
        asked.free,
        has_largest,
        start,
        end,
        length,
    ]);
    words.extend(asked.holders.iter().flat_map(|holder| {
        let held = &holder.holding;
        let device = holder.device.map_or(NOBODY, u64::from);
        [held.start, held.end, device, held.resource.into()]
    }));
}

fn read(number: u64, words: impl FnOnce(&System) -> Vec<u64>) -> Status {
    let words = state::with(|state| state.systems.get(number).map(words));
    match words {
        Some(words) => {
            output::set_numbers(words);
            Status::Done
        }
        None => Status::Unknown,
    }
}
