//! The data of the hot calls' functions: their environment, and the mailbox they are bound to.

use std::{
    ffi::{CStr, c_void},
    ptr,
    rc::Rc,
};

use napi::{
    Env, JsValue, Result,
    bindgen_prelude::{Object, check_status},
    sys,
};

use crate::{
    environment::Environment,
    mailbox::{Mailbox, WORDS},
};

/// A hand-written callback whose data is a [`Link`].
pub type Callback = unsafe extern "C" fn(sys::napi_env, sys::napi_callback_info) -> sys::napi_value;

/// Shared by the functions bound to one mailbox, and freed with the last of them.
pub struct Link {
    /// The state of the environment.
    pub environment: Rc<Environment>,
    /// The mailbox; null for functions that receive it in each call.
    mailbox: *const Mailbox,
    /// Keeps the mailbox alive; null if there is none.
    reference: sys::napi_ref,
}

impl Link {
    /// For functions that receive their mailbox in each call.
    pub fn unbound(environment: Rc<Environment>) -> Rc<Self> {
        Rc::new(Self {
            environment,
            mailbox: ptr::null(),
            reference: ptr::null_mut(),
        })
    }

    /// For functions that are bound to the mailbox `words`; `None` unless it is in shared memory,
    /// which nobody can detach, as `transfer` does with other memory.
    pub fn bound(
        environment: Rc<Environment>,
        env: sys::napi_env,
        words: sys::napi_value,
    ) -> Result<Option<Rc<Self>>> {
        let Some((mailbox, buffer)) = mailbox_in(env, words) else {
            return Ok(None);
        };
        let mut is_unshared = true;
        // SAFETY: `buffer` is a value of the running call.
        check_status!(unsafe { sys::napi_is_arraybuffer(env, buffer, &raw mut is_unshared) })?;
        if is_unshared {
            return Ok(None);
        }
        let mut reference = ptr::null_mut();
        // SAFETY: `words` is a value of the running call.
        check_status!(unsafe { sys::napi_create_reference(env, words, 1, &raw mut reference) })?;
        Ok(Some(Rc::new(Self {
            environment,
            mailbox,
            reference,
        })))
    }

    /// The link of a callback that [`Link::export`] registered.
    ///
    /// # Safety
    /// `env` and `info` are those of such a callback. The link lives at least until it returns.
    #[inline(always)]
    pub unsafe fn of<'a>(env: sys::napi_env, info: sys::napi_callback_info) -> &'a Self {
        let (mut data, count, value) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
        // SAFETY: the caller's promise; no arguments are read.
        unsafe { sys::napi_get_cb_info(env, info, count, value, value, &raw mut data) };
        // SAFETY: `export` passed this pointer, and its finalizer runs only after the function,
        // which is running now, was collected.
        unsafe { &*data.cast::<Self>() }
    }

    /// The mailbox of the running call; `None` if it has none.
    #[inline(always)]
    pub fn mailbox(&self, env: sys::napi_env, info: sys::napi_callback_info) -> Option<&Mailbox> {
        if self.mailbox.is_null() {
            return passed_mailbox(env, info);
        }
        // SAFETY: `reference` keeps it alive, and shared memory never moves.
        Some(unsafe { &*self.mailbox })
    }

    /// Adds a function to `exports`.
    pub fn export(
        self: &Rc<Self>,
        env: &Env,
        exports: &Object,
        name: &CStr,
        callback: Callback,
    ) -> Result<()> {
        let env = env.raw();
        let length = name.count_bytes() as isize;
        let data = Rc::into_raw(Rc::clone(self)).cast_mut().cast::<c_void>();
        let mut function = ptr::null_mut();
        // SAFETY: the name ends with a zero byte, and `data` is alive until `finalize`.
        check_status!(unsafe {
            let callback = Some(callback);
            sys::napi_create_function(
                env,
                name.as_ptr(),
                length,
                callback,
                data,
                &raw mut function,
            )
        })?;
        // SAFETY: `function` is a value of this call's scope; `finalize` receives the same pointer.
        check_status!(unsafe {
            let none = ptr::null_mut();
            sys::napi_add_finalizer(env, function, data, Some(finalize), none, none.cast())
        })?;
        // Define it instead of setting it: the prototype may have a setter of that name.
        let property = sys::napi_property_descriptor {
            utf8name: name.as_ptr(),
            name: ptr::null_mut(),
            method: None,
            getter: None,
            setter: None,
            value: function,
            attributes: sys::PropertyAttributes::writable
                | sys::PropertyAttributes::enumerable
                | sys::PropertyAttributes::configurable,
            data: ptr::null_mut(),
        };
        // SAFETY: `exports` and `function` are values of this call's scope.
        check_status!(unsafe {
            sys::napi_define_properties(env, exports.raw(), 1, &raw const property)
        })
    }
}

/// Releases a function's link.
unsafe extern "C" fn finalize(env: sys::napi_env, data: *mut c_void, _hint: *mut c_void) {
    // SAFETY: the engine calls this once for each function, with the pointer that `export` made.
    let link = unsafe { Rc::from_raw(data.cast_const().cast::<Link>()) };
    if let Some(link) = Rc::into_inner(link)
        && !link.reference.is_null()
    {
        // SAFETY: made by `bound` in this environment, and no remaining function needs it.
        unsafe { sys::napi_delete_reference(env, link.reference) };
    }
}

/// The mailbox that is the first argument of the running call.
#[cold]
fn passed_mailbox<'a>(env: sys::napi_env, info: sys::napi_callback_info) -> Option<&'a Mailbox> {
    let (mut count, mut words, none) = (1, ptr::null_mut(), ptr::null_mut());
    // SAFETY: there is room for the one argument that is read.
    unsafe { sys::napi_get_cb_info(env, info, &raw mut count, &raw mut words, none, none.cast()) };
    let (mailbox, _) = mailbox_in(env, words)?;
    // SAFETY: the argument keeps it alive, and no JavaScript that could detach it runs before the
    // call is over.
    Some(unsafe { &*mailbox })
}

/// The mailbox in a typed array of the right type and size, and its buffer.
fn mailbox_in(
    env: sys::napi_env,
    words: sys::napi_value,
) -> Option<(*const Mailbox, sys::napi_value)> {
    let (mut kind, mut length, mut offset) = (0, 0, 0);
    let (mut data, mut buffer) = (ptr::null_mut(), ptr::null_mut());
    // SAFETY: the function accepts any value; the status reports one that is not a typed array.
    let status = unsafe {
        sys::napi_get_typedarray_info(
            env,
            words,
            &raw mut kind,
            &raw mut length,
            &raw mut data,
            &raw mut buffer,
            &raw mut offset,
        )
    };
    let is_mailbox = status == sys::Status::napi_ok
        && kind == sys::TypedarrayType::biguint64_array
        && length >= WORDS
        && !data.is_null();
    is_mailbox.then_some((data.cast_const().cast(), buffer))
}
