//! Functions on an id allocator, except for the hot calls.

use napi::{Env, Result, bindgen_prelude::Uint8Array};
use napi_derive::napi;
use vm_allocator_engine::{digest, id_pool::IdPool, id_state::IdState, snapshot};

use crate::{
    arguments::{Handle, NewHandle, U32},
    ascii_text::AsciiText,
    environment::Environment,
    number_array::NumberArray,
};

/// Returns the handle of a new allocator; `null` after a refusal.
#[napi(catch_unwind)]
pub fn create_id_allocator(env: Env, base: U32, end: U32) -> Result<Option<NewHandle<IdPool>>> {
    Environment::of(&env)?.accept(IdPool::new(base.0, end.0).map(NewHandle))
}

/// The number that identifies the allocator in the mailbox.
#[napi(catch_unwind)]
pub fn id_slot(handle: Handle<IdPool>) -> u64 {
    handle.slot()
}

/// The first id.
#[napi(catch_unwind)]
pub fn id_base(handle: Handle<IdPool>) -> u32 {
    handle.resource().base()
}

/// The last id.
#[napi(catch_unwind)]
pub fn id_end(handle: Handle<IdPool>) -> u32 {
    handle.resource().end()
}

/// A digest of the state. Different states have different digests.
#[napi(catch_unwind)]
pub fn id_digest(handle: Handle<IdPool>) -> String {
    digest::of_ids(handle.resource().allocator())
}

/// Whether an id is allocated.
#[napi(catch_unwind)]
pub fn is_allocated(handle: Handle<IdPool>, id: U32) -> bool {
    handle.resource().allocator().is_allocated(id.0)
}

/// The state of an id allocator.
#[napi(object, object_from_js = false)]
pub struct IdStateObject {
    pub base: u32,
    pub end: u32,
    /// The next id that was never handed out; 2^32 if there is none.
    pub next: f64,
    pub freed: NumberArray<u32>,
}

/// The ends of the range, the next id that was never handed out, and the freed ids in order.
#[napi(catch_unwind)]
pub fn id_state(handle: Handle<IdPool>) -> IdStateObject {
    let IdState {
        base,
        end,
        next,
        freed,
    } = IdState::of(handle.resource().allocator());
    IdStateObject {
        base,
        end,
        next: next.map_or(4_294_967_296.0, f64::from),
        freed: NumberArray(freed),
    }
}

/// The snapshot, as `serde_json` writes it.
#[napi(catch_unwind)]
pub fn id_snapshot(handle: Handle<IdPool>) -> AsciiText {
    AsciiText::new(snapshot::write_id(handle.resource().allocator()))
}

/// Returns the handle of an allocator restored from a snapshot; `null` after a refusal.
#[napi(catch_unwind)]
pub fn restore_id_allocator(env: Env, document: Uint8Array) -> Result<Option<NewHandle<IdPool>>> {
    // Another thread may write to shared memory during the read, so read a copy.
    let copy = document.to_vec();
    let pool = snapshot::read_id(&copy).map(IdPool::from);
    Environment::of(&env)?.accept(pool.map(NewHandle))
}

/// Returns the handle of a copy.
#[napi(catch_unwind)]
pub fn clone_id_allocator(handle: Handle<IdPool>) -> NewHandle<IdPool> {
    NewHandle(handle.resource().clone())
}
