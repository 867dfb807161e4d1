//! The calls that a VMM makes all the time, as hand-written callbacks over a mailbox.
//!
//! Each reads its arguments from the mailbox and writes its result and its status there, without
//! creating or reading JavaScript values. The last thing it writes is the change that JavaScript
//! sees.

use std::{
    ffi::CStr,
    panic::{AssertUnwindSafe, catch_unwind},
    ptr,
    rc::Rc,
};

use napi::{Env, JsValue, Result, bindgen_prelude::Object, bindgen_prelude::Unknown, sys};
use napi_derive::napi;
use vm_allocator::RangeInclusive;
use vm_allocator_engine::{
    address_pool::{AddressPool, Request},
    id_pool::IdPool,
    policy_code,
    refusal::Failure,
    tree::{Node, NodeState},
};

use crate::{
    arguments::throw_foreign_handle,
    environment::{Environment, Kind},
    link::{Callback, Link},
    mailbox::{Mailbox, State, Status},
};

const HOT_CALLS: &[(&CStr, Callback)] = &[
    (c"allocate", allocate),
    (c"fit", fit),
    (c"free", free),
    (c"freeAt", free_at),
    (c"at", at),
    (c"allocateId", allocate_id),
    (c"freeId", free_id),
    #[cfg(feature = "audit")]
    (c"panic", panic),
    #[cfg(feature = "planted")]
    (c"leak", crate::planted::leak),
    #[cfg(feature = "planted")]
    (c"useAfterFree", crate::planted::use_after_free),
];

/// Adds the hot calls to `exports`.
pub fn export(env: &Env, exports: &Object, link: &Rc<Link>) -> Result<()> {
    HOT_CALLS
        .iter()
        .try_for_each(|&(name, callback)| link.export(env, exports, name, callback))
}

/// The hot calls as functions bound to the mailbox `words`, which they keep alive. `null` unless it
/// is in shared memory: then the mailbox has to be passed in each call.
#[napi(catch_unwind)]
pub fn connect<'env>(env: &'env Env, words: Unknown) -> Result<Option<Object<'env>>> {
    let environment = Rc::clone(Environment::of(env)?);
    let Some(link) = Link::bound(environment, env.raw(), words.raw())? else {
        return Ok(None);
    };
    let functions = Object::new(env)?;
    export(env, &functions, &link)?;
    Ok(Some(functions))
}

/// `allocate`: `start` and `end` of the range.
unsafe extern "C" fn allocate(
    env: sys::napi_env,
    info: sys::napi_callback_info,
) -> sys::napi_value {
    // SAFETY: `export` registered this callback.
    let call = unsafe { Call::of(env, info) };
    call.apply(|pool: &mut AddressPool, mailbox| {
        let range = pool.allocate_in(&request(mailbox)?)?;
        mailbox.set_range(range);
        Ok(())
    })
}

/// `fit`: `start` and `end` of the range that `allocate` would return.
unsafe extern "C" fn fit(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    // SAFETY: `export` registered this callback.
    let call = unsafe { Call::of(env, info) };
    call.apply(|pool: &mut AddressPool, mailbox| {
        let range = pool.fit(&request(mailbox)?)?;
        mailbox.set_range(range);
        Ok(())
    })
}

/// The request in the mailbox.
#[inline(always)]
fn request(mailbox: &Mailbox) -> std::result::Result<Request, Failure> {
    let (size, align) = (mailbox.size.get(), mailbox.align.get());
    let (code, address) = (mailbox.policy.get(), mailbox.address.get());
    policy_code::request(size, align, code, address, || {
        (mailbox.within_start.get(), mailbox.within_end.get())
    })
}

/// `free`: no result.
unsafe extern "C" fn free(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    // SAFETY: `export` registered this callback.
    let call = unsafe { Call::of(env, info) };
    call.apply(|pool: &mut AddressPool, mailbox| {
        let range = RangeInclusive::new(mailbox.start.get(), mailbox.end.get())?;
        Ok(pool.free(&range)?)
    })
}

/// `freeAt`: `start` and `end` of the range that was freed.
unsafe extern "C" fn free_at(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    // SAFETY: `export` registered this callback.
    let call = unsafe { Call::of(env, info) };
    call.apply(|pool: &mut AddressPool, mailbox| {
        let range = pool.free_at(mailbox.start.get())?;
        mailbox.set_range(range);
        Ok(())
    })
}

