//! Faults that the sanitizers must find, for the test of the test alone.

use std::{hint::black_box, ptr};

use napi::sys;

/// Forgets a box that nobody else knows of.
pub unsafe extern "C" fn leak(_: sys::napi_env, _: sys::napi_callback_info) -> sys::napi_value {
    black_box(Box::into_raw(Box::new([1_u8; 4321])));
    ptr::null_mut()
}

/// Reads a box after it was freed.
pub unsafe extern "C" fn use_after_free(
    _: sys::napi_env,
    _: sys::napi_callback_info,
) -> sys::napi_value {
    let pointer = black_box(Box::into_raw(Box::new(5_u64)));
    // SAFETY: made above.
    drop(unsafe { Box::from_raw(pointer) });
    // SAFETY: none, it was freed: this is the fault.
    black_box(unsafe { pointer.read_volatile() });
    ptr::null_mut()
}
