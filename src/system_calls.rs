//! The calls on a system that a VMM makes all the time, as hand-written callbacks over words.
//!
//! The first word says which system; each call writes its status there, a [`Status`], and its
//! result behind it, as `system_words` has it.

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

/// How a call went.
#[derive(Clone, Copy)]
enum Status {
    /// It is done.
    Done,
    /// There was no room, or nobody.
    Refused,
    /// JavaScript never writes these words for this call.
    Misuse,
}

/// Adds the calls to `exports`.
pub fn export(env: &Env, exports: &Object, link: &Rc<Link>) -> Result<()> {
    CALLS
        .iter()
        .try_for_each(|&(name, callback)| link.export(env, exports, name, callback))
}

/// `systemPlace`: finds a place for all that a device needs, and gives it to the device unless
/// only planning.
unsafe extern "C" fn place(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    // SAFETY: `export` registered this callback.
    unsafe { call(env, info, system_words::place) }
}

/// `systemAdopt`: gives a device what it had when it was saved.
unsafe extern "C" fn adopt(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    // SAFETY: `export` registered this callback.
    unsafe { call(env, info, system_words::adopt) }
}

/// `systemDetach`: takes back all that a device has.
unsafe extern "C" fn detach(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    // SAFETY: `export` registered this callback.
    unsafe { call(env, info, system_words::detach) }
}

/// `systemRelocate`: moves what a device has of a resource.
unsafe extern "C" fn relocate(
    env: sys::napi_env,
    info: sys::napi_callback_info,
) -> sys::napi_value {
    // SAFETY: `export` registered this callback.
    unsafe { call(env, info, system_words::relocate) }
}

/// `systemOwner`: whose an address or id is.
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
    // SAFETY: there is room for the one argument that is asked for.
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
    // SAFETY: `export` passed a link, which lives at least as long as the running function.
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
    // the reference ends: there is no second one.
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
                // Last, since it may collect garbage.
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
    let message = c"The native system panicked, and is out of use from now on";
    // SAFETY: both texts are static and end with a zero byte.
    unsafe { sys::napi_throw_error(env, code, message.as_ptr()) };
}
