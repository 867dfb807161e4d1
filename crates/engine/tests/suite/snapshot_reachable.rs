//! Canonical mode accepts exactly the states that the crate can reach: enumerates small address
//! spaces, with every operation in every state.

use std::collections::BTreeSet;

use crate::snapshot_support::documents::{address_document, model_of};
use crate::snapshot_support::model::Range;
use crate::snapshot_support::operations::{Operation, allocator_for};
use vm_allocator::{AddressAllocator, AllocPolicy};
use vm_allocator_engine::snapshot::{Mode, read_address, write_address};

const TOP: u64 = u64::MAX;

/// An address space, and where a window around it may be cut into ranges.
struct World {
    space: (u64, u64),
    /// The first address of each piece of the window. A range consists of adjacent pieces.
    starts: Vec<u64>,
    /// The last address of the window.
    end: u64,
}

/// A window that can be cut before each of its addresses.
fn narrow(space: (u64, u64), window: (u64, u64)) -> World {
    World {
        space,
        starts: (window.0..=window.1).collect(),
        end: window.1,
    }
}

/// A window over all 64 bits that can be cut only near its ends.
fn wide(space: (u64, u64)) -> World {
    World {
        space,
        starts: vec![0, 1, 2, 3, TOP - 2, TOP - 1, TOP],
        end: TOP,
    }
}

/// Spaces in the middle of the 64-bit numbers, far from the limits of the crate's arithmetic.
fn middle_worlds() -> Vec<World> {
    vec![
        narrow((10, 14), (9, 15)),
        narrow((10, 15), (10, 15)),
        narrow((2, 4), (0, 5)),
    ]
}

/// Spaces at the ends of the 64-bit numbers, where the crate loses ranges.
fn edge_worlds() -> Vec<World> {
    vec![
        narrow((0, 3), (0, 4)),
        narrow((0, 0), (0, 3)),
        narrow((1, 1), (0, 4)),
        narrow((1, 3), (0, 4)),
        narrow((TOP - 3, TOP), (TOP - 4, TOP)),
        narrow((TOP - 3, TOP - 1), (TOP - 4, TOP)),
        narrow((TOP - 4, TOP - 2), (TOP - 4, TOP)),
        narrow((TOP, TOP), (TOP - 3, TOP)),
        narrow((TOP - 1, TOP - 1), (TOP - 3, TOP)),
        wide((1, TOP - 1)),
        wide((0, TOP - 1)),
        wide((1, TOP)),
        wide((0, 2)),
        wide((3, TOP)),
    ]
}

impl World {
    /// Every range that the window can hold.
    fn spans(&self) -> Vec<(u64, u64)> {
        let ends = self.starts[1..]
            .iter()
            .map(|start| start - 1)
            .chain([self.end]);
        let ends: Vec<u64> = ends.collect();
        let pairs = self
            .starts
            .iter()
            .flat_map(|start| ends.iter().map(|end| (*start, *end)));
        pairs
            .filter(|(start, end)| start <= end && (*start, *end) != (0, TOP))
            .collect()
    }

    fn operations(&self) -> Vec<Operation> {
        let spans = self.spans();
        let sizes: BTreeSet<u64> = spans.iter().map(|(start, end)| end - start + 1).collect();
        let mut operations = Vec::new();
        for (start, end) in spans {
            operations.push(Operation::Free { start, end });
            let policy = AllocPolicy::ExactMatch(start);
            operations.push(Operation::Allocate {
                size: end - start + 1,
                align: 1,
                policy,
            });
        }
        for size in sizes {
            for policy in [AllocPolicy::FirstMatch, AllocPolicy::LastMatch] {
                operations.push(Operation::Allocate {
                    size,
                    align: 1,
                    policy,
                });
                operations.push(Operation::Allocate {
                    size,
                    align: 2,
                    policy,
                });
            }
        }
        operations
    }

