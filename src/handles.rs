//! Handles: externals that own one allocator each, and the set of live ones.
//!
//! A foreign external may hold any pointer, and a slot number may be anything. So a pointer is
//! followed only after it was found in this environment's set.

use std::{cell::RefCell, ffi::c_void, ptr, rc::Rc};

use napi::{Error, Result, bindgen_prelude::check_status, sys};
use rustc_hash::FxHashSet;

use vm_allocator_engine::slots::Slots;

use crate::{memory::Memory, watch::Watch};

/// Changes in a handle's memory are reported once they add up to this many bytes.
const REPORT_STEP: i64 = 4096;
/// An allocator of at least this many bytes is large, see [`Handles::reclaim`].
const LARGE_BYTES: i64 = 16 << 10;

/// A value that a handle can own.
pub trait Resource: Sized + 'static {
    /// The native memory that it currently holds, in bytes.
    fn native_bytes(&self) -> usize;
}

/// What a handle's external points to.
pub struct Owned<T: Resource> {
    /// The allocator; `None` if it was dropped before its handle was finalized.
    resource: Option<T>,
    slot: u64,
    reported_bytes: i64,
    watch: Watch,
    handles: Rc<Handles<T>>,
}

/// The live handles of one kind in one environment.
pub struct Handles<T: Resource> {
    live: RefCell<FxHashSet<*mut Owned<T>>>,
    slots: RefCell<Slots<*mut Owned<T>>>,
    memory: Rc<Memory>,
}

impl<T: Resource> Handles<T> {
    /// Creates an empty set of handles.
    pub fn new(memory: Rc<Memory>) -> Rc<Self> {
        Rc::new(Self {
            live: RefCell::default(),
            slots: RefCell::new(Slots::new()),
            memory,
        })
    }

    /// Makes the external that owns `resource`. The garbage collector frees both together.
    pub fn create(self: &Rc<Self>, env: sys::napi_env, resource: T) -> Result<sys::napi_value> {
        self.reclaim(env);
        let pointer = Box::into_raw(Box::new(Owned {
            resource: Some(resource),
            slot: 0,
            reported_bytes: 0,
            watch: Watch::none(),
            handles: Rc::clone(self),
        }));
        let mut external = ptr::null_mut();
        // SAFETY: `pointer` is a live box, which only `finalize` turns back into one.
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
            // SAFETY: no external was made, so nobody else has the box.
            drop(unsafe { Box::from_raw(pointer) });
        }
        check_status!(status)?;
        let slot = self.slots.borrow_mut().insert(pointer);
        let slot = slot.ok_or_else(|| Error::from_reason("there are too many allocators"))?;
        self.live.borrow_mut().insert(pointer);
        // SAFETY: created above, and nobody else has a reference yet.
        let owned = unsafe { &mut *pointer };
        owned.slot = slot;
        owned.watch.start(env, external);
        let change = owned.count_bytes();
        self.memory.report(env, change);
        Ok(external)
    }

    /// The owner behind `value`, if that is a live handle of this kind.
    pub fn find(&self, env: sys::napi_env, value: sys::napi_value) -> Option<*mut Owned<T>> {
        let mut data = ptr::null_mut();
        // SAFETY: the function accepts any value; the status reports one that is not an external.
        let status = unsafe { sys::napi_get_value_external(env, value, &raw mut data) };
        let pointer = data.cast();
        let is_live = status == sys::Status::napi_ok && self.live.borrow().contains(&pointer);
        is_live.then_some(pointer)
    }

    /// The owner in a slot, if the number is that of a live handle of this kind.
    #[inline(always)]
    pub fn at(&self, slot: u64) -> Option<*mut Owned<T>> {
        self.slots.borrow().get(slot).copied()
    }

    /// Retires a handle after a panic, when its allocator can't be trusted any more.
    pub fn retire(&self, pointer: *mut Owned<T>) {
        if self.live.borrow_mut().remove(&pointer) {
            // SAFETY: `finalize` takes a handle out of the set before it frees it.
            let slot = unsafe { &raw const (*pointer).slot };
            // SAFETY: as above; nobody changes the number after `create`.
            self.slots.borrow_mut().remove(unsafe { slot.read() });
        }
    }

    /// Drops the large allocators whose handles the garbage collector has collected.
    ///
    /// The engine finalizes them in a separate turn of the event loop, which a loop that never
    /// waits doesn't reach: unreachable allocators would pile up.
    fn reclaim(&self, env: sys::napi_env) {
        if !self.memory.is_reclaim_due() {
            return;
        }
        let collected: Vec<_> = self
            .slots
            .borrow()
            .values()
            .copied()
            // SAFETY: `finalize` empties a handle's slot before it frees it.
            .filter(|&pointer| unsafe { &*pointer }.is_collected(env))
            .collect();
        let mut change = 0;
        for pointer in collected {
            self.retire(pointer);
            // SAFETY: as above, and no call can hold a reference to an unreachable allocator.
            let owned = unsafe { &mut *pointer };
            owned.resource = None;
            change += owned.release(env);
        }
        self.memory.reclaimed();
        self.memory.report(env, change);
    }
}

