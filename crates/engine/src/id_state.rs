//! Reads the state of the crate's id allocator.
//!
//! Its fields are private; its `Serialize` implementation is the only access to them.

use std::fmt;

use serde::Serialize;
use serde::ser::{Impossible, SerializeSeq, SerializeStruct, Serializer};
use vm_allocator::IdAllocator;

use crate::absent::{absent, absent_newtypes};

/// The state of an id allocator.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IdState {
    /// The first managed id.
    pub base: u32,
    /// The last managed id.
    pub end: u32,
    /// The lowest id that was never handed out; `None` if it would be 2^32.
    pub next: Option<u32>,
    /// The freed ids, ascending. Each is below `next`.
    pub freed: Vec<u32>,
}

impl IdState {
    /// The state of `allocator`. Linear in the number of freed ids.
    pub fn of(allocator: &IdAllocator) -> Self {
        let mut reader = Reader {
            state: Self::default(),
            field: "",
        };
        // The version of the crate is pinned, so its serialised form can't change unnoticed.
        allocator
            .serialize(&mut reader)
            .expect("the crate serialises a struct of numbers");
        reader.state
    }
}

/// Assigns each number by the name of its field.
struct Reader {
    state: IdState,
    field: &'static str,
}

impl SerializeStruct for &mut Reader {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), fmt::Error> {
        self.field = name;
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), fmt::Error> {
        Ok(())
    }
}

impl SerializeSeq for &mut Reader {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), fmt::Error> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), fmt::Error> {
        Ok(())
    }
}

type Never = Impossible<(), fmt::Error>;

impl Serializer for &mut Reader {
    type Ok = ();
    type Error = fmt::Error;
    type SerializeSeq = Self;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStruct = Self;
    type SerializeStructVariant = Never;

    fn serialize_u32(self, number: u32) -> Result<(), fmt::Error> {
        match self.field {
            "range_base" => self.state.base = number,
            "range_end" => self.state.end = number,
            "next_id" => self.state.next = Some(number),
            "freed_ids" => self.state.freed.push(number),
            _ => return Err(fmt::Error),
        }
        Ok(())
    }

    fn serialize_none(self) -> Result<(), fmt::Error> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), fmt::Error> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, fmt::Error> {
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, fmt::Error> {
        Ok(self)
    }

    absent_newtypes!(());

    absent! {
        serialize_bool(bool) -> ();
        serialize_i8(i8) -> ();
        serialize_i16(i16) -> ();
        serialize_i32(i32) -> ();
        serialize_i64(i64) -> ();
        serialize_u8(u8) -> ();
        serialize_u16(u16) -> ();
        serialize_u64(u64) -> ();
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_char(char) -> ();
        serialize_str(&str) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_unit() -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_unit_variant(&'static str, u32, &'static str) -> ();
        serialize_tuple(usize) -> Never;
        serialize_tuple_struct(&'static str, usize) -> Never;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Never;
        serialize_map(Option<usize>) -> Never;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Never;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_field() {
        let mut allocator = IdAllocator::new(5, 23).unwrap();
        for _ in 0..4 {
            allocator.allocate_id().unwrap();
        }
        allocator.free_id(7).unwrap();
        allocator.free_id(5).unwrap();
        let state = IdState {
            base: 5,
            end: 23,
            next: Some(9),
            freed: vec![5, 7],
        };
        assert_eq!(IdState::of(&allocator), state);
    }

    #[test]
    fn reads_that_all_ids_were_handed_out() {
        let mut allocator = IdAllocator::new(u32::MAX, u32::MAX).unwrap();
        allocator.allocate_id().unwrap();
        assert_eq!(IdState::of(&allocator).next, None);
    }
}
