//! What the binding keeps for each environment (the main thread, a worker, a second load).

use std::{cell::Cell, rc::Rc};

use napi::{Env, Error, Result};
use vm_allocator_engine::{address_pool::AddressPool, id_pool::IdPool, refusal::Failure};

use crate::{
    handles::{Handles, Resource},
    memory::Memory,
    system::System,
};

/// The state of one environment.
pub struct Environment {
    addresses: Rc<Handles<AddressPool>>,
    ids: Rc<Handles<IdPool>>,
    systems: Rc<Handles<System>>,
    /// The memory of the allocators.
    pub memory: Rc<Memory>,
    /// The reason for the last refusal.
    failure: Cell<Option<Failure>>,
}

/// A kind of allocator, of which an environment has handles.
pub trait Kind: Resource {
    /// Its handles.
    fn handles(environment: &Environment) -> &Rc<Handles<Self>>;
}

impl Kind for AddressPool {
    fn handles(environment: &Environment) -> &Rc<Handles<Self>> {
        &environment.addresses
    }
}

impl Kind for IdPool {
    fn handles(environment: &Environment) -> &Rc<Handles<Self>> {
        &environment.ids
    }
}

impl Kind for System {
    fn handles(environment: &Environment) -> &Rc<Handles<Self>> {
        &environment.systems
    }
}

impl Resource for AddressPool {
    fn native_bytes(&self) -> usize {
        self.heap_bytes()
    }
}

impl Resource for IdPool {
    fn native_bytes(&self) -> usize {
        self.heap_bytes()
    }
}

impl Environment {
    /// Makes the state of a new environment.
    pub fn start(env: &Env) -> Result<Rc<Self>> {
        let memory = Rc::new(Memory::new());
        let environment = Rc::new(Self {
            addresses: Handles::new(Rc::clone(&memory)),
            ids: Handles::new(Rc::clone(&memory)),
            systems: Handles::new(Rc::clone(&memory)),
            memory,
            failure: Cell::new(None),
        });
        env.set_instance_data(Rc::clone(&environment), (), |_| ())?;
        Ok(environment)
    }

    /// The state of the environment that `env` names.
    pub fn of(env: &Env) -> Result<&'static Rc<Self>> {
        let data = env.get_instance_data::<Rc<Self>>()?;
        data.map(|data| &*data)
            .ok_or_else(|| Error::from_reason("the binding is being unloaded"))
    }

    /// Records why a call is refused.
    pub fn refuse(&self, failure: Failure) {
        self.failure.set(Some(failure));
    }

    /// Returns the result, or records the error for `takeFailure` and returns `None`.
    pub fn accept<T, E: Into<Failure>>(
        &self,
        result: std::result::Result<T, E>,
    ) -> Result<Option<T>> {
        Ok(result.map_err(|error| self.refuse(error.into())).ok())
    }

    /// Takes the reason for the last refusal.
    pub fn take_failure(&self) -> Option<Failure> {
        self.failure.take()
    }
}
