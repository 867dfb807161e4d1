//! Allocate a page and free it again, beside live pages.

use std::hint::black_box;

use vm_allocator::{AddressAllocator, AllocPolicy};

use crate::{
    answers::Answers,
    space::{BASE, PAGE, Policy, contiguous},
    task::Task,
};

const CHECKED_PAIRS: u32 = 16;

/// The allocator and its request.
pub struct Pairs {
    allocator: AddressAllocator,
    policy: AllocPolicy,
}

impl Pairs {
    /// With `live` pages; `ExactMatch` requests the address after them.
    pub fn new(live: u64, policy: Policy) -> Self {
        Self {
            allocator: contiguous(live, policy),
            policy: match policy {
                Policy::First => AllocPolicy::FirstMatch,
                Policy::Last => AllocPolicy::LastMatch,
                Policy::Exact => AllocPolicy::ExactMatch(BASE + live * PAGE),
            },
        }
    }
}

impl Task for Pairs {
    fn run(&mut self, times: u64) {
        for _ in 0..times {
            let (size, align, policy) = black_box((PAGE, PAGE, self.policy));
            let range = self
                .allocator
                .allocate(size, align, policy)
                .expect("there is room");
            self.allocator
                .free(&black_box(range))
                .expect("it was allocated");
        }
    }

    fn check(&mut self, answers: &mut Answers) {
        for _ in 0..CHECKED_PAIRS {
            let range = self.allocator.allocate(PAGE, PAGE, self.policy);
            answers.range(&range);
            answers.freed(&range.and_then(|range| self.allocator.free(&range)));
        }
    }
}
