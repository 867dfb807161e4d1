//! Allocate pages until the space is exhausted, then free all of them in random order.

use std::hint::black_box;

use vm_allocator::{AddressAllocator, AllocPolicy, RangeInclusive};

use crate::{
    answers::Answers,
    random::Random,
    space::{BASE, PAGE},
    task::Task,
};

const PAGES: usize = 512;

/// The allocator, its pages and the order in which they are freed.
pub struct Exhaustion {
    allocator: AddressAllocator,
    order: Vec<usize>,
    ranges: Vec<RangeInclusive>,
}

impl Exhaustion {
    /// A space of 512 pages, all free.
    pub fn new() -> Self {
        Self {
            allocator: AddressAllocator::new(BASE, PAGES as u64 * PAGE).expect("it fits"),
            order: shuffled(PAGES),
            ranges: Vec::with_capacity(PAGES),
        }
    }
}

/// The numbers from 0 to `count` - 1, shuffled.
fn shuffled(count: usize) -> Vec<usize> {
    let mut random = Random::new();
    let mut order: Vec<usize> = (0..count).collect();
    for last in (1..count).rev() {
        order.swap(last, random.below(last as u32 + 1) as usize);
    }
    order
}

impl Task for Exhaustion {
    /// The pages' allocations and frees, and the refusal.
    fn operations(&self) -> u64 {
        2 * PAGES as u64 + 1
    }

    fn run(&mut self, times: u64) {
        for _ in 0..times {
            self.ranges.clear();
            loop {
                let (size, align, policy) = black_box((PAGE, PAGE, AllocPolicy::FirstMatch));
                match self.allocator.allocate(size, align, policy) {
                    Ok(range) => self.ranges.push(range),
                    Err(_) => break,
                }
            }
            for &index in &self.order {
                self.allocator
                    .free(&self.ranges[index])
                    .expect("it was allocated");
            }
        }
    }

    fn check(&mut self, answers: &mut Answers) {
        for _ in 0..2 {
            self.ranges.clear();
            loop {
                let range = self.allocator.allocate(PAGE, PAGE, AllocPolicy::FirstMatch);
                answers.range(&range);
                let Ok(range) = range else { break };
                self.ranges.push(range);
            }
            for &index in &self.order {
                answers.freed(&self.allocator.free(&self.ranges[index]));
            }
        }
    }
}
