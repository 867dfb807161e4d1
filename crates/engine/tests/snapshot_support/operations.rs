//! Random operations on address allocators, and their answers in a comparable form.

use vm_allocator::{AddressAllocator, AllocPolicy, RangeInclusive};

use super::model::{Answer, Model};
use super::random::Random;

#[derive(Clone, Copy, Debug)]
pub enum Operation {
    Allocate {
        size: u64,
        align: u64,
        policy: AllocPolicy,
    },
    Free {
        start: u64,
        end: u64,
    },
}

impl Operation {
    /// The crate's answer. `free` returns the range.
    pub fn on_crate(self, allocator: &mut AddressAllocator) -> Answer {
        let answer = match self {
            Operation::Allocate {
                size,
                align,
                policy,
            } => allocator.allocate(size, align, policy),
            Operation::Free { start, end } => RangeInclusive::new(start, end)
                .and_then(|range| allocator.free(&range).map(|()| range)),
        };
        answer
            .map(|range| (range.start(), range.end()))
            .map_err(|error| format!("{error:?}"))
    }

    /// The model's answer in the same form.
    pub fn on_model(self, model: &mut Model) -> Answer {
        match self {
            Operation::Allocate {
                size,
                align,
                policy,
            } => model.allocate(size, align, policy),
            Operation::Free { start, end } => match RangeInclusive::new(start, end) {
                Ok(_) => model.free(start, end).map(|()| (start, end)),
                Err(error) => Err(format!("{error:?}")),
            },
        }
    }
}

/// An operation that is likely to affect the ranges of `model`.
pub fn random_operation(random: &mut Random, model: &Model) -> Operation {
    match random.below(10) {
        0..=3 => random_free(random, model),
        4..=6 => {
            let policy = random.pick(&[AllocPolicy::FirstMatch, AllocPolicy::LastMatch]);
            Operation::Allocate {
                size: size(random, model),
                align: align(random),
                policy,
            }
        }
        _ => {
            let (start, end) = near_range(random, model);
            let address = start.wrapping_add(random.below(end.wrapping_sub(start).min(8)));
            let align = 1
                << address
                    .trailing_zeros()
                    .min(63)
                    .min(random.below(13) as u32);
            let policy = AllocPolicy::ExactMatch(address);
            Operation::Allocate {
                size: size(random, model),
                align,
                policy,
            }
        }
    }
}

fn random_free(random: &mut Random, model: &Model) -> Operation {
    let (start, end) = near_range(random, model);
    match random.below(8) {
        0 => Operation::Free {
            start,
            end: end.wrapping_add(1),
        },
        1 => Operation::Free {
            start: edge(random),
            end: edge(random),
        },
        _ => Operation::Free { start, end },
    }
}

fn size(random: &mut Random, model: &Model) -> u64 {
    let (start, end) = near_range(random, model);
    let whole = end.wrapping_sub(start).wrapping_add(1);
    let sizes = [
        1,
        1,
        2,
        3,
        4,
        1 + random.below(32),
        0x1000,
        whole,
        whole / 2,
        edge(random),
    ];
    random.pick(&sizes).max(1)
}

fn align(random: &mut Random) -> u64 {
    let exponent = if random.one_in(20) { 64 } else { 6 };
    1 << random.below(exponent)
}

fn near_range(random: &mut Random, model: &Model) -> (u64, u64) {
    if model.ranges.is_empty() || random.one_in(30) {
        return (edge(random), edge(random));
    }
    let range = model.ranges[random.index(model.ranges.len())];
    (range.start, range.end)
}

/// An address near a limit of the crate's arithmetic.
pub fn edge(random: &mut Random) -> u64 {
    let offset = random.below(4);
    random.pick(&[
        offset,
        u64::MAX - offset,
        (1 << 32) + offset,
        (1 << 53) + offset,
    ])
}

/// The first and last address of a space to manage, biased to the ends of the 64-bit numbers.
pub fn random_space(random: &mut Random) -> (u64, u64) {
    let size = random.pick(&[1, 2, 3, 8, 16, 64, 4096, 1 << 32]);
    let spaces = [
        (0x1000, 0x1000 + size - 1),
        (0, size - 1),
        (1, size),
        (2, size + 1),
        (u64::MAX - size + 1, u64::MAX),
        (u64::MAX - size, u64::MAX - 1),
        (1, u64::MAX),
        (0, u64::MAX - 1),
        (1, u64::MAX - 1),
    ];
    random.pick(&spaces)
}

/// An allocator for `space`.
pub fn allocator_for((start, end): (u64, u64)) -> AddressAllocator {
    AddressAllocator::new(start, end - start + 1).expect("a space that the crate can manage")
}
