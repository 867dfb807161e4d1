//! The Node-API binding of the `vm-allocator` crate: flat functions on a handle.
//!
//! The four hot calls (`allocate`, `free`, `allocateId`, `freeId`) are hand-written callbacks, all
//! others are `#[napi]` functions. The classes that people use are TypeScript, in `lib/`.
#![deny(missing_docs)]

mod address_functions;
mod arguments;
mod callback;
mod environment;
mod failure;
mod handles;
mod hot_calls;
mod id_functions;
mod id_pool;
mod number_array;
#[cfg(feature = "planted")]
mod planted;
mod rule_functions;
mod version;
mod watch;
