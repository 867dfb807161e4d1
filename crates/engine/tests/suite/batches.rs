//! Batches: all changes are made or none, exactly.

use crate::support::ownership::Ownership;
use crate::support::states::{explore, policies};
use crate::support::{MAX, Random, assert_is, live, model_of, nodes, range};
use vm_allocator_engine::{
    AddressPool, AllocPolicy, Error, FreeRange, Node, RangeInclusive, Request,
};

/// The steps of a batch in one pool.
#[derive(Clone, Copy, Debug)]
enum Step {
    Reserve(Request),
    Release(RangeInclusive),
}

/// A pool with an uncommitted batch, and its expected state after the commit.
struct Trial {
    pool: AddressPool,
    model: Ownership,
    /// The reservations of this batch, which can't be released by the same batch.
    reserved: Vec<RangeInclusive>,
}

impl Trial {
    fn of(pool: &AddressPool) -> Self {
        Trial {
            pool: pool.clone(),
            model: model_of(pool),
            reserved: Vec::new(),
        }
    }

    /// Makes the steps, and returns whether none was refused. The answers must be the model's, and
    /// the crate's tree must not change.
    fn make(&mut self, steps: &[Step]) -> bool {
        let before = self.pool.allocator().clone();
        let done = steps.iter().all(|step| match step {
            Step::Reserve(request) => self.reserve(request),
            Step::Release(range) => self.release(range),
        });
        assert_eq!(self.pool.allocator(), &before, "{steps:x?}");
        done
    }

    fn reserve(&mut self, request: &Request) -> bool {
        let &Request {
            size,
            align,
            policy,
            within,
        } = request;
        let expected = self.model.allocate(size, align, policy, within);
        assert_eq!(self.pool.fit(request), expected, "{request:x?}");
        assert_eq!(self.pool.reserve(request), expected, "{request:x?}");
        self.reserved.extend(expected);
        expected.is_ok()
    }

    fn release(&mut self, range: &RangeInclusive) -> bool {
        let expected = match self.reserved.contains(range) {
            true => Err(Error::ResourceNotAvailable),
            false => self.model.release(range),
        };
        assert_eq!(self.pool.release(range), expected, "{range:x?}");
        expected.is_ok()
    }
}

fn free_ranges(pool: &AddressPool) -> Vec<FreeRange> {
    pool.free_index().iter().collect()
}

/// Makes the steps, and commits or cancels them. Before a commit, cancels them on a copy.
fn check(pool: &AddressPool, steps: &[Step]) {
    let mut trial = Trial::of(pool);
    let done = trial.make(steps);
    let mut cancelled = trial.pool.clone();
    cancelled.cancel();
    assert_eq!(free_ranges(&cancelled), free_ranges(pool), "{steps:x?}");
    assert_is(&cancelled, &model_of(pool));
    if done {
        let Trial {
            mut pool, model, ..
        } = trial;
        pool.commit();
        assert_is(&pool, &model);
        pool.cancel(); // nothing is left of the batch
        assert_is(&pool, &model);
    }
}

#[test]
fn every_batch_of_three_in_every_state_is_all_or_nothing() {
    for space in [
        (0, 4),
        (1, 3),
        (7, 4),
        (MAX - 5, 4),
        (MAX - 3, 3),
        (MAX - 3, 4),
    ] {
        let (states, _) = explore(space, true, |_, _, _, _| ());
        for pool in &states {
            let mut steps: Vec<Step> = Vec::new();
            for policy in policies(space) {
                let sizes = [(1, 1), (1, 2), (2, 1)];
                let request = |(size, align)| Step::Reserve(Request::new(size, align, policy));
                steps.extend(sizes.map(request));
            }
            let last = space.0 + (space.1 - 1);
            let bounds = range(space.0 + 1, last - 1 + u64::from(space.1 == 3));
            let bounded = Request::new(1, 1, AllocPolicy::LastMatch).within(bounds);
            steps.push(Step::Reserve(bounded));
            let owned = live(pool.allocator());
            steps.extend(owned.into_iter().map(Step::Release));
            for first in &steps {
                for second in &steps {
                    check(pool, &[*first, *second]);
                }
                if let Step::Release(_) = first {
                    for second in &steps {
                        for third in &steps {
                            check(pool, &[*first, *second, *third]);
                        }
                    }
                }
            }
        }
    }
}

fn random_step(random: &mut Random, pool: &AddressPool) -> Step {
    let owned = live(pool.allocator());
    if random.below(3) == 0 && !owned.is_empty() {
        let range = owned[random.below(owned.len() as u64) as usize];
        return Step::Release(range);
    }
    let address = pool.base() + random.below(pool.end() - pool.base() + 1);
    let policy = match random.below(4) {
        0 => AllocPolicy::ExactMatch(address),
        1 => AllocPolicy::LastMatch,
        _ => AllocPolicy::FirstMatch,
    };
    let request = Request::new(1 + random.below(6), 1 << random.below(3), policy);
    Step::Reserve(if random.below(3) == 0 {
        let end = address.saturating_add(random.below(40)).min(pool.end());
        request.within(range(address, end))
    } else {
        request
    })
}

