//! The references of the benchmarks: an empty Node-API call, one with the arguments and result of
//! an allocator's call, and malloc's statistics.
#![deny(
    missing_docs,
    unsafe_op_in_unsafe_fn,
    clippy::undocumented_unsafe_blocks
)]

use std::{ffi::CStr, mem, ptr};

use napi_sys::{
    napi_callback_info, napi_create_bigint_uint64, napi_create_double, napi_create_external,
    napi_create_function, napi_env, napi_get_cb_info, napi_get_value_bigint_uint64,
    napi_get_value_external, napi_set_named_property, napi_value, setup,
};

type Callback = unsafe extern "C" fn(napi_env, napi_callback_info) -> napi_value;

/// Called by Node when it loads this file.
///
/// # Safety
/// `env` and `exports` are those that Node passes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn napi_register_module_v1(env: napi_env, exports: napi_value) -> napi_value {
    // SAFETY: Node is loaded, and stays loaded.
    mem::forget(unsafe { setup() });
    let functions: [(&CStr, Callback); 5] = [
        (c"empty", empty),
        (c"createHandle", create_handle),
        (c"allocate", allocate),
        (c"free", free),
        (c"mallocBytes", malloc_bytes),
    ];
    for (name, callback) in functions {
        let mut function = ptr::null_mut();
        // SAFETY: the name ends with a zero byte, and all else is as Node passed it. If a function
        // can't be created, the benchmark reports that it is missing.
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

/// `createHandle()`: an external with a null pointer.
unsafe extern "C" fn create_handle(env: napi_env, _: napi_callback_info) -> napi_value {
    let mut result = ptr::null_mut();
    // SAFETY: `env` runs this thread's JavaScript, and nobody follows the pointer.
    unsafe {
        let (data, finalizer, hint) = (ptr::null_mut(), None, ptr::null_mut());
        napi_create_external(env, data, finalizer, hint, &mut result)
    };
    result
}

/// `allocate(handle, size, align)`: reads all three, and returns the sum of the numbers.
unsafe extern "C" fn allocate(env: napi_env, info: napi_callback_info) -> napi_value {
    // SAFETY: `env` and `info` are this callback's.
    let sum = unsafe { read(env, info) };
    let mut result = ptr::null_mut();
    // SAFETY: `env` runs this thread's JavaScript. On failure the result stays null: `undefined`.
    unsafe { napi_create_bigint_uint64(env, sum, &mut result) };
    result
}

/// `free(handle, start, end)`: reads all three.
unsafe extern "C" fn free(env: napi_env, info: napi_callback_info) -> napi_value {
    // SAFETY: `env` and `info` are this callback's.
    unsafe { read(env, info) };
    ptr::null_mut()
}

/// Reads a handle and two numbers, and adds the numbers.
///
/// # Safety
/// `env` and `info` are those of a callback.
unsafe fn read(env: napi_env, info: napi_callback_info) -> u64 {
    let mut arguments = [ptr::null_mut(); 3];
    let mut count = arguments.len();
    let (mut data, mut first, mut second, mut lossless) = (ptr::null_mut(), 0, 0, false);
    // SAFETY: there is room for `count` arguments; and the functions accept any value.
    unsafe {
        let values = arguments.as_mut_ptr();
        napi_get_cb_info(
            env,
            info,
            &mut count,
            values,
            ptr::null_mut(),
            ptr::null_mut(),
        );
        napi_get_value_external(env, arguments[0], &mut data);
        napi_get_value_bigint_uint64(env, arguments[1], &mut first, &mut lossless);
        napi_get_value_bigint_uint64(env, arguments[2], &mut second, &mut lossless);
    }
    first.wrapping_add(second)
}

/// `mallocBytes()`: the bytes that malloc has allocated in this process, including its overhead.
unsafe extern "C" fn malloc_bytes(env: napi_env, _: napi_callback_info) -> napi_value {
    // SAFETY: takes nothing, and only reads malloc's statistics.
    let info = unsafe { libc::mallinfo2() };
    let mut result = ptr::null_mut();
    // SAFETY: `env` runs this thread's JavaScript. On failure the result stays null: `undefined`.
    unsafe { napi_create_double(env, (info.uordblks + info.hblkhd) as f64, &mut result) };
    result
}
