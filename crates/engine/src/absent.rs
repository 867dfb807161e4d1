//! Refuses the kinds of values that the crate's types don't contain, in one line each.

/// Implements methods of a `Serializer` that are never called.
macro_rules! absent {
    ($($method:ident($($argument:ty),*) -> $ok:ty;)*) => {$(
        fn $method(self, $(_: $argument),*) -> Result<$ok, std::fmt::Error> {
            Err(std::fmt::Error)
        }
    )*};
}

/// Implements the two generic methods of a `Serializer` for newtypes, which are never called.
macro_rules! absent_newtypes {
    ($ok:ty) => {
        fn serialize_newtype_struct<T: serde::Serialize + ?Sized>(
            self,
            _: &'static str,
            _: &T,
        ) -> Result<$ok, std::fmt::Error> {
            Err(std::fmt::Error)
        }

        fn serialize_newtype_variant<T: serde::Serialize + ?Sized>(
            self,
            _: &'static str,
            _: u32,
            _: &'static str,
            _: &T,
        ) -> Result<$ok, std::fmt::Error> {
            Err(std::fmt::Error)
        }
    };
}

pub(crate) use {absent, absent_newtypes};