    /// Every reachable state whose ranges respect the cuts.
    fn reachable(&self) -> BTreeSet<AddressAllocator> {
        let (operations, spans) = (self.operations(), self.spans().into_iter().collect());
        let mut unvisited = vec![allocator_for(self.space)];
        let mut reached = BTreeSet::from([unvisited[0].clone()]);
        while let Some(state) = unvisited.pop() {
            for operation in &operations {
                let mut next = state.clone();
                _ = operation.on_crate(&mut next);
                if !reached.contains(&next) && self.holds(&next, &spans) {
                    reached.insert(next.clone());
                    unvisited.push(next);
                }
            }
        }
        reached
    }

    fn holds(&self, state: &AddressAllocator, spans: &BTreeSet<(u64, u64)>) -> bool {
        ranges_of(state)
            .iter()
            .all(|range| spans.contains(&(range.start, range.end)))
    }

    /// Every list of disjoint ranges in the window, with every choice of states.
    fn lists(&self) -> Vec<Vec<Range>> {
        let mut lists = vec![Vec::new()];
        let mut complete = Vec::new();
        while let Some(list) = lists.pop() {
            let above = list.last().map(|range: &Range| range.end);
            for (start, end) in self.spans() {
                if above.is_none_or(|above| start > above) {
                    for is_free in [false, true] {
                        lists.push(
                            [
                                list.as_slice(),
                                &[Range {
                                    start,
                                    end,
                                    is_free,
                                }],
                            ]
                            .concat(),
                        );
                    }
                }
            }
            complete.push(list);
        }
        complete
    }

    /// The lists that `mode` accepts in a balanced tree.
    fn accepted(&self, mode: Mode) -> BTreeSet<Vec<Range>> {
        let read = |ranges: &Vec<Range>| {
            read_address(address_document(self.space, ranges).as_bytes(), mode).is_ok()
        };
        self.lists().into_iter().filter(read).collect()
    }
}

fn ranges_of(state: &AddressAllocator) -> Vec<Range> {
    model_of(&serde_json::to_string(state).unwrap()).ranges
}

/// The addresses that a list of ranges covers, with neighbours joined.
fn coverage(ranges: &[Range]) -> Vec<(u64, u64)> {
    let mut joined: Vec<(u64, u64)> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some((_, end)) if *end + 1 == range.start => *end = range.end,
            _ => joined.push((range.start, range.end)),
        }
    }
    joined
}

fn assert_restored(states: &BTreeSet<AddressAllocator>, mode: Mode) {
    for state in states {
        let text = write_address(state);
        assert_eq!(
            read_address(text.as_bytes(), mode).as_ref(),
            Ok(state),
            "{text}"
        );
    }
}

#[test]
fn canonical_mode_accepts_every_state_of_the_crate() {
    for world in middle_worlds().iter().chain(&edge_worlds()) {
        assert_restored(&world.reachable(), Mode::Canonical);
    }
}

/// Gaps and stray ranges are accepted only where D3 and D10 can have caused them.
#[test]
fn canonical_mode_accepts_only_coverage_that_the_crate_can_reach() {
    for world in middle_worlds().iter().chain(&edge_worlds()) {
        let reached: BTreeSet<_> = world
            .reachable()
            .iter()
            .map(|state| coverage(&ranges_of(state)))
            .collect();
        let accepted: BTreeSet<_> = world
            .accepted(Mode::Canonical)
            .iter()
            .map(|ranges| coverage(ranges))
            .collect();
        assert_eq!(accepted, reached, "{:?}", world.space);
    }
}

/// Sound mode accepts every list that fills the space, merged or not; the pool merges it.
#[test]
fn sound_mode_accepts_what_has_no_loss() {
    for world in middle_worlds().iter().chain(&edge_worlds()) {
        let fills = |ranges: &Vec<Range>| coverage(ranges) == [world.space];
        let lists: BTreeSet<_> = world.lists().into_iter().filter(fills).collect();
        assert_eq!(world.accepted(Mode::Sound), lists, "{:?}", world.space);
    }
}
