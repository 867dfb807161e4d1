//! What every hand-written callback does: read its arguments, catch panics, answer.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    ptr,
};

use napi::sys;

use crate::{
    arguments::throw_foreign_handle, environment::Environment, failure::Failure, handles::Resource,
};

/// One call from JavaScript, with room for `N` arguments.
pub struct Call<'a, const N: usize> {
    /// The environment that runs this thread's JavaScript.
    pub env: sys::napi_env,
    /// The arguments; those that weren't passed are `undefined`.
    pub arguments: [sys::napi_value; N],
    /// How many were passed.
    pub count: usize,
    environment: &'a Environment,
}

impl<const N: usize> Call<'_, N> {
    /// Reads the call.
    ///
    /// # Safety
    /// `env` and `info` are those of a callback whose data is a live [`Environment`].
    #[inline(always)]
    pub unsafe fn read(env: sys::napi_env, info: sys::napi_callback_info) -> Self {
        let mut arguments = [ptr::null_mut(); N];
        let mut count = N;
        let mut data = ptr::null_mut();
        // SAFETY: `arguments` has room for `count` values; the rest is the caller's promise.
        unsafe {
            let values = arguments.as_mut_ptr();
            sys::napi_get_cb_info(
                env,
                info,
                &raw mut count,
                values,
                ptr::null_mut(),
                &raw mut data,
            );
        }
        // SAFETY: the caller's promise; the instance data outlives the module's functions.
        let environment = unsafe { &*data.cast::<Environment>() };
        Self {
            env,
            arguments,
            count,
            environment,
        }
    }

    /// Applies `operation` to the allocator behind the first argument and answers with the value
    /// that `answer` makes of the result, or with `null` after a refusal.
    ///
    /// `operation` gets its own arguments from `parameters`, which answers `None` on misuse.
    #[inline(always)]
    pub fn apply<T: Resource, P, R>(
        &self,
        parameters: impl FnOnce(&Self) -> Option<P>,
        operation: impl FnOnce(&mut T, P) -> Result<R, vm_allocator::Error>,
        answer: impl FnOnce(sys::napi_env, R) -> sys::napi_value,
    ) -> sys::napi_value {
        let handles = T::handles(self.environment);
        let Some(pointer) = handles.find(self.env, self.arguments[0]) else {
            throw_foreign_handle(self.env);
            return ptr::null_mut();
        };
        let Some(parameters) = parameters(self) else {
            return self.refuse(Failure::Misuse);
        };
        // SAFETY: the handle is alive, the argument keeps it so, and nothing below runs
        // JavaScript before the reference ends: there is no second one.
        let owned = unsafe { &mut *pointer };
        let Some(resource) = owned.resource_mut() else {
            throw_foreign_handle(self.env);
            return ptr::null_mut();
        };
        let work = || operation(resource, parameters);
        match catch_unwind(AssertUnwindSafe(work)) {
            Ok(Ok(result)) => {
                owned.report_memory(self.env, self.arguments[0]);
                answer(self.env, result)
            }
            Ok(Err(error)) => self.refuse(Failure::Crate(error)),
            Err(_) => {
                handles.retire(pointer);
                throw_panic(self.env)
            }
        }
    }

    #[cold]
    fn refuse(&self, failure: Failure) -> sys::napi_value {
        self.environment.refuse(failure);
        let mut null = ptr::null_mut();
        // SAFETY: `env` runs this thread's JavaScript.
        unsafe { sys::napi_get_null(self.env, &raw mut null) };
        null
    }
}

#[cold]
fn throw_panic(env: sys::napi_env) -> sys::napi_value {
    let code = c"ERR_INTERNAL_ASSERTION".as_ptr();
    let message = c"The native allocator panicked, and this handle is out of use from now on";
    // SAFETY: both texts are static and end with a zero byte.
    unsafe { sys::napi_throw_error(env, code, message.as_ptr()) };
    ptr::null_mut()
}
