//! Reads JSON strictly: each value has one type, each member occurs exactly once, and every fault
//! has a path.
//!
//! serde_json parses, and passes each value to a [`Shape`], which defines what is valid there.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::InvalidSnapshot;
use super::fault::{Step, path};

/// Where and why reading stopped. Stored outside serde's error, which has no room for a path.
#[derive(Default)]
pub(super) struct Faults {
    steps: Vec<Step>,
    reason: Option<String>,
}

impl Faults {
    /// Stops reading at the current value because of `reason`.
    pub fn refuse<E: Error>(&mut self, reason: String) -> E {
        self.reason = Some(reason);
        E::custom("refused")
    }

    /// Stops reading because the current value isn't of the type `expected`.
    pub fn refuse_type<E: Error>(&mut self, expected: &str, found: &str) -> E {
        self.refuse(format!("must be {expected}, but {found}"))
    }

    /// Records that the faulty value is at `step` inside the current one.
    pub fn leave(&mut self, step: Step) {
        self.steps.push(step);
    }

    /// Refuses a member of the current object.
    pub fn refuse_member<E: Error>(&mut self, step: Step, reason: &str) -> E {
        self.steps.push(step);
        self.refuse(reason.into())
    }
}

/// The values that are valid at a place in the document. Methods that aren't overridden refuse.
pub(super) trait Shape<'de>: Sized {
    type Value;

    /// Completes "must be …".
    fn expected(&self) -> String;

    fn null<E: Error>(self, faults: &mut Faults) -> Result<Self::Value, E> {
        Err(faults.refuse_type(&self.expected(), "is null"))
    }

    fn number<E: Error>(self, faults: &mut Faults, _: Number) -> Result<Self::Value, E> {
        Err(faults.refuse_type(&self.expected(), "is a number"))
    }

    fn string<E: Error>(self, faults: &mut Faults, _: &str) -> Result<Self::Value, E> {
        Err(faults.refuse_type(&self.expected(), "is a string"))
    }

    fn array<A: SeqAccess<'de>>(self, faults: &mut Faults, _: A) -> Result<Self::Value, A::Error> {
        Err(faults.refuse_type(&self.expected(), "is an array"))
    }

    fn object<A: MapAccess<'de>>(self, faults: &mut Faults, _: A) -> Result<Self::Value, A::Error> {
        Err(faults.refuse_type(&self.expected(), "is an object"))
    }
}

/// A number in the document. Only whole numbers are valid anywhere.
pub(super) enum Number {
    Whole(u64),
    Negative,
    /// At least 2⁶⁴.
    Huge,
    /// Written with a fraction or an exponent.
    Fractional,
}

impl Number {
    /// The number, if it is whole and at most `maximum`; otherwise what is wrong with it.
    pub fn up_to(self, maximum: u64) -> Result<u64, &'static str> {
        match self {
            Number::Whole(value) if value <= maximum => Ok(value),
            Number::Whole(_) | Number::Huge => Err("is larger"),
            Number::Negative => Err("is negative"),
            Number::Fractional => Err("has a fraction or an exponent"),
        }
    }
}

/// A whole number from 0 to `maximum`.
pub(super) struct WholeNumber {
    pub maximum: u64,
}

impl<'de> Shape<'de> for WholeNumber {
    type Value = u64;

    fn expected(&self) -> String {
        format!("a whole number from 0 to {}", self.maximum)
    }

    fn number<E: Error>(self, faults: &mut Faults, number: Number) -> Result<u64, E> {
        let whole = number.up_to(self.maximum);
        whole.map_err(|found| faults.refuse_type(&self.expected(), found))
    }
}

/// The elements of an array, each of which has the shape that `shape` makes.
pub(super) fn read_elements<'de, A: SeqAccess<'de>, S: Shape<'de>>(
    faults: &mut Faults,
    mut array: A,
    shape: impl Fn() -> S,
) -> Result<Vec<S::Value>, A::Error> {
    let mut elements = Vec::new();
    loop {
        let seed = Seed {
            shape: shape(),
            faults,
        };
        match array.next_element_seed(ElementSeed {
            seed,
            index: elements.len(),
        })? {
            Some(element) => elements.push(element),
            None => return Ok(elements),
        }
    }
}

/// Reads an element. A fault between two elements belongs to the array.
struct ElementSeed<'f, S> {
    seed: Seed<'f, S>,
    index: usize,
}

impl<'de, S: Shape<'de>> DeserializeSeed<'de> for ElementSeed<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<S::Value, D::Error> {
        let Seed { shape, faults } = self.seed;
        let element = Seed { shape, faults }.deserialize(json);
        element.inspect_err(|_| faults.leave(Step::Index(self.index)))
    }
}

/// Adapts a shape to serde.
pub(super) struct Seed<'f, S> {
    pub shape: S,
    pub faults: &'f mut Faults,
}

impl<'de, S: Shape<'de>> DeserializeSeed<'de> for Seed<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<S::Value, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de, S: Shape<'de>> Visitor<'de> for Seed<'_, S> {
    type Value = S::Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.shape.expected())
    }

    fn visit_unit<E: Error>(self) -> Result<S::Value, E> {
        self.shape.null(self.faults)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<S::Value, E> {
        Err(self
            .faults
            .refuse_type(&self.shape.expected(), "is a boolean"))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<S::Value, E> {
        self.shape.number(self.faults, Number::Whole(value))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<S::Value, E> {
        // serde_json passes only negative numbers this way.
        self.shape.number(self.faults, Number::Negative)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<S::Value, E> {
        let number = if value.is_sign_negative() {
            Number::Negative
        } else if value >= u64::MAX as f64 {
            Number::Huge
        } else {
            Number::Fractional
        };
        self.shape.number(self.faults, number)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<S::Value, E> {
        self.shape.string(self.faults, text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, array: A) -> Result<S::Value, A::Error> {
        self.shape.array(self.faults, array)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<S::Value, A::Error> {
        self.shape.object(self.faults, map)
    }
}

/// Reads a whole document with a shape.
pub(super) fn read<'de, S: Shape<'de>>(
    bytes: &'de [u8],
    shape: S,
) -> Result<S::Value, InvalidSnapshot> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let offset = error.valid_up_to();
        in_document(format!(
            "is not UTF-8 text: see the byte at offset {offset}"
        ))
    })?;
    if text.starts_with('\u{feff}') {
        return Err(in_document(
            "starts with a byte order mark, which JSON doesn't have".into(),
        ));
    }
    let mut faults = Faults::default();
    let mut json = serde_json::Deserializer::from_str(text);
    let value = Seed {
        shape,
        faults: &mut faults,
    }
    .deserialize(&mut json);
    let value = value.and_then(|value| json.end().map(|()| value));
    value.map_err(|error| InvalidSnapshot {
        path: path(&faults.steps),
        reason: faults.reason.unwrap_or_else(|| syntax_reason(&error)),
    })
}

fn in_document(reason: String) -> InvalidSnapshot {
    InvalidSnapshot {
        path: "$".into(),
        reason,
    }
}

/// The parser's own message, with its position in words.
fn syntax_reason(error: &serde_json::Error) -> String {
    let (line, column) = (error.line(), error.column());
    if error.is_eof() {
        return format!("ends too early, at line {line}, column {column}");
    }
    let message = error.to_string();
    let position = format!(" at line {line} column {column}");
    let message = message.strip_suffix(&position).unwrap_or(&message);
    format!("is not valid JSON: {message} at line {line}, column {column}")
}