impl<T: Resource> Owned<T> {
    /// The allocator, which every live handle has.
    pub fn resource(&self) -> Option<&T> {
        self.resource.as_ref()
    }

    /// The same, mutable.
    #[inline(always)]
    pub fn resource_mut(&mut self) -> Option<&mut T> {
        self.resource.as_mut()
    }

    /// The number that identifies this allocator in the mailbox.
    pub fn slot(&self) -> u64 {
        self.slot
    }

    /// The change in native memory since the last call, in bytes; 0 if it isn't worth a report.
    #[inline(always)]
    pub fn changed_bytes(&mut self) -> i64 {
        if (self.bytes() - self.reported_bytes).abs() < REPORT_STEP {
            return 0;
        }
        self.count_bytes()
    }

    #[inline(always)]
    fn bytes(&self) -> i64 {
        let owned = self.resource.as_ref().map_or(0, T::native_bytes);
        (size_of::<Self>() + owned) as i64
    }

    /// Records the current native memory, and returns the change.
    #[cold]
    fn count_bytes(&mut self) -> i64 {
        let (before, now) = (self.reported_bytes, self.bytes());
        self.reported_bytes = now;
        let memory = &self.handles.memory;
        memory.count_large(large(now) - large(before));
        now - before
    }

    /// Whether this is large, and the garbage collector has collected its handle.
    fn is_collected(&self, env: sys::napi_env) -> bool {
        self.reported_bytes >= LARGE_BYTES && self.watch.is_collected(env)
    }

    /// Clears what was recorded for this handle, and returns the change in bytes.
    fn release(&mut self, env: sys::napi_env) -> i64 {
        self.watch.stop(env);
        let bytes = self.reported_bytes;
        self.reported_bytes = 0;
        self.handles.memory.count_large(-large(bytes));
        -bytes
    }
}

/// The part of `bytes` that counts as large allocators.
fn large(bytes: i64) -> i64 {
    if bytes >= LARGE_BYTES { bytes } else { 0 }
}

/// Frees what a handle owned.
unsafe extern "C" fn finalize<T: Resource>(
    env: sys::napi_env,
    data: *mut c_void,
    _hint: *mut c_void,
) {
    let pointer = data.cast::<Owned<T>>();
    // SAFETY: the engine calls this once for each external, with the pointer `create` gave it.
    let handles = Rc::clone(unsafe { &(*pointer).handles });
    handles.retire(pointer);
    // SAFETY: as above, and the set of live handles, the last to refer to it, has removed it.
    let mut owned = unsafe { Box::from_raw(pointer) };
    let change = owned.release(env);
    drop(owned);
    handles.memory.report(env, change);
}
