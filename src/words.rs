//! The `BigUint64Array` in which JavaScript passes arguments and receives results.

use std::ptr;

use napi::{Error, Result, Status, bindgen_prelude::FromNapiValue, sys};
use vm_allocator_engine::system_words::Out;

/// The words of a typed array, which stays alive during the call.
pub struct Words {
    data: *mut u64,
    length: usize,
}

impl Words {
    /// A copy of the words in use, whose number is in the second word.
    #[inline]
    pub fn read_in_use(&self) -> Option<Copied> {
        if self.length < 2 {
            return None;
        }
        // SAFETY: there are at least two words during the call, in which no JavaScript runs.
        let second = unsafe { self.data.add(1) };
        // SAFETY: as above.
        let used = f64::from_bits(unsafe { second.read() }) as usize;
        (used >= 2 && used <= self.length).then(|| self.copy(used))
    }

    /// A copy of all words.
    pub fn read(&self) -> Copied {
        self.copy(self.length)
    }

    #[inline]
    fn copy(&self, length: usize) -> Copied {
        let many = if length > FEW { length } else { 0 };
        let mut copied = Copied {
            few: [0; FEW],
            many: vec![0; many],
            length,
        };
        if length > 0 {
            let target = match many {
                0 => copied.few.as_mut_ptr(),
                _ => copied.many.as_mut_ptr(),
            };
            // SAFETY: `data` has at least `length` words during the call, in which no JavaScript
            // runs, and so has the copy.
            unsafe { ptr::copy_nonoverlapping(self.data, target, length) };
        }
        copied
    }
}

impl Out for Words {
    fn room(&self) -> usize {
        self.length
    }

    #[inline]
    fn write(&self, at: usize, word: u64) {
        if at < self.length {
            // SAFETY: `data` has `length` words during the call, in which no JavaScript runs.
            let target = unsafe { self.data.add(at) };
            // SAFETY: as above.
            unsafe { target.write(word) };
        }
    }
}

/// Up to this many words are copied without allocating memory.
const FEW: usize = 48;

/// A copy of words.
pub struct Copied {
    few: [u64; FEW],
    /// All words, if there are more.
    many: Vec<u64>,
    length: usize,
}

impl Copied {
    /// The copied words.
    #[inline]
    pub fn words(&self) -> &[u64] {
        self.few.get(..self.length).unwrap_or(&self.many)
    }
}

impl Words {
    /// The words of a `BigUint64Array`, unless `value` is something else.
    #[inline]
    pub fn of(env: sys::napi_env, value: sys::napi_value) -> Option<Self> {
        let (mut kind, mut length) = (0, 0);
        let (mut data, none) = (ptr::null_mut(), ptr::null_mut::<usize>());
        // SAFETY: the function accepts any value; the status reports one that is not a typed array.
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
        // A `BigUint64Array` starts at a multiple of eight bytes.
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
