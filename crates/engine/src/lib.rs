//! The allocators of the `vm-allocator` crate, with what a long-lived host process needs in
//! addition: a free index that finds places in O(log n), a sound mode, and saving and restoring the
//! state.
//!
//! The crate stays the authority: it keeps the state, and makes every allocation and every refusal,
//! except for what sound mode refuses or repairs.
//! `D1` … `D16` are the numbers of the crate's surprises in `docs/deviations.md`.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod absent;
pub mod address_pool;
#[cfg(feature = "audit")]
mod audit;
pub mod digest;
pub mod free_index;
pub mod id_pool;
mod id_rebuild;
pub mod id_state;
pub mod policy_code;
pub mod pool_set;
pub mod rebuild;
pub mod refusal;
pub mod slots;
pub mod snapshot;
pub mod statistics;
pub mod system_words;
pub mod tree;

pub use address_pool::{AddressPool, Request};
pub use free_index::{FreeIndex, FreeRange};
pub use tree::{Node, NodeState};
pub use vm_allocator::{
    AddressAllocator, AllocPolicy, Constraint, DEFAULT_CONSTRAINT_ALIGN, Error, IdAllocator,
    RangeInclusive, Result,
};
