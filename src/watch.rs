//! Weak references to handles, which show when the garbage collector has collected one.

use std::ptr;

use napi::sys;

/// A weak reference to a handle's external; it may be empty.
pub struct Watch(sys::napi_ref);

impl Watch {
    /// Creates an empty one.
    pub fn none() -> Self {
        Self(ptr::null_mut())
    }

    /// Whether there is a reference.
    pub fn is_on(&self) -> bool {
        !self.0.is_null()
    }

    /// Makes it refer to `external`. Returns `false` if the engine doesn't support such references.
    pub fn start(&mut self, env: sys::napi_env, external: sys::napi_value) -> bool {
        let mut reference = ptr::null_mut();
        // SAFETY: `external` is a value of the running call. The status reports a refusal.
        let status = unsafe { sys::napi_create_reference(env, external, 0, &raw mut reference) };
        if status == sys::Status::napi_ok {
            self.0 = reference;
        }
        self.is_on()
    }

    /// Releases the reference, and returns whether there was one.
    pub fn stop(&mut self, env: sys::napi_env) -> bool {
        let was_on = self.is_on();
        if was_on {
            // SAFETY: made by `start` in this environment, and not used after this.
            unsafe { sys::napi_delete_reference(env, self.0) };
            self.0 = ptr::null_mut();
        }
        was_on
    }

    /// Whether the external was collected, so that no call can receive it any more.
    pub fn is_collected(&self, env: sys::napi_env) -> bool {
        let (mut scope, mut value) = (ptr::null_mut(), ptr::null_mut());
        // SAFETY: `env` runs this thread's JavaScript. Without a separate scope, every value read
        // here would stay alive until the running call ends.
        if unsafe { sys::napi_open_handle_scope(env, &raw mut scope) } != sys::Status::napi_ok {
            return false;
        }
        // SAFETY: made by `start` in this environment.
        let status = unsafe { sys::napi_get_reference_value(env, self.0, &raw mut value) };
        // SAFETY: opened above; `value` is only compared with null after this.
        unsafe { sys::napi_close_handle_scope(env, scope) };
        status == sys::Status::napi_ok && value.is_null()
    }
}
