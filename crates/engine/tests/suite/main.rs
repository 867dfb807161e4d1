//! One program, so that the engine and proptest are linked once.

#![allow(
    clippy::duplicate_mod,
    reason = "an example has snapshot_support without support"
)]

mod batches;
mod lockstep;
mod nodes;
mod pool_set;
mod reachable;
mod searches;
mod snapshot_huge;
mod snapshot_malformed;
mod snapshot_mutation;
mod snapshot_reachable;
mod snapshot_round_trip;
mod snapshot_sound_pool;
#[path = "../snapshot_support/mod.rs"]
mod snapshot_support;
mod soundness;
#[path = "../support/mod.rs"]
mod support;
