//! Why a call was refused, as JavaScript reads it.

use napi_derive::napi;
use vm_allocator::{Error, RangeInclusive};
use vm_allocator_engine::snapshot::InvalidSnapshot;

/// Why a call was refused.
pub enum Failure {
    /// An argument is of the wrong type or out of range.
    Misuse,
    /// The crate's error.
    Crate(Error),
    /// A snapshot that isn't one.
    Snapshot(InvalidSnapshot),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Crate(error)
    }
}

impl From<InvalidSnapshot> for Failure {
    fn from(error: InvalidSnapshot) -> Self {
        Self::Snapshot(error)
    }
}

/// A refusal: the crate's variant, its `Display` text and its payload; or `InvalidSnapshot`, its
/// reason and the path inside the document. What doesn't apply is `null`: all members are own ones,
/// whatever is in the prototype.
#[napi(object, object_from_js = false, use_nullable = true)]
#[derive(Default)]
pub struct Refusal {
    pub kind: &'static str,
    pub message: String,
    pub path: Option<String>,
    pub id: Option<u32>,
    pub size: Option<u64>,
    pub state: Option<&'static str>,
    pub start: Option<u64>,
    pub end: Option<u64>,
    pub existing_start: Option<u64>,
    pub existing_end: Option<u64>,
}

impl From<InvalidSnapshot> for Refusal {
    fn from(InvalidSnapshot { path, reason }: InvalidSnapshot) -> Self {
        Self {
            kind: "InvalidSnapshot",
            message: reason,
            path: Some(path),
            ..Self::default()
        }
    }
}

impl Refusal {
    fn new(kind: &'static str, error: Error) -> Self {
        Self {
            kind,
            message: error.to_string(),
            ..Self::default()
        }
    }

    fn with_id(self, id: u32) -> Self {
        Self {
            id: Some(id),
            ..self
        }
    }

    fn with_range(self, start: u64, end: u64) -> Self {
        Self {
            start: Some(start),
            end: Some(end),
            ..self
        }
    }

    fn with_existing(self, existing: RangeInclusive) -> Self {
        Self {
            existing_start: Some(existing.start()),
            existing_end: Some(existing.end()),
            ..self
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error {
            Error::Overflow => Self::new("Overflow", error),
            Error::OutOfRange(id) => Self::new("OutOfRange", error).with_id(id),
            Error::AlreadyReleased(id) => Self::new("AlreadyReleased", error).with_id(id),
            Error::NeverAllocated(id) => Self::new("NeverAllocated", error).with_id(id),
            Error::ResourceNotAvailable => Self::new("ResourceNotAvailable", error),
            Error::InvalidRange(start, end) => {
                Self::new("InvalidRange", error).with_range(start, end)
            }
            Error::InvalidAlignment => Self::new("InvalidAlignment", error),
            Error::Overlap(range, existing) => Self::new("Overlap", error)
                .with_range(range.start(), range.end())
                .with_existing(existing),
            Error::InvalidStateTransition(range, state) => {
                // `NodeState` is not exported by the crate, so it can only be printed.
                let state = if format!("{state:?}") == "Free" {
                    "Free"
                } else {
                    "Allocated"
                };
                Self {
                    state: Some(state),
                    ..Self::new("InvalidStateTransition", error)
                        .with_range(range.start(), range.end())
                }
            }
            Error::UnalignedAddress => Self::new("UnalignedAddress", error),
            Error::Underflow => Self::new("Underflow", error),
            Error::InvalidSize(size) => Self {
                size: Some(size),
                ..Self::new("InvalidSize", error)
            },
        }
    }
}
