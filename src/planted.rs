//! Faults that the sanitizers must find, used only to test the tests.

use std::{hint::black_box, ptr};

use napi::sys;

/// Leaks a box.
pub unsafe extern "C" fn leak(_: sys::napi_env, _: sys::napi_callback_info) -> sys::napi_value {
    black_box(Box::into_raw(Box::new([1_u8; 4321])));
    ptr::null_mut()
}

/// Reads a box after freeing it.
pub unsafe extern "C" fn use_after_free(
    _: sys::napi_env,
    _: sys::napi_callback_info,
) -> sys::napi_value {
    let pointer = black_box(Box::into_raw(Box::new(5_u64)));
    // SAFETY: made above.
    drop(unsafe { Box::from_raw(pointer) });
    // SAFETY: none, because it was freed: this is the planted fault.
    black_box(unsafe { pointer.read_volatile() });
    ptr::null_mut()
}
