//! Drives the unmodified crate `vm-allocator`, without Node-API and without the binding's engine,
//! so that its answers can be compared with those of the package and of ports.
//!
//! - [`scenario`], [`notation`], [`scenarios`]: what to call. [`record`], [`files`]: the answer files.
//! - [`deviation`], [`ideal`]: differences between answers and the crate's documentation.
//! - [`tree`], [`rotation`]: the crate's tree, read through serde, and what changed in it.
//! - [`answer`]: the crate as a server, for differential tests. [`exhaustive`]: every call in every
//!   state.

#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod answer;
pub mod deviation;
pub mod exhaustive;
pub mod files;
pub mod ideal;
pub mod json;
pub mod notation;
pub mod operation;
pub mod outcome;
pub mod record;
mod request;
pub mod rotation;
pub mod scenario;
pub mod scenarios;
mod spelling;
pub mod state;
pub mod subject;
pub mod tree;

/// The Rust examples of the documents, run on the unmodified crate by `cargo test --doc`.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/deviations.md")]
#[doc = include_str!("../../../docs/migrating-from-rust.md")]
#[doc = include_str!("../../../docs/snapshots.md")]
pub struct DocumentExamples;
