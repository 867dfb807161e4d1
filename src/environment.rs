//! What the binding keeps for each environment (the main thread, a worker, a second load).

use std::{cell::Cell, rc::Rc};

use napi::{Env, Error, Result, bindgen_prelude::Object, sys};
use napi_derive::napi;
use vm_allocator_engine::address_pool::AddressPool;

use crate::{
    failure::Failure,
    handles::{Handles, Resource},
    hot_calls,
    id_pool::IdPool,
};

impl Resource for AddressPool {
    fn handles(environment: &Environment) -> &Handles<Self> {
        &environment.addresses
    }

    fn native_bytes(&self) -> usize {
        self.heap_bytes()
    }
}

/// The state of one environment.
pub struct Environment {
    /// Handles of address allocators.
    addresses: Handles<AddressPool>,
    /// Handles of id allocators.
    pub ids: Handles<IdPool>,
    /// Why the last call answered `null`.
    failure: Cell<Option<Failure>>,
    /// Bytes of native memory that the garbage collector hasn't been told of yet.
    unreported: Cell<i64>,
}

/// What the garbage collector is not told of until it adds up to this many bytes.
const REPORT_STEP: i64 = 64 << 10;

impl Environment {
    /// The state of the environment that `env` names.
    pub fn of(env: &Env) -> Result<&'static Rc<Self>> {
        let data = env.get_instance_data::<Rc<Self>>()?;
        data.map(|data| &*data)
            .ok_or_else(|| Error::from_reason("the binding is being unloaded"))
    }

    /// Notes why a call answers `null`.
    pub fn refuse(&self, failure: Failure) {
        self.failure.set(Some(failure));
    }

    /// What was made, or `None` with the error noted for `takeFailure`.
    pub fn accept<T, E: Into<Failure>>(
        &self,
        result: std::result::Result<T, E>,
    ) -> Result<Option<T>> {
        Ok(result.map_err(|error| self.refuse(error.into())).ok())
    }

    /// Tells the garbage collector of a change of native memory, together with others.
    pub fn account(&self, env: sys::napi_env, change: i64) {
        let sum = self.unreported.get() + change;
        if sum.abs() < REPORT_STEP {
            self.unreported.set(sum);
            return;
        }
        self.unreported.set(0);
        let mut total = 0;
        // SAFETY: called with the environment that is running this thread's JavaScript. The status
        // is of no use: the engine only loses a hint.
        unsafe { sys::napi_adjust_external_memory(env, sum, &raw mut total) };
    }

    /// Why the last call answered `null`, once.
    pub fn take_failure(&self) -> Option<Failure> {
        self.failure.take()
    }
}

/// Runs when the module is loaded, once for each environment.
#[napi(module_exports)]
pub fn register(mut exports: Object, env: Env) -> Result<()> {
    let environment = Rc::new(Environment {
        addresses: Handles::new(),
        ids: Handles::new(),
        failure: Cell::new(None),
        unreported: Cell::new(0),
    });
    let data = Rc::as_ptr(&environment);
    env.set_instance_data(environment, (), |_| ())?;
    hot_calls::export(&mut exports, env, data)
}
