//! Compares the index with a plain list of ranges, and its arithmetic with the crate.

use proptest::prelude::*;
use vm_allocator::{AddressAllocator, AllocPolicy, Error};

use super::directory::GROUP;
use super::search::Fit;
use super::*;

/// The last address of the space for the tests.
const END: u64 = 1999;

fn range(start: u64, end: u64) -> FreeRange {
    FreeRange { start, end }
}

/// Checks the module's invariants.
fn assert_invariants(index: &FreeIndex) {
    let ranges: Vec<_> = index.iter().collect();
    assert!(ranges.iter().all(|range| range.start <= range.end));
    assert!(
        ranges.is_sorted_by(|low, high| low.end < high.start),
        "{ranges:?}"
    );
    assert_eq!(index.len(), ranges.len());
    assert_eq!(index.head.is_empty(), index.is_empty());
    let covers = |reach: Reach, ranges: Reach| reach.max(ranges) == reach;
    assert!(covers(index.head_reach.get(), index.head.reach()));
    for link in &index.tail {
        assert_eq!(
            Some(link.first),
            link.chunk.first().map(|range| range.start)
        );
        assert!(covers(link.reach.get(), link.chunk.reach()));
    }
    assert_eq!(index.groups.len(), index.tail.len().div_ceil(GROUP));
    for (group, links) in index.tail.chunks(GROUP).enumerate() {
        assert!(
            links
                .iter()
                .all(|link| covers(index.groups[group].get(), link.reach.get()))
        );
    }
}

#[derive(Clone, Copy, Debug)]
enum Step {
    TakeFirst { size: u64, align: u64 },
    TakeLast { size: u64, align: u64 },
    TakeAt { address: u64, size: u64 },
    Give(prop::sample::Index),
    GiveUnmerged(prop::sample::Index),
    Remove(prop::sample::Index),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let size = || prop_oneof![4 => 1..=3u64, 1 => 1..=20u64, 1 => 100..=2500u64];
    let align = || (0..=6u32).prop_map(|power| 1 << power);
    let step = prop_oneof![
        2 => (size(), align()).prop_map(|(size, align)| Step::TakeFirst { size, align }),
        2 => (size(), align()).prop_map(|(size, align)| Step::TakeLast { size, align }),
        8 => (0..=END, 1..=3u64).prop_map(|(address, size)| Step::TakeAt { address, size }),
        2 => any::<prop::sample::Index>().prop_map(Step::Give),
        1 => any::<prop::sample::Index>().prop_map(Step::GiveUnmerged),
        1 => any::<prop::sample::Index>().prop_map(Step::Remove),
    ];
    // The first half of the steps fills the index, the second half empties it.
    let take_down = any::<prop::sample::Index>().prop_map(Step::Give);
    (
        prop::collection::vec(step, 0..250),
        prop::collection::vec(take_down, 0..250),
    )
        .prop_map(|(up, down)| up.into_iter().chain(down).collect())
}

/// The index and the expected ranges.
struct Pair {
    index: FreeIndex,
    free: Vec<FreeRange>,
    taken: Vec<FreeRange>,
}

impl Pair {
    fn step(&mut self, step: Step) {
        match step {
            Step::TakeFirst { size, align } => {
                let mut places = self.free.iter().filter_map(|r| r.first_place(size, align));
                let place = places.next();
                let fit = self.index.first_fit(size, align);
                self.take_fit(fit, place, size);
            }
            Step::TakeLast { size, align } => {
                let mut places = self
                    .free
                    .iter()
                    .rev()
                    .filter_map(|r| r.last_place(size, align));
                let place = places.next();
                let fit = self.index.last_fit(size, align);
                self.take_fit(fit, place, size);
            }
            Step::TakeAt { address, size } => self.take_at(range(address, address + size - 1)),
            Step::Give(which) if !self.taken.is_empty() => {
                let given = self.taken.swap_remove(which.index(self.taken.len()));
                self.give_merged(given);
            }
            Step::GiveUnmerged(which) if !self.taken.is_empty() => {
                let given = self.taken.swap_remove(which.index(self.taken.len()));
                self.index.insert(given);
                self.free.push(given);
            }
            Step::Remove(which) if !self.free.is_empty() => {
                let removed = self.free.remove(which.index(self.free.len()));
                self.index.remove(removed);
                self.index.remove(removed);
                self.taken.push(removed);
            }
            _ => {}
        }
        self.free.sort_by_key(|range| range.start);
    }

