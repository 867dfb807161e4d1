//! Functions on id allocators.

use vm_allocator_engine::{digest, id_pool::IdPool, id_state::IdState, refusal::Failure, snapshot};

use crate::{
    input, output,
    state::{self, Status},
};

/// Represents the next id if there is none.
const NO_NEXT: u64 = 1 << 32;

/// The number of a new allocator; 0 after a refusal.
#[unsafe(no_mangle)]
pub extern "C" fn id_create(base: u32, end: u32) -> u64 {
    keep(IdPool::new(base, end).map_err(Failure::from))
}

/// The number of an allocator restored from the snapshot in the input buffer; 0 after a refusal.
#[unsafe(no_mangle)]
pub extern "C" fn id_restore() -> u64 {
    keep(
        snapshot::read_id(&input::take())
            .map(IdPool::from)
            .map_err(Failure::from),
    )
}

/// The number of a copy; 0 if there is no such allocator.
#[unsafe(no_mangle)]
pub extern "C" fn id_clone(number: u64) -> u64 {
    state::with(|state| {
        let copy = state.ids.get(number).cloned();
        copy.map_or(0, |copy| state::keep(&mut state.ids, copy))
    })
}

/// Drops an allocator.
#[unsafe(no_mangle)]
pub extern "C" fn id_drop(number: u64) {
    state::with(|state| state.ids.remove(number));
}

/// Results: the id.
#[unsafe(no_mangle)]
pub extern "C" fn id_allocate(number: u64) -> Status {
    change(number, |pool| {
        output::set_results([pool.allocate_id()?.into()]);
        Ok(())
    })
}

/// Results: the first and the last id.
#[unsafe(no_mangle)]
pub extern "C" fn id_ends(number: u64) -> Status {
    change(number, |pool| {
        output::set_results([pool.base().into(), pool.end().into()]);
        Ok(())
    })
}

/// Output: a digest of the state.
#[unsafe(no_mangle)]
pub extern "C" fn id_digest(number: u64) -> Status {
    change(number, |pool| {
        output::set_text(digest::of_ids(pool.allocator()));
        Ok(())
    })
}

/// No results.
#[unsafe(no_mangle)]
pub extern "C" fn id_free(number: u64, id: u32) -> Status {
    change(number, |pool| Ok(pool.free_id(id)?))
}

/// Results: 1 if the id is allocated.
#[unsafe(no_mangle)]
pub extern "C" fn id_is_allocated(number: u64, id: u32) -> Status {
    change(number, |pool| {
        output::set_results([pool.allocator().is_allocated(id).into()]);
        Ok(())
    })
}

/// Results: the ends of the range, and the next id that was never handed out, 2^32 if there is none.
/// Output: the freed ids in order.
#[unsafe(no_mangle)]
pub extern "C" fn id_state(number: u64) -> Status {
    change(number, |pool| {
        let state = IdState::of(pool.allocator());
        let next = state.next.map_or(NO_NEXT, u64::from);
        output::set_results([state.base.into(), state.end.into(), next]);
        output::set_numbers(state.freed.into_iter().map(u64::from).collect());
        Ok(())
    })
}

/// Output: the snapshot, as `serde_json` writes it.
#[unsafe(no_mangle)]
pub extern "C" fn id_snapshot(number: u64) -> Status {
    change(number, |pool| {
        output::set_text(snapshot::write_id(pool.allocator()));
        Ok(())
    })
}

fn keep(pool: Result<IdPool, Failure>) -> u64 {
    state::with(|state| match pool {
        Ok(pool) => state::keep(&mut state.ids, pool),
        Err(failure) => {
            state.refuse(failure);
            0
        }
    })
}

#[inline]
fn change(number: u64, operation: impl FnOnce(&mut IdPool) -> Result<(), Failure>) -> Status {
    state::with(|state| state.id(number, operation).err().unwrap_or(Status::Done))
}
