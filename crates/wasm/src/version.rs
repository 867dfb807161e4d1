//! Which version of the package the module is of.

use crate::output;

/// Puts the version into the output buffer.
#[unsafe(no_mangle)]
pub extern "C" fn version() {
    output::set_text(env!("CARGO_PKG_VERSION").to_owned());
}
