//! The crate behind `#[napi]` classes: the result of following the napi-rs documentation.
#![deny(missing_docs)]

use napi::{Error, Result, Status, bindgen_prelude::BigInt};
use napi_derive::napi;

/// Where a range is placed.
#[napi]
pub enum AllocPolicy {
    /// At the lowest address that fits.
    FirstMatch,
    /// At the highest address that fits.
    LastMatch,
    /// At the given address.
    ExactMatch,
}

/// A closed interval of addresses.
#[napi]
pub struct RangeInclusive(vm_allocator::RangeInclusive);

#[napi]
impl RangeInclusive {
    /// The first address.
    #[napi(getter)]
    pub fn start(&self) -> BigInt {
        self.0.start().into()
    }

    /// The last address.
    #[napi(getter)]
    pub fn end(&self) -> BigInt {
        self.0.end().into()
    }
}

/// Allocates ranges of addresses.
#[napi]
pub struct AddressAllocator(vm_allocator::AddressAllocator);

#[napi]
impl AddressAllocator {
    /// Manages `size` addresses from `base`.
    #[napi(constructor)]
    pub fn new(base: BigInt, size: BigInt) -> Result<Self> {
        vm_allocator::AddressAllocator::new(to_u64(base)?, to_u64(size)?)
            .map(Self)
            .map_err(to_error)
    }

    /// Allocates a range; `address` applies only to `ExactMatch`.
    #[napi]
    pub fn allocate(
        &mut self,
        size: BigInt,
        align: BigInt,
        policy: Option<AllocPolicy>,
        address: Option<BigInt>,
    ) -> Result<RangeInclusive> {
        let policy = match policy {
            None | Some(AllocPolicy::FirstMatch) => vm_allocator::AllocPolicy::FirstMatch,
            Some(AllocPolicy::LastMatch) => vm_allocator::AllocPolicy::LastMatch,
            Some(AllocPolicy::ExactMatch) => {
                let address = address.ok_or_else(|| Error::from_reason("address is missing"))?;
                vm_allocator::AllocPolicy::ExactMatch(to_u64(address)?)
            }
        };
        self.0
            .allocate(to_u64(size)?, to_u64(align)?, policy)
            .map(RangeInclusive)
            .map_err(to_error)
    }

    /// Frees a range.
    #[napi]
    pub fn free(&mut self, range: &RangeInclusive) -> Result<()> {
        self.0.free(&range.0).map_err(to_error)
    }
}

/// Allocates ids.
#[napi]
pub struct IdAllocator(vm_allocator::IdAllocator);

#[napi]
impl IdAllocator {
    /// Manages the ids from `base` to `end`.
    #[napi(constructor)]
    pub fn new(base: u32, end: u32) -> Result<Self> {
        vm_allocator::IdAllocator::new(base, end)
            .map(Self)
            .map_err(to_error)
    }

    /// Allocates an id.
    #[napi]
    pub fn allocate_id(&mut self) -> Result<u32> {
        self.0.allocate_id().map_err(to_error)
    }

    /// Frees an id.
    #[napi]
    pub fn free_id(&mut self, id: u32) -> Result<u32> {
        self.0.free_id(id).map_err(to_error)
    }
}

fn to_u64(value: BigInt) -> Result<u64> {
    match value.get_u64() {
        (false, word, true) => Ok(word),
        _ => Err(Error::new(
            Status::InvalidArg,
            "expected a bigint from 0 to 2^64-1",
        )),
    }
}

fn to_error(error: vm_allocator::Error) -> Error {
    Error::from_reason(format!("{error:?}"))
}