/// `at`: `state`, `start` and `end` of the range that contains an address.
unsafe extern "C" fn at(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    // SAFETY: `export` registered this callback.
    let call = unsafe { Call::of(env, info) };
    call.apply(|pool: &mut AddressPool, mailbox| {
        let Some(Node { start, end, state }) = pool.at(mailbox.start.get()) else {
            mailbox.state.set(State::None as u32);
            return Ok(());
        };
        let state = match state {
            NodeState::Free => State::Free,
            NodeState::Allocated => State::Allocated,
        };
        mailbox.state.set(state as u32);
        mailbox.start.set(start);
        mailbox.end.set(end);
        Ok(())
    })
}

/// `allocateId`: `id`.
unsafe extern "C" fn allocate_id(
    env: sys::napi_env,
    info: sys::napi_callback_info,
) -> sys::napi_value {
    // SAFETY: `export` registered this callback.
    let call = unsafe { Call::of(env, info) };
    call.apply(|pool: &mut IdPool, mailbox| {
        mailbox.id.set(pool.allocate_id()?);
        Ok(())
    })
}

/// `freeId`: no result.
unsafe extern "C" fn free_id(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    // SAFETY: `export` registered this callback.
    let call = unsafe { Call::of(env, info) };
    call.apply(|pool: &mut IdPool, mailbox| Ok(pool.free_id(mailbox.id.get())?))
}

/// `panic`: panics as the crate might, for the tests.
#[cfg(feature = "audit")]
unsafe extern "C" fn panic(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    // SAFETY: `export` registered this callback.
    let call = unsafe { Call::of(env, info) };
    call.apply(|_: &mut AddressPool, _| panic!("on request"))
}

/// One call from JavaScript.
struct Call<'a> {
    env: sys::napi_env,
    environment: &'a Environment,
    mailbox: Option<&'a Mailbox>,
}

impl Call<'_> {
    /// Finds the environment and the mailbox of the call.
    ///
    /// # Safety
    /// `env` and `info` are those of a callback that [`export`] registered.
    #[inline(always)]
    unsafe fn of(env: sys::napi_env, info: sys::napi_callback_info) -> Self {
        // SAFETY: the caller's promise.
        let link = unsafe { Link::of(env, info) };
        Self {
            env,
            environment: &link.environment,
            mailbox: link.mailbox(env, info),
        }
    }

    /// Applies `operation` to the allocator in the slot that the mailbox names.
    #[inline(always)]
    fn apply<T: Kind>(
        &self,
        operation: impl FnOnce(&mut T, &Mailbox) -> std::result::Result<(), Failure>,
    ) -> sys::napi_value {
        let handles = T::handles(self.environment);
        let found = self
            .mailbox
            .and_then(|mailbox| Some((mailbox, handles.at(mailbox.slot.get())?)));
        let Some((mailbox, pointer)) = found else {
            throw_foreign_handle(self.env);
            return ptr::null_mut();
        };
        // SAFETY: found among the live handles, and nothing below runs JavaScript or finalizers
        // before the reference ends, so there is no second one.
        let owned = unsafe { &mut *pointer };
        let Some(resource) = owned.resource_mut() else {
            throw_foreign_handle(self.env);
            return ptr::null_mut();
        };
        match catch_unwind(AssertUnwindSafe(|| operation(resource, mailbox))) {
            Ok(Ok(())) => {
                mailbox.status.set(Status::Done as u32);
                let change = owned.changed_bytes();
                if change != 0 {
                    // This comes last, because it may collect garbage.
                    self.environment.memory.report(self.env, change);
                }
            }
            Ok(Err(failure)) => {
                self.environment.refuse(failure);
                mailbox.status.set(Status::Refused as u32);
            }
            Err(_) => {
                handles.retire(pointer);
                throw_panic(self.env);
            }
        }
        ptr::null_mut()
    }
}

#[cold]
fn throw_panic(env: sys::napi_env) {
    let code = c"ERR_INTERNAL_ASSERTION".as_ptr();
    let message = c"The native allocator panicked, and this handle can't be used any more";
    // SAFETY: both texts are static and end with a zero byte.
    unsafe { sys::napi_throw_error(env, code, message.as_ptr()) };
}
