//! The version of the package that the module was built for.

use crate::output;

/// Writes the version into the output buffer.
#[unsafe(no_mangle)]
pub extern "C" fn version() {
    output::set_text(env!("CARGO_PKG_VERSION").to_owned());
}
