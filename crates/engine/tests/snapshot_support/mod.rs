//! Shared by the snapshot tests and the mutation run.

#![allow(dead_code, reason = "no test uses all of it")]

pub mod documents;
pub mod examination;
pub mod id_model;
pub mod model;
pub mod mutation;
pub mod operations;
#[path = "../support/ownership.rs"]
pub mod ownership;
#[path = "../support/random.rs"]
pub mod random;
