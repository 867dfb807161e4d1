//! The Node-API binding of the `vm-allocator` crate: plain functions on allocators. The classes
//! that people use are TypeScript, in `lib/`.
//!
//! | file | holds |
//! | --- | --- |
//! | `hot_calls` | the calls that a VMM makes all the time: hand-written callbacks |
//! | `mailbox` | their arguments and results |
//! | `link` | their functions, each bound to a mailbox |
//! | `address_functions` `id_functions` `rule_functions` `version` | all others: `#[napi]` functions |
//! | `arguments` `number_array` `ascii_text` `refusal` | the arguments and results of these |
//! | `environment` | what is kept for each load of the file |
//! | `system_calls` `system_functions` | the same two kinds of functions, for systems of pools and
//! devices |
//! | `system` `words` | a system, and its arguments and results |
//! | `handles` `watch` `memory` `node_cache` | the allocators, their owners and their memory |
#![deny(missing_docs)]

mod address_functions;
mod arguments;
mod ascii_text;
mod environment;
mod handles;
mod hot_calls;
mod id_functions;
mod link;
mod mailbox;
mod memory;
mod node_cache;
mod number_array;
#[cfg(feature = "planted")]
mod planted;
mod refusal;
mod rule_functions;
mod system;
mod system_calls;
mod system_functions;
mod version;
mod watch;
mod words;

use napi::{Env, Result, bindgen_prelude::Object};
use napi_derive::napi;

use crate::{environment::Environment, link::Link};

/// Runs when the file is loaded, once for each environment.
#[napi(module_exports)]
pub fn register(exports: Object, env: Env) -> Result<()> {
    let environment = Environment::start(&env)?;
    let link = Link::unbound(environment);
    hot_calls::export(&env, &exports, &link)?;
    system_calls::export(&env, &exports, &link)
}
