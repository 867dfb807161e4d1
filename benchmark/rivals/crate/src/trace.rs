//! Plays a recorded session of devices that come and go.
//!
//! The trace is `benchmark/trace/device-attach.txt`; its header describes the format.

use std::collections::HashMap;

use vm_allocator::{AddressAllocator, AllocPolicy, IdAllocator, RangeInclusive};

use crate::{answers::Answers, task::Task};

const TRACE: &str = include_str!("../../../trace/device-attach.txt");
const POOLS: [&str; 3] = ["mmio32", "mmio64", "pio"];

/// One call. `slot` stores its range or id until it is freed.
enum Call {
    Allocate { pool: usize, size: u64, slot: usize },
    Free { pool: usize, slot: usize },
    AllocateId { slot: usize },
    FreeId { slot: usize },
}

/// The allocators of one virtual machine, and the calls that its devices make.
pub struct Trace {
    pools: Vec<(AddressAllocator, AllocPolicy)>,
    ids: IdAllocator,
    calls: Vec<Call>,
    ranges: Vec<Option<RangeInclusive>>,
    id_slots: Vec<u32>,
}

impl Trace {
    /// All pools are empty, as they are at the end of the trace.
    pub fn read() -> Self {
        let pool = |base, size, policy| {
            (
                AddressAllocator::new(base, size).expect("the pool fits into 64 bits"),
                policy,
            )
        };
        let (calls, slots) = parse(TRACE);
        Self {
            pools: vec![
                pool(0xc000_0000, 0x3000_0000, AllocPolicy::FirstMatch),
                pool(1 << 38, 1 << 38, AllocPolicy::LastMatch),
                pool(0x1000, 0xf000, AllocPolicy::FirstMatch),
            ],
            ids: IdAllocator::new(0, 4095).expect("the first id is not above the last"),
            calls,
            ranges: vec![None; slots],
            id_slots: vec![0; slots],
        }
    }
}

/// The calls of a trace, and the number of slots that they need.
fn parse(trace: &str) -> (Vec<Call>, usize) {
    let mut calls = Vec::new();
    let mut slots = 0;
    let mut attached: HashMap<&str, Vec<Call>> = HashMap::new();
    for line in trace.lines().filter(|line| !line.starts_with('#')) {
        let (verb, rest) = line.split_once(' ').expect("a verb and a device");
        let (device, resources) = rest.split_once(' ').unwrap_or((rest, ""));
        if verb == "detach" {
            let frees = attached.remove(device).expect("an attached device");
            calls.extend(frees.into_iter().rev());
            continue;
        }
        let frees = attached.entry(device).or_default();
        for resource in resources.split(' ') {
            let (call, free) = call_and_undo(resource, slots);
            calls.push(call);
            frees.push(free);
            slots += 1;
        }
    }
    (calls, slots)
}

/// How a resource is allocated and freed: `id`, or a pool and a size such as `pio:0x20`.
fn call_and_undo(resource: &str, slot: usize) -> (Call, Call) {
    if resource == "id" {
        return (Call::AllocateId { slot }, Call::FreeId { slot });
    }
    let (name, size) = resource.split_once(":0x").expect("a pool and a size");
    let pool = POOLS
        .iter()
        .position(|pool| *pool == name)
        .expect("a pool's name");
    let size = u64::from_str_radix(size, 16).expect("a size in hex");
    (
        Call::Allocate { pool, size, slot },
        Call::Free { pool, slot },
    )
}

impl Task for Trace {
    fn operations(&self) -> u64 {
        self.calls.len() as u64
    }

    fn run(&mut self, times: u64) {
        for _ in 0..times {
            for call in &self.calls {
                match *call {
                    Call::Allocate { pool, size, slot } => {
                        let (allocator, policy) = &mut self.pools[pool];
                        self.ranges[slot] = allocator.allocate(size, size, *policy).ok();
                    }
                    Call::Free { pool, slot } => {
                        let range = self.ranges[slot].as_ref().expect("it was allocated");
                        self.pools[pool].0.free(range).expect("it was allocated");
                    }
                    Call::AllocateId { slot } => {
                        self.id_slots[slot] = self.ids.allocate_id().expect("there are ids");
                    }
                    Call::FreeId { slot } => {
                        self.ids
                            .free_id(self.id_slots[slot])
                            .expect("it was allocated");
                    }
                }
            }
        }
    }

    fn check(&mut self, answers: &mut Answers) {
        for call in &self.calls {
            match *call {
                Call::Allocate { pool, size, slot } => {
                    let (allocator, policy) = &mut self.pools[pool];
                    let range = allocator.allocate(size, size, *policy);
                    answers.range(&range);
                    self.ranges[slot] = range.ok();
                }
                Call::Free { pool, slot } => {
                    let range = self.ranges[slot].as_ref().expect("the trace fits");
                    answers.freed(&self.pools[pool].0.free(range));
                }
                Call::AllocateId { slot } => {
                    let id = self.ids.allocate_id();
                    answers.id(&id);
                    self.id_slots[slot] = id.unwrap_or_default();
                }
                Call::FreeId { slot } => {
                    answers.freed(&self.ids.free_id(self.id_slots[slot]));
                }
            }
        }
    }
}
