//! The engine as a WebAssembly module without imports, for where no native file exists.
//!
//! Functions take and return numbers. What is more than one number goes through the memory: the
//! results of a call are in an array of eight 64-bit words ([`output::results`]), a list or a text in
//! the output buffer, a document in the input buffer. `lib/binding/wasm/` is the only caller.
//!
//! A refused call answers 0 and leaves its reason ([`failure`]). A panic leaves its message
//! ([`trap`]) and ends the instance.

#![forbid(unsafe_op_in_unsafe_fn)]
#![deny(missing_docs)]

mod address_functions;
mod failure;
mod id_functions;
mod input;
mod output;
mod rule_functions;
mod state;
mod system_functions;
mod trap;
mod version;
