//! Writes the crate's allocators as `serde_json::to_string` does.
//!
//! Their structs contain only numbers, names, options and a set, so nothing ever needs escaping.
//! `serde_json` would search for characters to escape.

use std::fmt;

use serde::Serialize;
use serde::ser::{Impossible, SerializeSeq, SerializeStruct, Serializer};

use crate::absent::{absent, absent_newtypes};

/// The JSON text of one of the crate's allocators.
pub(super) fn to_text(allocator: &impl Serialize) -> String {
    let mut writer = Writer {
        text: String::new(),
    };
    // The version of the crate is pinned, so its serialised form can't change unnoticed.
    allocator
        .serialize(&mut writer)
        .expect("the crate serialises structs of numbers and states");
    writer.text
}

struct Writer {
    text: String,
}

/// An object or an array that is being written.
struct Members<'t> {
    writer: &'t mut Writer,
    is_first: bool,
    close: char,
}

impl<'t> Members<'t> {
    fn open(writer: &'t mut Writer, open: char, close: char) -> Self {
        writer.text.push(open);
        Members {
            writer,
            is_first: true,
            close,
        }
    }

    fn separate(&mut self) {
        if !self.is_first {
            self.writer.text.push(',');
        }
        self.is_first = false;
    }

    fn close(self) {
        self.writer.text.push(self.close);
    }
}

impl SerializeStruct for Members<'_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), fmt::Error> {
        self.separate();
        self.writer.string(name);
        self.writer.text.push(':');
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), fmt::Error> {
        self.close();
        Ok(())
    }
}

impl SerializeSeq for Members<'_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), fmt::Error> {
        self.separate();
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), fmt::Error> {
        self.close();
        Ok(())
    }
}

impl Writer {
    /// Writes one of the crate's names, which consist of letters and underscores.
    fn string(&mut self, name: &str) {
        self.text.push('"');
        self.text.push_str(name);
        self.text.push('"');
    }
}

type Never = Impossible<(), fmt::Error>;

impl<'t> Serializer for &'t mut Writer {
    type Ok = ();
    type Error = fmt::Error;
    type SerializeSeq = Members<'t>;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStruct = Members<'t>;
    type SerializeStructVariant = Never;

    fn serialize_u64(self, number: u64) -> Result<(), fmt::Error> {
        self.text.push_str(itoa::Buffer::new().format(number));
        Ok(())
    }

    fn serialize_u32(self, number: u32) -> Result<(), fmt::Error> {
        self.serialize_u64(number.into())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
    ) -> Result<(), fmt::Error> {
        self.string(name);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), fmt::Error> {
        self.text.push_str("null");
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), fmt::Error> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Members<'t>, fmt::Error> {
        Ok(Members::open(self, '[', ']'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members<'t>, fmt::Error> {
        Ok(Members::open(self, '{', '}'))
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
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_char(char) -> ();
        serialize_str(&str) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_unit() -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_tuple(usize) -> Never;
        serialize_tuple_struct(&'static str, usize) -> Never;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Never;
        serialize_map(Option<usize>) -> Never;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Never;
    }
}
