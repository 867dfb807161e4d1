//! Reads the members of an object: each exactly once, no others, in any order.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use super::fault::Step;
use super::reading::{Faults, Seed, Shape};

/// Walks through the members of an object, in any order.
pub(super) struct Members<'m, A> {
    map: A,
    faults: &'m mut Faults,
    /// What the object is, for "is not a member of …".
    of: &'static str,
    names: &'static [&'static str],
    /// A bit for each name found so far.
    met: u32,
    current: usize,
}

impl<'de, 'm, A: MapAccess<'de>> Members<'m, A> {
    pub fn new(
        map: A,
        faults: &'m mut Faults,
        of: &'static str,
        names: &'static [&'static str],
    ) -> Self {
        Members {
            map,
            faults,
            of,
            names,
            met: 0,
            current: 0,
        }
    }

    /// The name of the next member. At the end, `None`, unless a member is missing.
    pub fn next(&mut self) -> Result<Option<&'static str>, A::Error> {
        let seed = NameSeed {
            names: self.names,
            guess: self.met.count_ones() as usize,
        };
        match self.map.next_key_seed(seed)? {
            None => self.end(),
            Some(Err(key)) => {
                let reason = format!("is not a member of {} ({})", self.of, self.names.join(", "));
                Err(self.faults.refuse_member(Step::Unknown(key), &reason))
            }
            Some(Ok(member)) => self.enter(member).map(Some),
        }
    }

    /// The value of the member that [`next`](Self::next) named last.
    pub fn value<S: Shape<'de>>(&mut self, shape: S) -> Result<S::Value, A::Error> {
        let value = self.map.next_value_seed(Seed {
            shape,
            faults: self.faults,
        });
        value.inspect_err(|_| self.faults.leave(Step::Member(self.names[self.current])))
    }

    fn enter(&mut self, member: usize) -> Result<&'static str, A::Error> {
        let name = self.names[member];
        if self.met & (1 << member) != 0 {
            return Err(self
                .faults
                .refuse_member(Step::Member(name), "is given twice"));
        }
        self.met |= 1 << member;
        self.current = member;
        Ok(name)
    }

    fn end(&mut self) -> Result<Option<&'static str>, A::Error> {
        match self.names.get(self.met.trailing_ones() as usize) {
            None => Ok(None),
            Some(name) => Err(self.faults.refuse_member(Step::Member(name), "is missing")),
        }
    }
}

/// Reads a key: the index of a known name, or the unknown key itself.
struct NameSeed {
    names: &'static [&'static str],
    /// Where the name is if the members are in the crate's order.
    guess: usize,
}

impl<'de> DeserializeSeed<'de> for NameSeed {
    type Value = Result<usize, String>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_str(self)
    }
}

impl Visitor<'_> for NameSeed {
    type Value = Result<usize, String>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        if self.names.get(self.guess) == Some(&key) {
            return Ok(Ok(self.guess));
        }
        let found = self.names.iter().position(|name| *name == key);
        Ok(found.ok_or_else(|| key.into()))
    }
}
