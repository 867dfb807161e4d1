//! The place that the crate's documentation promises for a request, with which answers are
//! compared.

use crate::tree::{Slot, State};
use vm_allocator::{AllocPolicy, RangeInclusive};

/// The free addresses as runs, regardless of the nodes that contain them.
pub fn runs(slots: &[Slot]) -> Vec<RangeInclusive> {
    let mut runs: Vec<RangeInclusive> = Vec::new();
    for slot in slots.iter().filter(|slot| slot.state == State::Free) {
        match runs.last_mut() {
            Some(run) if adjacent(run, &slot.range) => {
                *run = RangeInclusive::new(run.start(), slot.range.end()).expect("runs grow");
            }
            _ => runs.push(slot.range),
        }
    }
    runs
}

/// Whether `high` starts directly after `low`.
pub fn adjacent(low: &RangeInclusive, high: &RangeInclusive) -> bool {
    low.end().checked_add(1) == Some(high.start())
}

/// The lowest, the highest or the exact place for `size` bytes in `runs`. `align` is a power of
/// two and `size` is not 0.
pub fn place(
    runs: &[RangeInclusive],
    size: u64,
    align: u64,
    policy: AllocPolicy,
) -> Option<RangeInclusive> {
    match policy {
        AllocPolicy::FirstMatch => runs.iter().find_map(|run| lowest(run, size, align)),
        AllocPolicy::LastMatch => runs.iter().rev().find_map(|run| highest(run, size, align)),
        AllocPolicy::ExactMatch(address) => {
            let wanted = sized(address, size)?;
            runs.iter()
                .any(|run| run.contains(&wanted))
                .then_some(wanted)
        }
    }
}

fn lowest(run: &RangeInclusive, size: u64, align: u64) -> Option<RangeInclusive> {
    let start = run.start().checked_next_multiple_of(align)?;
    sized(start, size).filter(|range| range.end() <= run.end())
}

fn highest(run: &RangeInclusive, size: u64, align: u64) -> Option<RangeInclusive> {
    let start = run.end().checked_sub(size - 1)?;
    sized(start - start % align, size).filter(|range| range.start() >= run.start())
}

fn sized(start: u64, size: u64) -> Option<RangeInclusive> {
    RangeInclusive::new(start, start.checked_add(size - 1)?).ok()
}