    fn take_fit(&mut self, fit: Option<Fit>, place: Option<u64>, size: u64) {
        assert_eq!(fit.map(|fit| fit.address), place);
        if let Some(Fit { slot, address }) = fit {
            assert!(self.free.contains(&self.index.range(slot)));
            self.take(slot, range(address, address + size - 1));
        }
    }

    fn take_at(&mut self, wanted: FreeRange) {
        let holder = self
            .free
            .iter()
            .find(|r| r.start <= wanted.start && wanted.start <= r.end);
        assert_eq!(self.index.range_at(wanted.start).as_ref(), holder);
        if let Some(slot) = self.index.containing(wanted.start)
            && wanted.end <= self.index.range(slot).end
        {
            self.take(slot, wanted);
        }
    }

    fn take(&mut self, slot: Slot, taken: FreeRange) {
        let free = self.index.range(slot);
        self.index.take(slot, taken);
        self.free.retain(|range| *range != free);
        let rest = [(free.start, taken.start), (taken.end + 1, free.end + 1)];
        self.free.extend(
            rest.iter()
                .filter(|(from, to)| from < to)
                .map(|&(a, b)| range(a, b - 1)),
        );
        self.taken.push(taken);
    }

    /// Merges with both neighbours, except with those of one byte.
    fn give_merged(&mut self, given: FreeRange) {
        let mut merged = given;
        self.free.retain(|free| {
            let below = free.start < free.end && free.end + 1 == given.start;
            let above = free.start < free.end && given.end + 1 == free.start;
            if below {
                merged.start = free.start;
            }
            if above {
                merged.end = free.end;
            }
            !below && !above
        });
        self.free.push(merged);
        assert_eq!(
            self.index
                .merge_in::<2>(self.index.gap_after(given.start), given),
            merged
        );
    }
}

