//! Handles: externals that own one allocator each, and the set of those alive.
//!
//! A foreign external may hold any pointer, so no pointer is followed before it was found in the
//! set of this environment's own.

use std::{
    cell::{Cell, RefCell},
    ffi::c_void,
    ptr,
    rc::Rc,
};

use napi::{Result, bindgen_prelude::check_status, sys};
use rustc_hash::FxHashSet;

use crate::environment::Environment;

/// What the garbage collector is not told of until it adds up to this many bytes.
const REPORT_STEP: i64 = 4096;

/// A value that a handle can own.
pub trait Resource: Sized + 'static {
    /// Where the handles of its kind are kept.
    fn handles(environment: &Environment) -> &Handles<Self>;

    /// The bytes of native memory that it holds now.
    fn native_bytes(&self) -> usize;
}

/// What a handle's external points to.
pub struct Owned<T: Resource> {
    /// The allocator itself.
    pub resource: T,
    reported_bytes: i64,
    environment: Rc<Environment>,
}

/// The live handles of one kind in one environment.
pub struct Handles<T: Resource> {
    live: RefCell<FxHashSet<*mut Owned<T>>>,
    /// The one that was found last, which is likely to be asked for next; null after it died.
    last: Cell<*mut Owned<T>>,
}

impl<T: Resource> Handles<T> {
    /// No handles yet.
    pub fn new() -> Self {
        Self {
            live: RefCell::default(),
            last: Cell::new(ptr::null_mut()),
        }
    }

    /// Makes the external that owns `resource`; the garbage collector frees both together.
    pub fn create(
        environment: &Rc<Environment>,
        env: sys::napi_env,
        resource: T,
    ) -> Result<sys::napi_value> {
        let owned = Owned {
            resource,
            reported_bytes: 0,
            environment: Rc::clone(environment),
        };
        let pointer = Box::into_raw(Box::new(owned));
        let mut external = ptr::null_mut();
        // SAFETY: `pointer` is a live box that `finalize` alone turns back into one.
        let status = unsafe {
            sys::napi_create_external(
                env,
                pointer.cast(),
                Some(finalize::<T>),
                ptr::null_mut(),
                &mut external,
            )
        };
        if status != sys::Status::napi_ok {
            // SAFETY: no external was made, so the box is still only ours.
            drop(unsafe { Box::from_raw(pointer) });
        }
        check_status!(status)?;
        T::handles(environment).live.borrow_mut().insert(pointer);
        // SAFETY: made above, and nobody else has a reference yet.
        unsafe { &mut *pointer }.report_memory(env);
        Ok(external)
    }

    /// The owner behind `value`, unless `value` is anything but a live handle of this kind.
    #[inline(always)]
    pub fn find(&self, env: sys::napi_env, value: sys::napi_value) -> Option<*mut Owned<T>> {
        let mut data = ptr::null_mut();
        // SAFETY: any value may be asked; one that is no external is refused by the status.
        let status = unsafe { sys::napi_get_value_external(env, value, &mut data) };
        let pointer = data.cast();
        let is_handle = status == sys::Status::napi_ok && !data.is_null();
        (is_handle && (self.last.get() == pointer || self.is_live(pointer))).then_some(pointer)
    }

    fn is_live(&self, pointer: *mut Owned<T>) -> bool {
        let live = self.live.borrow().contains(&pointer);
        if live {
            self.last.set(pointer);
        }
        live
    }

    /// Takes a handle out of use: what it owns can't be trusted after a panic.
    pub fn retire(&self, pointer: *mut Owned<T>) {
        self.live.borrow_mut().remove(&pointer);
        self.last.set(ptr::null_mut());
    }
}

impl<T: Resource> Owned<T> {
    /// Tells the garbage collector how much native memory there is, if that changed enough.
    #[inline(always)]
    pub fn report_memory(&mut self, env: sys::napi_env) {
        let now = (size_of::<Self>() + self.resource.native_bytes()) as i64;
        let change = now - self.reported_bytes;
        if change.abs() >= REPORT_STEP {
            adjust_external_memory(env, change);
            self.reported_bytes = now;
        }
    }
}

#[cold]
fn adjust_external_memory(env: sys::napi_env, change: i64) {
    let mut total = 0;
    // SAFETY: called with the environment that is running this thread's JavaScript. The status is
    // of no use: the engine only loses a hint.
    unsafe { sys::napi_adjust_external_memory(env, change, &mut total) };
}

/// Frees what a handle owned.
unsafe extern "C" fn finalize<T: Resource>(
    env: sys::napi_env,
    data: *mut c_void,
    _hint: *mut c_void,
) {
    // SAFETY: the engine calls this once for each external, with the pointer `create` gave it.
    let owned = unsafe { Box::from_raw(data.cast::<Owned<T>>()) };
    T::handles(&owned.environment).retire(data.cast());
    if owned.reported_bytes != 0 {
        adjust_external_memory(env, -owned.reported_bytes);
    }
}
