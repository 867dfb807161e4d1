//! Returns typed arrays in memory of the JavaScript engine; Electron allows no other memory.

use std::ptr;

use napi::{
    Result,
    bindgen_prelude::{ToNapiValue, check_status},
    sys,
};

/// A number type that has a typed array.
pub trait Element: Copy {
    /// The typed array's type.
    const TYPE: sys::napi_typedarray_type;
}

impl Element for u64 {
    const TYPE: sys::napi_typedarray_type = sys::TypedarrayType::biguint64_array;
}

impl Element for u32 {
    const TYPE: sys::napi_typedarray_type = sys::TypedarrayType::uint32_array;
}

/// Numbers to copy into a typed array.
pub struct NumberArray<T: Element>(pub Vec<T>);

impl<T: Element> ToNapiValue for NumberArray<T> {
    unsafe fn to_napi_value(env: sys::napi_env, Self(numbers): Self) -> Result<sys::napi_value> {
        let (mut data, mut buffer, mut array) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
        let bytes = size_of_val(numbers.as_slice());
        // SAFETY: `env` runs this thread's JavaScript.
        check_status!(unsafe {
            sys::napi_create_arraybuffer(env, bytes, &raw mut data, &raw mut buffer)
        })?;
        if bytes != 0 {
            // SAFETY: the new buffer has room for exactly these bytes and nobody else sees it yet.
            unsafe { ptr::copy_nonoverlapping(numbers.as_ptr().cast(), data.cast::<u8>(), bytes) };
        }
        // SAFETY: `buffer` is a value of this scope with room for `len` numbers of this type.
        check_status!(unsafe {
            sys::napi_create_typedarray(env, T::TYPE, numbers.len(), buffer, 0, &raw mut array)
        })?;
        Ok(array)
    }
}
