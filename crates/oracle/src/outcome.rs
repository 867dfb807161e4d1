//! The crate's answer as data: a value, or an error's kind, payload and message.

use crate::json::{Json, hex, text};
use std::cmp::Ordering;
use vm_allocator::{Error, RangeInclusive};

/// A successful answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// The call returns nothing.
    Nothing,
    /// Addresses, both ends inclusive.
    Range(RangeInclusive),
    /// An id.
    Id(u32),
    /// Yes or no.
    Bool(bool),
    /// A length in bytes.
    Length(u64),
    /// The order of two ranges.
    Order(Ordering),
}

impl Value {
    /// The value in the format of the answer files.
    pub fn json(&self) -> Json {
        match *self {
            Value::Nothing => Json::Null,
            Value::Range(range) => range_json(&range),
            Value::Id(id) => Json::Number(id.into()),
            Value::Bool(value) => Json::Bool(value),
            Value::Length(length) => hex(length),
            Value::Order(order) => Json::Number(order as i64),
        }
    }
}

/// The answer to one call.
pub type Outcome = Result<Value, Error>;

/// The variant's name.
pub fn kind(error: &Error) -> &'static str {
    match error {
        Error::Overflow => "Overflow",
        Error::OutOfRange(_) => "OutOfRange",
        Error::AlreadyReleased(_) => "AlreadyReleased",
        Error::NeverAllocated(_) => "NeverAllocated",
        Error::ResourceNotAvailable => "ResourceNotAvailable",
        Error::InvalidRange(..) => "InvalidRange",
        Error::InvalidAlignment => "InvalidAlignment",
        Error::Overlap(..) => "Overlap",
        Error::InvalidStateTransition(..) => "InvalidStateTransition",
        Error::UnalignedAddress => "UnalignedAddress",
        Error::Underflow => "Underflow",
        Error::InvalidSize(_) => "InvalidSize",
    }
}

fn payload(error: &Error) -> Json {
    Json::Object(match error {
        Error::OutOfRange(id) | Error::AlreadyReleased(id) | Error::NeverAllocated(id) => {
            vec![("id", Json::Number((*id).into()))]
        }
        Error::InvalidRange(start, end) => vec![("start", hex(*start)), ("end", hex(*end))],
        Error::Overlap(range, existing) => {
            vec![
                ("range", range_json(range)),
                ("existing", range_json(existing)),
            ]
        }
        // The crate doesn't export the state's type, but its Debug text is its name.
        Error::InvalidStateTransition(range, state) => {
            vec![
                ("range", range_json(range)),
                ("state", text(format!("{state:?}"))),
            ]
        }
        Error::InvalidSize(size) => vec![("size", hex(*size))],
        Error::Overflow
        | Error::ResourceNotAvailable
        | Error::InvalidAlignment
        | Error::UnalignedAddress
        | Error::Underflow => vec![],
    })
}

/// An error in the format of the answer files: its kind, its payload and the crate's own message.
pub fn error_json(error: &Error) -> Json {
    Json::Object(vec![
        ("kind", text(kind(error))),
        ("payload", payload(error)),
        ("message", text(error.to_string())),
    ])
}

/// The member of an operation with its answer: `result` or `error`.
pub fn member(outcome: &Outcome) -> (&'static str, Json) {
    match outcome {
        Ok(value) => ("result", value.json()),
        Err(error) => ("error", error_json(error)),
    }
}

/// A range as an object of two hexadecimal addresses.
pub fn range_json(range: &RangeInclusive) -> Json {
    Json::Object(vec![
        ("start", hex(range.start())),
        ("end", hex(range.end())),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use vm_allocator::{AddressAllocator, AllocPolicy};

    fn error_text(error: Error) -> String {
        error_json(&error).compact()
    }

    #[test]
    fn an_error_carries_kind_payload_and_message() {
        assert_eq!(
            error_text(Error::OutOfRange(7)),
            concat!(
                r#"{"kind":"OutOfRange","payload":{"id":7},"#,
                r#""message":"Specified id: 7 is not in the range."}"#
            )
        );
        assert_eq!(
            error_text(Error::InvalidRange(2, 1)),
            concat!(
                r#"{"kind":"InvalidRange","payload":{"start":"0x2","end":"0x1"},"#,
                r#""message":"The range specified: 2-1 is not valid."}"#
            )
        );
    }

    #[test]
    fn payloads_carry_numbers_and_ranges() {
        assert!(error_text(Error::InvalidSize(16)).contains(r#""payload":{"size":"0x10"}"#));
        assert!(error_text(Error::NeverAllocated(3)).contains(r#""payload":{"id":3}"#));
        assert!(error_text(Error::AlreadyReleased(4)).contains(r#""payload":{"id":4}"#));
        assert!(error_text(Error::Overflow).contains(r#""payload":{}"#));
        let range = RangeInclusive::new(1, 2).unwrap();
        let existing = RangeInclusive::new(2, 3).unwrap();
        assert!(
            error_text(Error::Overlap(range, existing)).contains(concat!(
                r#""payload":{"range":{"start":"0x1","end":"0x2"},"#,
                r#""existing":{"start":"0x2","end":"0x3"}}"#
            ))
        );
    }

    #[test]
    fn a_state_transition_names_range_and_state() {
        let mut allocator = AddressAllocator::new(0, 0x10).unwrap();
        allocator
            .allocate(0x10, 1, AllocPolicy::FirstMatch)
            .unwrap();
        let error = allocator
            .allocate(0x10, 1, AllocPolicy::ExactMatch(0))
            .unwrap_err();
        assert!(
            error_text(error)
                .contains(r#""payload":{"range":{"start":"0x0","end":"0xf"},"state":"Allocated"}"#)
        );
    }

    #[test]
    fn values_have_one_spelling_each() {
        let range = RangeInclusive::new(1, u64::MAX).unwrap();
        assert_eq!(
            Value::Range(range).json().compact(),
            r#"{"start":"0x1","end":"0xffffffffffffffff"}"#
        );
        assert_eq!(Value::Nothing.json().compact(), "null");
        assert_eq!(Value::Id(u32::MAX).json().compact(), "4294967295");
        assert_eq!(Value::Order(Ordering::Less).json().compact(), "-1");
        assert_eq!(
            Value::Length(u64::MAX).json().compact(),
            r#""0xffffffffffffffff""#
        );
    }
}
