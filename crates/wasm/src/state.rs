//! What the module keeps between calls. It has one thread.

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
    /// Why the last call was refused.
    pub failure: Option<Failure>,
    /// Why pools of a system were refused, until that is read.
    pub refused: VecDeque<Failure>,
}

/// How a call went, as JavaScript reads it.
#[repr(u32)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It is done.
    Done = 0,
    /// It was refused; `failure` has the reason.
    Refused = 1,
    /// No allocator of this kind has such a number.
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

/// Gives `operation` the state.
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

    /// Notes why a call is refused.
    #[cold]
    pub fn refuse(&mut self, failure: Failure) -> Status {
        self.failure = Some(failure);
        Status::Refused
    }
}
