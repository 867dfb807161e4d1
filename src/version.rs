//! The version of the package that this file was built for.

use napi_derive::napi;

/// The version that the loader asks for: it refuses a file of another version than its own.
#[napi(catch_unwind)]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