/// With several pools: if a step is refused, none of them has changed.
#[test]
fn batches_over_pools_are_all_or_nothing() {
    let spaces = [
        (0, 100),
        (1, 60),
        (0x1000, 200),
        (MAX - 79, 80),
        (MAX - 90, 90),
    ];
    let mut random = Random::new(17);
    let new = |(base, size)| AddressPool::new(base, size, true).unwrap();
    let mut pools = spaces.map(new);
    let (mut committed, mut cancelled) = (0, 0);
    for _ in 0..4000 {
        let mut trials = pools.each_ref().map(Trial::of);
        let done = (0..1 + random.below(8)).all(|_| {
            let chosen = random.below(pools.len() as u64) as usize;
            let step = random_step(&mut random, &pools[chosen]);
            trials[chosen].make(&[step])
        });
        for (before, trial) in pools.iter_mut().zip(trials) {
            let Trial {
                mut pool, model, ..
            } = trial;
            if done {
                pool.commit();
                assert_is(&pool, &model);
            } else {
                pool.cancel();
                assert_eq!(free_ranges(&pool), free_ranges(before));
                assert_eq!(pool.allocator(), before.allocator());
                assert_is(&pool, &model_of(before));
            }
            *before = pool;
        }
        *if done { &mut committed } else { &mut cancelled } += 1;
    }
    assert!(
        committed > 500 && cancelled > 500,
        "{committed} {cancelled}"
    );
}

/// A range can move to a place that overlaps its old one.
#[test]
fn what_is_released_can_be_reserved() {
    let mut pool = AddressPool::new(0x1000, 0x1000, true).unwrap();
    let old = pool.allocate(0x800, 1, AllocPolicy::FirstMatch).unwrap();
    pool.release(&old).unwrap();
    let exact = AllocPolicy::ExactMatch(0x1400);
    assert_eq!(
        pool.reserve(&Request::new(0x800, 1, exact)),
        Ok(range(0x1400, 0x1bff))
    );
    pool.commit();
    assert_eq!(live(pool.allocator()), [range(0x1400, 0x1bff)]);
}

#[test]
fn a_range_is_released_once_and_only_after_it_was_committed() {
    let mut pool = AddressPool::new(0, 64, true).unwrap();
    let old = pool.allocate(8, 1, AllocPolicy::FirstMatch).unwrap();
    let request = Request::new(8, 1, AllocPolicy::FirstMatch);
    let refused = Err(Error::ResourceNotAvailable);
    assert_eq!(pool.release(&range(0, 6)), refused);
    assert_eq!(pool.release(&range(8, 63)), refused);
    let reserved = pool.reserve(&request).unwrap();
    assert_eq!(pool.release(&reserved), refused);
    assert_eq!(pool.release(&old), Ok(()));
    assert_eq!(pool.release(&old), refused);
    assert_eq!(pool.reserve(&request), Ok(old));
    assert_eq!(pool.release(&old), refused);
    pool.commit();
    assert_eq!(live(pool.allocator()), [old, reserved]);
    assert_eq!(pool.release(&reserved), Ok(()));
}

#[test]
fn a_call_of_its_own_cancels_what_is_not_committed() {
    let mut pool = AddressPool::new(0, 64, true).unwrap();
    let first = Request::new(8, 1, AllocPolicy::FirstMatch);
    pool.reserve(&first).unwrap();
    assert_eq!(
        pool.allocate(64, 1, AllocPolicy::FirstMatch),
        Ok(range(0, 63))
    );
    pool.release(&range(0, 63)).unwrap();
    assert_eq!(pool.free(&range(0, 63)), Ok(()));
    pool.commit();
    let node = Node {
        start: 0,
        end: 63,
        state: vm_allocator_engine::NodeState::Free,
    };
    assert_eq!(nodes(pool.allocator()), [node]);
}

#[test]
fn canonical_mode_has_no_batches() {
    let mut pool = AddressPool::new(0, 64, false).unwrap();
    let owned = pool.allocate(8, 1, AllocPolicy::FirstMatch).unwrap();
    let request = Request::new(8, 1, AllocPolicy::FirstMatch);
    assert_eq!(pool.reserve(&request), Err(Error::ResourceNotAvailable));
    assert_eq!(pool.release(&owned), Err(Error::ResourceNotAvailable));
    pool.commit();
    assert_eq!(pool.live_ranges(), 1);
}
