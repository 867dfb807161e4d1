//! A `BigUint64Array` that JavaScript passes for arguments and takes the results from.

use std::ptr;

use napi::{Error, Result, Status, bindgen_prelude::FromNapiValue, sys};

/// The words of a typed array, which lives as long as the call.
pub struct Words {
    data: *mut u64,
    length: usize,
}

impl Words {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.length
    }

    /// A copy of those that are in use: the second one says how many these are.
    #[inline]
    pub fn read_in_use(&self) -> Option<Vec<u64>> {
        if self.length < 2 {
            return None;
        }
        // SAFETY: there are two words at least during the call, in which no JavaScript runs.
        let second = unsafe { self.data.add(1) };
        // SAFETY: as above.
        let used = f64::from_bits(unsafe { second.read() }) as usize;
        (used >= 2 && used <= self.length).then(|| self.read_first(used))
    }

    /// A copy of all of them.
    pub fn read(&self) -> Vec<u64> {
        self.read_first(self.length)
    }

    /// A copy of the first `count`, or of all if there are fewer.
    fn read_first(&self, count: usize) -> Vec<u64> {
        let mut words = vec![0; count.min(self.length)];
        if !words.is_empty() {
            // SAFETY: `data` has that many words during the call, in which no JavaScript runs.
            unsafe { ptr::copy_nonoverlapping(self.data, words.as_mut_ptr(), words.len()) };
        }
        words
    }

    /// Writes the first word.
    #[inline]
    pub fn write_status(&self, status: u64) {
        if self.length > 0 {
            // SAFETY: there is a word during the call, in which no JavaScript runs.
            unsafe { self.data.write(status) };
        }
    }

    /// Writes the words from the second one on, as far as there is room.
    #[inline]
    pub fn write_behind_status(&self, words: &[u64]) {
        let length = words.len().min(self.length.saturating_sub(1));
        if length > 0 {
            // SAFETY: as in `write_status`, for `length` words behind the first one.
            let behind = unsafe { self.data.add(1) };
            // SAFETY: as above.
            unsafe { ptr::copy_nonoverlapping(words.as_ptr(), behind, length) };
        }
    }
}

impl Words {
    /// The words of a `BigUint64Array`, unless `value` is something else.
    #[inline]
    pub fn of(env: sys::napi_env, value: sys::napi_value) -> Option<Self> {
        let (mut kind, mut length) = (0, 0);
        let (mut data, none) = (ptr::null_mut(), ptr::null_mut::<usize>());
        // SAFETY: any value may be asked; one that is no typed array is refused by the status.
        let status = unsafe {
            sys::napi_get_typedarray_info(
                env,
                value,
                &raw mut kind,
                &raw mut length,
                &raw mut data,
                none.cast(),
                none,
            )
        };
        let is_words =
            status == sys::Status::napi_ok && kind == sys::TypedarrayType::biguint64_array;
        // A `BigUint64Array` begins at a multiple of eight bytes.
        (is_words && (!data.is_null() || length == 0)).then_some(Self {
            data: data.cast(),
            length,
        })
    }
}

impl FromNapiValue for Words {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> Result<Self> {
        Self::of(env, value)
            .ok_or_else(|| Error::new(Status::InvalidArg, "expected a BigUint64Array"))
    }
}