/// Compares bounded searches and the longest place with the list.
fn assert_searches(pair: &Pair) {
    // The bounds start and end inside chunks, at their ends and beyond.
    let step = 1 + pair.free.len() as u64 % 7;
    for (from, to) in [
        (0, END),
        (0, 40 * step),
        (100 * step, 5000),
        (150, 150 + step),
        (90, 900),
    ] {
        let bounds = range(from, to);
        let clipped = |free: &FreeRange| range(free.start.max(from), free.end.min(to));
        let parts = pair
            .free
            .iter()
            .map(clipped)
            .filter(|part| part.start <= part.end);
        let parts: Vec<_> = parts.collect();
        for (size, align) in [(1, 1), (2, 2), (3, 1), (9, 8), (step, 16)] {
            let lowest = |part: &FreeRange| {
                let place = part.start.next_multiple_of(align);
                (place + size <= part.end + 1).then_some(place)
            };
            let highest = |part: &FreeRange| {
                let place = (part.end + 1).checked_sub(size)? / align * align;
                (place >= part.start).then_some(place)
            };
            let place = |fit: Option<Fit>| fit.map(|fit| fit.address);
            let first = place(pair.index.first_fit_within(size, align, bounds));
            assert_eq!(first, parts.iter().find_map(lowest));
            let last = place(pair.index.last_fit_within(size, align, bounds));
            assert_eq!(last, parts.iter().rev().find_map(highest));
        }
        for align in [1, 16] {
            let bytes = |part: &FreeRange| {
                let start = part.start.next_multiple_of(align);
                (start <= part.end).then(|| part.end - start + 1)
            };
            let longest = pair.index.longest(align, bounds).map(FreeRange::bytes);
            assert_eq!(longest, parts.iter().filter_map(bytes).max());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn holds_what_a_list_holds(steps in steps()) {
        let mut pair = Pair { index: FreeIndex::new(), free: vec![range(0, END)], taken: vec![] };
        pair.index.push(range(0, END));
        for (number, step) in steps.into_iter().enumerate() {
            pair.step(step);
            prop_assert_eq!(pair.index.iter().collect::<Vec<_>>(), &pair.free[..], "{:?}", step);
            if number % 4 == 0 {
                assert_searches(&pair);
            }
            assert_invariants(&pair.index);
        }
    }
}

#[test]
fn ranges_that_come_in_order_fill_their_chunks() {
    const COUNT: usize = 70 * CAPACITY;
    let mut ranges: Vec<_> = (0..COUNT as u64).map(|n| range(4 * n, 4 * n + 1)).collect();
    let (mut pushed, mut up, mut down) = (FreeIndex::new(), FreeIndex::new(), FreeIndex::new());
    ranges.iter().for_each(|range| pushed.push(*range));
    ranges.iter().rev().for_each(|range| down.insert(*range));
    // Like an allocator whose unused addresses are all at the end.
    up.push(ranges.pop().unwrap());
    ranges.iter().for_each(|range| up.insert(*range));
    for index in [pushed, up, down] {
        assert!(index.iter().take(COUNT - 1).eq(ranges.iter().copied()));
        assert!(7 * CAPACITY * index.tail.len() <= 8 * COUNT); // all are seven eighths full
    }
}

#[test]
fn a_few_ranges_need_no_heap() {
    let mut index = FreeIndex::new();
    (0..CAPACITY as u64).for_each(|n| index.push(range(2 * n, 2 * n)));
    assert_eq!(index.heap_bytes(), 0);
    index.push(range(1000, 1000));
    assert!(index.heap_bytes() >= size_of::<Chunk>());
}

/// A failed search tightens the reaches that misled it.
#[test]
fn a_search_is_misled_once() {
    let mut index = FreeIndex::new();
    (0..100 * CAPACITY as u64).for_each(|n| index.push(range(1000 * n, 1000 * n + 499)));
    for n in 0..index.len() {
        let slot = index.gap_after(1000 * n as u64 + 1);
        let (slot, free) = index.before(slot).unwrap();
        index.take(slot, range(free.start, free.start + 99));
    }
    assert!(index.groups.iter().all(|reach| reach.get().admits(401, 1)));
    assert_eq!(index.first_fit(401, 1), None);
    assert!(!index.head_reach.get().admits(401, 1));
    assert!(
        index
            .tail
            .iter()
            .all(|link| !link.reach.get().admits(401, 1))
    );
    assert!(index.groups.iter().all(|reach| !reach.get().admits(401, 1)));
    assert!(index.first_fit(400, 1).is_some());
}

/// Ranges of up to 13 addresses at both ends of the address space and at a power of two.
fn short_ranges() -> impl Iterator<Item = FreeRange> {
    [0, 0x8000 - 6, u64::MAX - 12].into_iter().flat_map(|base| {
        (0..=12).flat_map(move |from| (from..=12).map(move |to| range(base + from, base + to)))
    })
}

#[test]
fn places_are_those_of_the_crate() {
    let requests = || (1..=14).flat_map(|size| (0..=4).map(move |power| (size, 1 << power)));
    for free in short_ranges() {
        let crate_place = |size, align, policy| {
            let mut allocator = AddressAllocator::new(free.start, free.bytes()).unwrap();
            match allocator.allocate(size, align, policy) {
                Ok(range) => Some(range.start()),
                Err(Error::Overflow) => Some(u64::MAX - (size - 1)), // found, then refused (D6)
                Err(Error::ResourceNotAvailable) => None,
                Err(other) => panic!("{other}"),
            }
        };
        for (size, align) in requests() {
            let first = crate_place(size, align, AllocPolicy::FirstMatch);
            assert_eq!(
                free.first_place(size, align),
                first,
                "{size} {align} {free:?}"
            );
            let last = crate_place(size, align, AllocPolicy::LastMatch);
            if free.start == 0 && free.bytes() == size {
                assert_eq!((free.last_place(size, align), last), (Some(0), None)); // D5
                continue;
            }
            assert_eq!(
                free.last_place(size, align),
                last,
                "{size} {align} {free:?}"
            );
        }
    }
}

#[test]
fn a_reach_is_exact_for_one_range() {
    for free in short_ranges() {
        let reach = Reach::from(free);
        assert!(
            reach.admits(free.bytes(), 1) && !reach.admits(free.bytes() + 1, 1),
            "{free:?}"
        );
        for align in (0..64).map(|power| 1 << power) {
            let multiple = free.first_place(1, align).is_some();
            assert_eq!(reach.admits(1, align), multiple, "{align:#x} {free:?}");
            let block = free.first_place(align, align).is_some();
            assert_eq!(reach.admits(align, align), block, "{align:#x} {free:?}");
        }
    }
}

/// No request fits that a reach doesn't admit.
#[test]
fn a_reach_admits_what_fits() {
    for free in short_ranges() {
        for (size, power) in (1..=14).flat_map(|size| (0..64).map(move |power| (size, power))) {
            let fits = free.first_place(size, 1 << power).is_some();
            assert!(
                !fits || Reach::from(free).admits(size, 1 << power),
                "{size} {power} {free:?}"
            );
        }
    }
}
