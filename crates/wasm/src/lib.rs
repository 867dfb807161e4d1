//! The engine as a WebAssembly module without imports, for platforms without a native file.
//!
//! Functions take and return numbers. Anything else goes through the memory: results of several
//! numbers are in an array of eight 64-bit words ([`output::results`]), a list or text is in the
//! output buffer, and a document in the input buffer. `lib/binding/wasm/` is the only caller.
//!
//! A refused call returns 0 and stores its reason ([`failure`]). A panic stores its message
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
