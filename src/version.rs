//! The version of the package that this file was built for.

use napi_derive::napi;

/// Returns the version. The loader refuses a file whose version differs from its own.
#[napi(catch_unwind)]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
