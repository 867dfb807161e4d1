//! The state that the module keeps between calls. It has one thread.

use std::{cell::RefCell, collections::VecDeque};

use vm_allocator_engine::{
    address_pool::AddressPool, id_pool::IdPool, refusal::Failure, slots::Slots,
    system_words::System,
};

/// Everything that outlives a call.
pub struct State {
    /// The address allocators.
    pub addresses: Slots<AddressPool>,
    /// The id allocators.
    pub ids: Slots<IdPool>,
    /// Systems of pools and devices.
    pub systems: Slots<System>,
    /// The reason for the last refusal.
    pub failure: Option<Failure>,
    /// The refusals of a system's pools, until they are read.
    pub refused: VecDeque<Failure>,
}

/// The outcome of a call for JavaScript.
#[repr(u32)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The call succeeded.
    Done = 0,
    /// The call was refused; `failure` has the reason.
    Refused = 1,
    /// No allocator of this kind has this number.
    Unknown = 2,
}

thread_local! {
    static STATE: RefCell<State> = const {
        RefCell::new(State {
            addresses: Slots::new(),
            ids: Slots::new(),
            systems: Slots::new(),
            failure: None,
            refused: VecDeque::new(),
        })
    };
}

/// Calls `operation` with the state.
pub fn with<R>(operation: impl FnOnce(&mut State) -> R) -> R {
    STATE.with_borrow_mut(operation)
}

/// The number of a new allocator; it is never 0.
pub fn keep<T>(slots: &mut Slots<T>, allocator: T) -> u64 {
    slots
        .insert(allocator)
        .expect("there are too many allocators")
}

impl State {
    /// Applies `operation` to an address allocator.
    #[inline]
    pub fn address<R>(
        &mut self,
        number: u64,
        operation: impl FnOnce(&mut AddressPool) -> Result<R, Failure>,
    ) -> Result<R, Status> {
        let pool = self.addresses.get_mut(number).ok_or(Status::Unknown)?;
        operation(pool).map_err(|failure| self.refuse(failure))
    }

    /// Applies `operation` to an id allocator.
    #[inline]
    pub fn id<R>(
        &mut self,
        number: u64,
        operation: impl FnOnce(&mut IdPool) -> Result<R, Failure>,
    ) -> Result<R, Status> {
        let pool = self.ids.get_mut(number).ok_or(Status::Unknown)?;
        operation(pool).map_err(|failure| self.refuse(failure))
    }

    /// Records why a call is refused.
    #[cold]
    pub fn refuse(&mut self, failure: Failure) -> Status {
        self.failure = Some(failure);
        Status::Refused
    }
}
