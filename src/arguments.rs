//! Converts arguments and results from and to JavaScript.

use napi::{
    Env, Error, Result, Status,
    bindgen_prelude::{FromNapiValue, ToNapiValue},
    sys,
};

use crate::{
    environment::{Environment, Kind},
    handles::Owned,
};

const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// Reads a u64: a `bigint` that fits, or a number that is a safe integer that isn't negative.
pub fn read_u64(env: sys::napi_env, value: sys::napi_value) -> Option<u64> {
    let mut word = 0;
    let mut lossless = false;
    // SAFETY: the function accepts any value; the status reports one that is not a bigint.
    match unsafe { sys::napi_get_value_bigint_uint64(env, value, &raw mut word, &raw mut lossless) }
    {
        sys::Status::napi_ok => lossless.then_some(word),
        _ => read_integer(env, value, MAX_SAFE_INTEGER).map(|number| number as u64),
    }
}

/// Reads a u32 from a number, which `napi_get_value_uint32` would wrap and truncate.
pub fn read_u32(env: sys::napi_env, value: sys::napi_value) -> Option<u32> {
    read_integer(env, value, u32::MAX.into()).map(|number| number as u32)
}

fn read_integer(env: sys::napi_env, value: sys::napi_value, max: f64) -> Option<f64> {
    let mut number = 0.0;
    // SAFETY: the function accepts any value; the status reports one that is not a number.
    let status = unsafe { sys::napi_get_value_double(env, value, &raw mut number) };
    let integer = number as u64 as f64 == number && number <= max;
    (status == sys::Status::napi_ok && integer).then_some(number)
}

/// A u64 argument of a `#[napi]` function.
pub struct U64(pub u64);

impl FromNapiValue for U64 {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> Result<Self> {
        let reason = "expected a bigint or a safe integer from 0 to 2^64-1";
        read_u64(env, value)
            .map(Self)
            .ok_or_else(|| Error::new(Status::InvalidArg, reason))
    }
}

/// A u32 argument of a `#[napi]` function.
pub struct U32(pub u32);

impl FromNapiValue for U32 {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> Result<Self> {
        let reason = "expected an integer from 0 to 2^32-1";
        read_u32(env, value)
            .map(Self)
            .ok_or_else(|| Error::new(Status::InvalidArg, reason))
    }
}

/// The allocator of a handle argument of a `#[napi]` function.
pub struct Handle<T: Kind>(*mut Owned<T>);

impl<T: Kind> Handle<T> {
    /// The allocator.
    pub fn resource(&self) -> &T {
        // SAFETY: found among the live handles, and the argument keeps it alive during the call;
        // no `#[napi]` function runs JavaScript while it holds this reference.
        let owned = unsafe { &*self.0 };
        owned.resource().expect("a live handle owns an allocator")
    }
}

impl<T: Kind> FromNapiValue for Handle<T> {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> Result<Self> {
        let environment = Environment::of(&Env::from_raw(env))?;
        T::handles(environment)
            .find(env, value)
            .map(Self)
            .ok_or_else(|| {
                throw_foreign_handle(env);
                Error::new(Status::PendingException, "")
            })
    }
}

impl<T: Kind> Handle<T> {
    /// The number that identifies the allocator in the mailbox.
    pub fn slot(&self) -> u64 {
        // SAFETY: as in `resource`.
        unsafe { &*self.0 }.slot()
    }
}

/// A new allocator to return, as the handle that owns it.
pub struct NewHandle<T: Kind>(pub T);

impl<T: Kind> ToNapiValue for NewHandle<T> {
    unsafe fn to_napi_value(env: sys::napi_env, value: Self) -> Result<sys::napi_value> {
        T::handles(Environment::of(&Env::from_raw(env))?).create(env, value.0)
    }
}

/// Throws the error for a value that isn't a live handle of the right kind.
#[cold]
pub fn throw_foreign_handle(env: sys::napi_env) {
    let code = c"ERR_INVALID_ARG_TYPE".as_ptr();
    let message = c"The \"handle\" argument must be a handle made by this function's allocator";
    // SAFETY: both texts are static and end with a zero byte.
    unsafe { sys::napi_throw_type_error(env, code, message.as_ptr()) };
}
