//! Allocate and free ranges of mixed sizes and alignments, beside live ranges with holes.

use std::hint::black_box;

use vm_allocator::{AddressAllocator, AllocPolicy};

use crate::{
    answers::Answers,
    random::Random,
    space::{PAGE, Policy, fragmented},
    task::Task,
};

const REQUESTS: usize = 64;

/// The allocator, and its requests in turn.
pub struct MixedPairs {
    allocator: AddressAllocator,
    policy: AllocPolicy,
    requests: Vec<(u64, u64)>,
}

impl MixedPairs {
    /// With `live` ranges and the same number of holes.
    pub fn new(live: u64, policy: Policy) -> Self {
        let is_last = policy == Policy::Last;
        let mut random = Random::new();
        Self {
            allocator: fragmented(live, policy),
            policy: if is_last {
                AllocPolicy::LastMatch
            } else {
                AllocPolicy::FirstMatch
            },
            requests: (0..REQUESTS).map(|_| request(&mut random)).collect(),
        }
    }
}

/// A size and an alignment. Five pages fit into no hole, and a quarter of the sizes is below a
/// page.
fn request(random: &mut Random) -> (u64, u64) {
    let pages = u64::from(1 + random.below(5)) * PAGE;
    let size = if random.below(4) == 0 { 0x80 } else { pages };
    let aligns = [4, PAGE, 2 * PAGE, 4 * PAGE, 8 * PAGE];
    (size, aligns[random.below(5) as usize])
}

impl Task for MixedPairs {
    fn operations(&self) -> u64 {
        REQUESTS as u64
    }

    fn run(&mut self, times: u64) {
        for _ in 0..times {
            for &request in &self.requests {
                let ((size, align), policy) = black_box((request, self.policy));
                let range = self
                    .allocator
                    .allocate(size, align, policy)
                    .expect("there is room");
                self.allocator
                    .free(&black_box(range))
                    .expect("it was allocated");
            }
        }
    }

    fn check(&mut self, answers: &mut Answers) {
        for &(size, align) in &self.requests {
            let range = self.allocator.allocate(size, align, self.policy);
            answers.range(&range);
            answers.freed(&range.and_then(|range| self.allocator.free(&range)));
        }
    }
}
