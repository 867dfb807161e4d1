//! Builds the crate's id allocator from its state, through its `Deserialize` implementation.
//!
//! Its fields are private, and the only other way to this state is operation by operation.

use serde::de::value::{SeqDeserializer, U32Deserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, IntoDeserializer, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use vm_allocator::IdAllocator;

use crate::id_state::IdState;
use crate::rebuild::Error;

/// An allocator in exactly this state. Takes time linear in the number of freed ids.
pub(crate) fn from_state(state: &IdState) -> Result<IdAllocator, Error> {
    IdAllocator::deserialize(Allocator(state))
}

/// The crate's struct, field for field, in the order of its declaration. The version of the crate
/// is pinned, so this can't change unnoticed.
struct Allocator<'s>(&'s IdState);

struct Fields<'s> {
    of: &'s IdState,
    done: u8,
}

/// The crate's `next_id`.
struct NextId(Option<u32>);

impl<'de> Deserializer<'de> for Allocator<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(Fields {
            of: self.0,
            done: 0,
        })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        option unit unit_struct newtype_struct seq tuple tuple_struct map struct enum
        identifier ignored_any
    }
}

impl<'de> Deserializer<'de> for NextId {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            None => visitor.visit_none(),
            Some(id) => visitor.visit_some(number(id)),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        option unit unit_struct newtype_struct seq tuple tuple_struct map struct enum
        identifier ignored_any
    }
}

impl<'de> SeqAccess<'de> for Fields<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        self.done += 1;
        let IdState {
            base,
            end,
            next,
            freed,
        } = self.of;
        match self.done {
            1 => seed.deserialize(number(*base)).map(Some),
            2 => seed.deserialize(NextId(*next)).map(Some),
            3 => seed.deserialize(number(*end)).map(Some),
            4 => seed
                .deserialize(SeqDeserializer::new(freed.iter().copied()))
                .map(Some),
            _ => Ok(None),
        }
    }
}

fn number(number: u32) -> U32Deserializer<Error> {
    number.into_deserializer()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_is_rebuilt(allocator: &IdAllocator) {
        let state = IdState::of(allocator);
        let rebuilt = from_state(&state).expect("the crate reads the form that it writes");
        assert_eq!(
            serde_json::to_string(&rebuilt).unwrap(),
            serde_json::to_string(allocator).unwrap()
        );
    }

    #[test]
    fn an_allocator_is_rebuilt_from_its_state() {
        let mut allocator = IdAllocator::new(3, 9).unwrap();
        assert_is_rebuilt(&allocator);
        for _ in 3..=9 {
            allocator.allocate_id().unwrap();
        }
        for id in [8, 4, 5] {
            allocator.free_id(id).unwrap();
        }
        assert_is_rebuilt(&allocator);
    }

    #[test]
    fn ids_that_have_run_out_at_the_last_u32_stay_so() {
        let mut allocator = IdAllocator::new(u32::MAX, u32::MAX).unwrap();
        while allocator.allocate_id().is_ok() {}
        assert_is_rebuilt(&allocator);
    }
}
