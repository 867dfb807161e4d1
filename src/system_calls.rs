//! The calls on a system that a VMM makes all the time, as hand-written callbacks over words.
//!
//! The first word identifies the system. Each call writes its status there, a [`Status`], and its
//! result after it, in the layout of `system_words`.

use std::{
    ffi::CStr,
    panic::{AssertUnwindSafe, catch_unwind},
    ptr,
    rc::Rc,
};

use napi::{Env, Result, bindgen_prelude::Object, sys};
use vm_allocator_engine::system_words::{self, Answer, Out};

use crate::{
    arguments::throw_foreign_handle,
    environment::{Environment, Kind},
    link::{Callback, Link},
    system::System,
    words::Words,
};

const CALLS: &[(&CStr, Callback)] = &[
    (c"systemPlace", place),
    (c"systemAdopt", adopt),
    (c"systemDetach", detach),
    (c"systemRelocate", relocate),
    (c"systemOwner", owner),
];

/// The outcome of a call.
#[derive(Clone, Copy)]
enum Status {
    /// The call succeeded.
    Done,
    /// There was no room, or no owner.
    Refused,
    /// The words are invalid. JavaScript never writes such words.
    Misuse,
}

/// Adds the calls to `exports`.
pub fn export(env: &Env, exports: &Object, link: &Rc<Link>) -> Result<()> {
    CALLS
        .iter()
        .try_for_each(|&(name, callback)| link.export(env, exports, name, callback))
}

/// `systemPlace`: finds a place for everything a device needs, and gives it to the device unless
/// this is only a plan.
unsafe extern "C" fn place(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    // SAFETY: `export` registered this callback.
    unsafe { call(env, info, system_words::place) }
}

/// `systemAdopt`: gives a device what it had in a snapshot.
unsafe extern "C" fn adopt(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    // SAFETY: `export` registered this callback.
    unsafe { call(env, info, system_words::adopt) }
}

/// `systemDetach`: frees everything that a device has.
unsafe extern "C" fn detach(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    // SAFETY: `export` registered this callback.
    unsafe { call(env, info, system_words::detach) }
}

/// `systemRelocate`: moves a resource of a device.
unsafe extern "C" fn relocate(
    env: sys::napi_env,
    info: sys::napi_callback_info,
) -> sys::napi_value {
    // SAFETY: `export` registered this callback.
    unsafe { call(env, info, system_words::relocate) }
}

/// `systemOwner`: finds the owner of an address or id.
unsafe extern "C" fn owner(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    // SAFETY: `export` registered this callback.
    unsafe { call(env, info, system_words::owner) }
}

/// Applies `operation` to the system that the words name.
///
/// # Safety
/// `env` and `info` are those of a callback that [`export`] registered.
#[inline(always)]
unsafe fn call(
    env: sys::napi_env,
    info: sys::napi_callback_info,
    operation: impl FnOnce(&mut System, &[u64], &Words) -> Answer,
) -> sys::napi_value {
    let (mut count, mut value, mut data) = (1, ptr::null_mut(), ptr::null_mut());
    let none = ptr::null_mut();
    // SAFETY: there is room for the one argument that is read.
    unsafe {
        sys::napi_get_cb_info(
            env,
            info,
            &raw mut count,
            &raw mut value,
            none,
            &raw mut data,
        )
    };
    // SAFETY: `export` passed a link, which lives at least until the running function returns.
    let link = unsafe { &*data.cast::<Link>() };
    let environment: &Environment = &link.environment;
    let handles = System::handles(environment);
    let found = Words::of(env, value).and_then(|words| {
        let read = words.read_in_use()?;
        let pointer = handles.at(*read.words().first()?)?;
        Some((words, read, pointer))
    });
    let Some((words, read, pointer)) = found else {
        throw_foreign_handle(env);
        return ptr::null_mut();
    };
    // SAFETY: found among the live handles, and nothing below runs JavaScript or finalizers before
    // the reference ends, so there is no second one.
    let owned = unsafe { &mut *pointer };
    let Some(system) = owned.resource_mut() else {
        throw_foreign_handle(env);
        return ptr::null_mut();
    };
    match catch_unwind(AssertUnwindSafe(|| operation(system, read.words(), &words))) {
        Ok(answer) => {
            let status = match answer {
                Some(true) => Status::Done,
                Some(false) => Status::Refused,
                None => Status::Misuse,
            };
            words.write(0, f64::from(status as u8).to_bits());
            let change = owned.changed_bytes();
            if change != 0 {
                // This comes last, because it may collect garbage.
                environment.memory.report(env, change);
            }
        }
        Err(_) => {
            handles.retire(pointer);
            throw_panic(env);
        }
    }
    ptr::null_mut()
}

#[cold]
fn throw_panic(env: sys::napi_env) {
    let code = c"ERR_INTERNAL_ASSERTION".as_ptr();
    let message = c"The native system panicked, and can't be used any more";
    // SAFETY: both texts are static and end with a zero byte.
    unsafe { sys::napi_throw_error(env, code, message.as_ptr()) };
}
