//! A short version of `examples/mutate_snapshots.rs`.

use std::collections::BTreeMap;

use crate::snapshot_support::examination::{Verdict, examine};
use crate::snapshot_support::mutation::mutated_document;
use crate::snapshot_support::random::Random;

const DOCUMENTS: u64 = 10_000;

#[test]
fn a_mutated_document_is_refused_or_behaves() {
    let mut verdicts = BTreeMap::<Verdict, u64>::new();
    for seed in 0..DOCUMENTS {
        let mut random = Random::new(seed);
        let document = mutated_document(&mut random);
        *verdicts.entry(examine(&mut random, &document)).or_default() += 1;
    }
    // Each outcome occurs often enough to be meaningful.
    for verdict in [
        Verdict::Refused,
        Verdict::Canonical,
        Verdict::Sound,
        Verdict::Id,
    ] {
        let count = verdicts.get(&verdict).copied().unwrap_or(0);
        assert!(count >= DOCUMENTS / 100, "{verdict:?}: {count}");
    }
}
