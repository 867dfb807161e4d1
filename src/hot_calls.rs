//! The four calls that a VMM makes all the time, as hand-written callbacks.
//!
//! Each answers with its result, or with `null` after a refusal that `takeFailure` tells.

use std::{ffi::CStr, ptr};

use napi::{Env, JsValue, Result, bindgen_prelude::Object, bindgen_prelude::check_status, sys};
use vm_allocator::{AllocPolicy, RangeInclusive};
use vm_allocator_engine::address_pool::AddressPool;

use crate::{
    arguments::{policy, read_u32, read_u64, write_u64},
    callback::Call,
    environment::Environment,
    id_pool::IdPool,
};

type Callback = unsafe extern "C" fn(sys::napi_env, sys::napi_callback_info) -> sys::napi_value;

const HOT_CALLS: &[(&CStr, Callback)] = &[
    (c"allocate", allocate),
    (c"free", free),
    (c"allocateId", allocate_id),
    (c"freeId", free_id),
    #[cfg(feature = "audit")]
    (c"panic", panic),
    #[cfg(feature = "planted")]
    (c"leak", crate::planted::leak),
    #[cfg(feature = "planted")]
    (c"useAfterFree", crate::planted::use_after_free),
];

/// Adds the hot calls to the module's exports.
pub fn export(exports: &mut Object, env: Env, environment: *const Environment) -> Result<()> {
    HOT_CALLS.iter().try_for_each(|&(name, callback)| {
        let mut function = ptr::null_mut();
        // SAFETY: the name ends with a zero byte and `environment` is the instance data, which
        // outlives the module's functions.
        check_status!(unsafe {
            let data = environment.cast_mut().cast();
            let length = name.count_bytes() as isize;
            let callback = Some(callback);
            sys::napi_create_function(
                env.raw(),
                name.as_ptr(),
                length,
                callback,
                data,
                &raw mut function,
            )
        })?;
        // SAFETY: `exports` and `function` are values of this call's scope.
        check_status!(unsafe {
            sys::napi_set_named_property(env.raw(), exports.raw(), name.as_ptr(), function)
        })
    })
}

/// `allocate(handle, size, align, policy?, address?)`: the first address of the range.
unsafe extern "C" fn allocate(
    env: sys::napi_env,
    info: sys::napi_callback_info,
) -> sys::napi_value {
    // SAFETY: `export` registered this callback with the environment as its data.
    let call = unsafe { Call::<5>::read(env, info) };
    call.apply(
        |call| {
            let [_, size, align, code, address] = call.arguments;
            let policy = match call.count {
                ..4 => AllocPolicy::FirstMatch,
                4 => policy(read_u32(env, code)?, 0)?,
                _ => policy(read_u32(env, code)?, read_u64(env, address)?)?,
            };
            Some((read_u64(env, size)?, read_u64(env, align)?, policy))
        },
        |pool: &mut AddressPool, (size, align, policy)| pool.allocate(size, align, policy),
        |env, range| write_u64(env, range.start()),
    )
}

/// `free(handle, start, end)`: `undefined`.
unsafe extern "C" fn free(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    // SAFETY: as in `allocate`.
    let call = unsafe { Call::<3>::read(env, info) };
    call.apply(
        |call| {
            let [_, start, end] = call.arguments;
            Some((read_u64(env, start)?, read_u64(env, end)?))
        },
        |pool: &mut AddressPool, (start, end)| pool.free(&RangeInclusive::new(start, end)?),
        |_, ()| ptr::null_mut(),
    )
}

/// `allocateId(handle)`: the id.
unsafe extern "C" fn allocate_id(
    env: sys::napi_env,
    info: sys::napi_callback_info,
) -> sys::napi_value {
    // SAFETY: as in `allocate`.
    let call = unsafe { Call::<1>::read(env, info) };
    call.apply(
        |_| Some(()),
        |pool: &mut IdPool, ()| pool.allocate_id(),
        write_u32,
    )
}

/// `freeId(handle, id)`: `undefined`.
unsafe extern "C" fn free_id(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    // SAFETY: as in `allocate`.
    let call = unsafe { Call::<2>::read(env, info) };
    call.apply(
        |call| read_u32(env, call.arguments[1]),
        |pool: &mut IdPool, id| pool.free_id(id),
        |_, _| ptr::null_mut(),
    )
}

/// `panic(handle)`: what a panic of the crate would do, for the tests.
#[cfg(feature = "audit")]
unsafe extern "C" fn panic(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    // SAFETY: as in `allocate`.
    let call = unsafe { Call::<1>::read(env, info) };
    let panic = |_: &mut AddressPool, ()| panic!("on request");
    call.apply(|_| Some(()), panic, |_, ()| ptr::null_mut())
}

fn write_u32(env: sys::napi_env, value: u32) -> sys::napi_value {
    let mut result = ptr::null_mut();
    // SAFETY: `env` runs this thread's JavaScript. On failure the result stays null: `undefined`.
    unsafe { sys::napi_create_uint32(env, value, &raw mut result) };
    result
}
