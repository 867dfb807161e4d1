//! What everything is measured against: an empty Node-API call, and what malloc has handed out.
#![deny(
    missing_docs,
    unsafe_op_in_unsafe_fn,
    clippy::undocumented_unsafe_blocks
)]

use std::{ffi::CStr, mem, ptr};

use napi_sys::{
    napi_callback_info, napi_create_double, napi_create_function, napi_env,
    napi_set_named_property, napi_value, setup,
};

type Callback = unsafe extern "C" fn(napi_env, napi_callback_info) -> napi_value;

/// Called by Node when it loads this file.
///
/// # Safety
/// `env` and `exports` are those that Node passes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn napi_register_module_v1(env: napi_env, exports: napi_value) -> napi_value {
    // SAFETY: Node is loaded, and stays so.
    mem::forget(unsafe { setup() });
    let functions: [(&CStr, Callback); 2] = [(c"empty", empty), (c"mallocBytes", malloc_bytes)];
    for (name, callback) in functions {
        let mut function = ptr::null_mut();
        // SAFETY: the name ends with a zero byte, and all else is as Node passed it. If a function
        // can't be made, the benchmark finds none.
        unsafe {
            napi_create_function(
                env,
                name.as_ptr(),
                name.count_bytes() as isize,
                Some(callback),
                ptr::null_mut(),
                &mut function,
            );
            napi_set_named_property(env, exports, name.as_ptr(), function);
        }
    }
    exports
}

/// `empty()`: `undefined`.
unsafe extern "C" fn empty(_: napi_env, _: napi_callback_info) -> napi_value {
    ptr::null_mut()
}

/// `mallocBytes()`: how many bytes malloc has handed out in this process, its own share included.
unsafe extern "C" fn malloc_bytes(env: napi_env, _: napi_callback_info) -> napi_value {
    // SAFETY: takes nothing, and only reads malloc's books.
    let info = unsafe { libc::mallinfo2() };
    let mut result = ptr::null_mut();
    // SAFETY: `env` runs this thread's JavaScript. On failure the result stays null: `undefined`.
    unsafe { napi_create_double(env, (info.uordblks + info.hblkhd) as f64, &mut result) };
    result
}
