//! Allocate and free ids.

use std::hint::black_box;

use vm_allocator::IdAllocator;

use crate::{answers::Answers, random::Random, task::Task};

const LAST_ID: u32 = (1 << 20) - 1;
const CHECKED: usize = 64;
const VICTIMS: usize = 4096;

fn new() -> IdAllocator {
    IdAllocator::new(0, LAST_ID).expect("the first id is not above the last")
}

/// An allocator of which one id is allocated and freed again.
pub struct IdPairs(IdAllocator);

impl IdPairs {
    /// No id is handed out.
    pub fn new() -> Self {
        Self(new())
    }
}

impl Task for IdPairs {
    fn run(&mut self, times: u64) {
        for _ in 0..times {
            let id = self.0.allocate_id().expect("there are ids");
            self.0.free_id(black_box(id)).expect("it was allocated");
        }
    }

    fn check(&mut self, answers: &mut Answers) {
        for _ in 0..CHECKED {
            let id = self.0.allocate_id();
            answers.id(&id);
            answers.freed(&id.and_then(|id| self.0.free_id(id)));
        }
    }
}

/// An allocator with as many freed as allocated ids, which exchanges one each time.
pub struct Churn {
    allocator: IdAllocator,
    live: Vec<u32>,
    victims: Vec<usize>,
    turn: usize,
}

impl Churn {
    /// The even ids below twice `freed` are live, the odd ones freed.
    pub fn new(freed: u32) -> Self {
        let mut allocator = new();
        for _ in 0..2 * freed {
            allocator.allocate_id().expect("there are ids");
        }
        for index in 0..freed {
            allocator.free_id(2 * index + 1).expect("it was allocated");
        }
        let mut random = Random::new();
        Self {
            allocator,
            live: (0..freed).map(|index| 2 * index).collect(),
            victims: (0..VICTIMS).map(|_| random.below(freed) as usize).collect(),
            turn: 0,
        }
    }

    fn next_victim(&mut self) -> usize {
        self.turn = (self.turn + 1) % VICTIMS;
        self.victims[self.turn]
    }
}

impl Task for Churn {
    fn run(&mut self, times: u64) {
        for _ in 0..times {
            let index = self.next_victim();
            let victim = self.live[index];
            self.live[index] = self.allocator.allocate_id().expect("ids were freed");
            self.allocator.free_id(victim).expect("it was allocated");
        }
    }

    fn check(&mut self, answers: &mut Answers) {
        for _ in 0..CHECKED {
            let index = self.next_victim();
            let id = self.allocator.allocate_id();
            answers.id(&id);
            if let Ok(id) = id {
                let victim = std::mem::replace(&mut self.live[index], id);
                answers.freed(&self.allocator.free_id(victim));
            }
        }
    }
}
