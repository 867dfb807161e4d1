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

use crate::{environment::Environment, watch::Watch};

/// A handle's own change that isn't looked at until it adds up to this many bytes.
const REPORT_STEP: i64 = 4096;

/// From this many bytes on a handle is watched.
const WATCHED_BYTES: i64 = 16 << 10;
/// Watched handles are not looked through before they take this many bytes.
const RECLAIM_STEP: i64 = 32 << 20;

/// A value that a handle can own.
pub trait Resource: Sized + 'static {
    /// Where the handles of its kind are kept.
    fn handles(environment: &Environment) -> &Handles<Self>;

    /// The bytes of native memory that it holds now.
    fn native_bytes(&self) -> usize;
}

/// What a handle's external points to.
pub struct Owned<T: Resource> {
    /// The allocator itself; none when it was dropped before its handle was finalized.
    resource: Option<T>,
    reported_bytes: i64,
    watch: Watch,
    environment: Rc<Environment>,
}

/// The live handles of one kind in one environment.
pub struct Handles<T: Resource> {
    live: RefCell<FxHashSet<*mut Owned<T>>>,
    /// The one that was found last, which is likely to be asked for next; null after it died.
    last: Cell<*mut Owned<T>>,
    /// Those that are large, see [`Handles::reclaim`].
    watched: RefCell<FxHashSet<*mut Owned<T>>>,
    /// What the watched ones take together, in bytes.
    watched_bytes: Cell<i64>,
    /// What they may take before `reclaim` looks at them again.
    reclaim_at: Cell<i64>,
}

impl<T: Resource> Handles<T> {
    /// No handles yet.
    pub fn new() -> Self {
        Self {
            live: RefCell::default(),
            last: Cell::new(ptr::null_mut()),
            watched: RefCell::default(),
            watched_bytes: Cell::new(0),
            reclaim_at: Cell::new(RECLAIM_STEP),
        }
    }

    /// Makes the external that owns `resource`; the garbage collector frees both together.
    pub fn create(
        environment: &Rc<Environment>,
        env: sys::napi_env,
        resource: T,
    ) -> Result<sys::napi_value> {
        T::handles(environment).reclaim(env);
        let owned = Owned {
            resource: Some(resource),
            reported_bytes: 0,
            watch: Watch::none(),
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
                &raw mut external,
            )
        };
        if status != sys::Status::napi_ok {
            // SAFETY: no external was made, so the box is still only ours.
            drop(unsafe { Box::from_raw(pointer) });
        }
        check_status!(status)?;
        T::handles(environment).live.borrow_mut().insert(pointer);
        // SAFETY: made above, and nobody else has a reference yet.
        unsafe { &mut *pointer }.account(env, external);
        Ok(external)
    }

    /// The owner behind `value`, unless `value` is anything but a live handle of this kind.
    #[inline(always)]
    pub fn find(&self, env: sys::napi_env, value: sys::napi_value) -> Option<*mut Owned<T>> {
        let mut data = ptr::null_mut();
        // SAFETY: any value may be asked; one that is no external is refused by the status.
        let status = unsafe { sys::napi_get_value_external(env, value, &raw mut data) };
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

    /// Drops what large handles own that the garbage collector has collected.
    ///
    /// The engine runs their finalizers in a turn of the event loop of its own, which a loop that
    /// never waits doesn't get to: it would pile up allocators that nobody can reach any more.
    fn reclaim(&self, env: sys::napi_env) {
        if self.watched_bytes.get() < self.reclaim_at.get() {
            return;
        }
        let collected: Vec<_> = self
            .watched
            .borrow()
            .iter()
            .copied()
            // SAFETY: `finalize` takes a handle out of the set before it frees it.
            .filter(|&pointer| unsafe { &*pointer }.watch.is_collected(env))
            .collect();
        for pointer in collected {
            self.retire(pointer);
            // SAFETY: as above, and no call can hold a reference to what is no longer reachable.
            unsafe { &mut *pointer }.drop_early(env, pointer);
        }
        // The work is in proportion to what was made since.
        let next = RECLAIM_STEP.max(2 * self.watched_bytes.get());
        self.reclaim_at.set(next);
    }
}

impl<T: Resource> Owned<T> {
    /// The allocator. It is there whenever the handle was found among the live ones.
    pub fn resource(&self) -> Option<&T> {
        self.resource.as_ref()
    }

    /// The same, to be changed.
    #[inline(always)]
    pub fn resource_mut(&mut self) -> Option<&mut T> {
        self.resource.as_mut()
    }

    /// Notes how much native memory there is, if that changed enough.
    #[inline(always)]
    pub fn report_memory(&mut self, env: sys::napi_env, external: sys::napi_value) {
        if (self.bytes() - self.reported_bytes).abs() >= REPORT_STEP {
            self.account(env, external);
        }
    }

    #[inline(always)]
    fn bytes(&self) -> i64 {
        let owned = self.resource.as_ref().map_or(0, T::native_bytes);
        (size_of::<Self>() + owned) as i64
    }

    /// Notes how much native memory there is, and has a large handle watched.
    #[cold]
    fn account(&mut self, env: sys::napi_env, external: sys::napi_value) {
        let now = self.bytes();
        let change = now - self.reported_bytes;
        self.reported_bytes = now;
        self.environment.account(env, change);
        let pointer = ptr::from_mut(self);
        let handles = T::handles(&self.environment);
        if self.watch.is_on() {
            handles
                .watched_bytes
                .set(handles.watched_bytes.get() + change);
        } else if now >= WATCHED_BYTES && self.watch.start(env, external) {
            handles.watched.borrow_mut().insert(pointer);
            handles.watched_bytes.set(handles.watched_bytes.get() + now);
        }
    }

    /// Frees what the handle owns; the box itself stays for `finalize`.
    fn drop_early(&mut self, env: sys::napi_env, pointer: *mut Self) {
        self.release(env, pointer);
        self.resource = None;
    }

    /// Takes back what was noted of this handle.
    fn release(&mut self, env: sys::napi_env, pointer: *mut Self) {
        let handles = T::handles(&self.environment);
        if self.watch.stop(env) {
            handles.watched.borrow_mut().remove(&pointer);
            handles
                .watched_bytes
                .set(handles.watched_bytes.get() - self.reported_bytes);
        }
        self.environment.account(env, -self.reported_bytes);
        self.reported_bytes = 0;
    }
}

/// Frees what a handle owned.
unsafe extern "C" fn finalize<T: Resource>(
    env: sys::napi_env,
    data: *mut c_void,
    _hint: *mut c_void,
) {
    let pointer = data.cast::<Owned<T>>();
    // SAFETY: the engine calls this once for each external, with the pointer `create` gave it.
    let mut owned = unsafe { Box::from_raw(pointer) };
    T::handles(&owned.environment).retire(pointer);
    owned.release(env, pointer);
}
