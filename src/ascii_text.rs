//! Returns ASCII text to JavaScript, which copies it directly, but would have to decode UTF-8.

use std::ptr;

use napi::{
    Result,
    bindgen_prelude::{ToNapiValue, check_status},
    sys,
};

/// Text that is only ASCII.
pub struct AsciiText(String);

impl AsciiText {
    /// Wraps `text`, which must be ASCII: other characters would be garbled.
    pub fn new(text: String) -> Self {
        debug_assert!(text.is_ascii());
        Self(text)
    }
}

impl ToNapiValue for AsciiText {
    unsafe fn to_napi_value(env: sys::napi_env, Self(text): Self) -> Result<sys::napi_value> {
        let mut value = ptr::null_mut();
        // No Rust object is larger than `isize::MAX` bytes.
        let length = text.len() as isize;
        // SAFETY: `env` runs this thread's JavaScript, and the text has `length` bytes, which are copied.
        check_status!(unsafe {
            sys::napi_create_string_latin1(env, text.as_ptr().cast(), length, &raw mut value)
        })?;
        Ok(value)
    }
}
