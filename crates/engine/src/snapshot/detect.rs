//! Distinguishes the two kinds of snapshots.

use std::fmt;

use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::{address_text, id};

/// The kind of a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An [`AddressAllocator`](vm_allocator::AddressAllocator).
    Address,
    /// An [`IdAllocator`](vm_allocator::IdAllocator).
    Id,
}

/// The kind of snapshot that `bytes` seem to be, by the first member of either kind; `None` if they
/// aren't a JSON object up to there, or have no such member. Validates nothing else.
pub fn detect(bytes: &[u8]) -> Option<Kind> {
    let mut found = None;
    let mut json = serde_json::Deserializer::from_slice(bytes);
    // The visitor stops at that member, which the parser reports as an error.
    _ = json.deserialize_any(FirstKnownMember(&mut found));
    found
}

struct FirstKnownMember<'f>(&'f mut Option<Kind>);

impl<'de> Visitor<'de> for FirstKnownMember<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            *self.0 = kind_with_member(&key);
            if self.0.is_some() {
                return Err(A::Error::custom("found"));
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

fn kind_with_member(key: &str) -> Option<Kind> {
    if address_text::MEMBERS.contains(&key) {
        Some(Kind::Address)
    } else if id::MEMBERS.contains(&key) {
        Some(Kind::Id)
    } else {
        None
    }
}
