//! The reason for a refusal, in parts for another language.

use vm_allocator::{Error, RangeInclusive};

use crate::snapshot::InvalidSnapshot;

/// The reason for a refusal, before its text is needed.
#[derive(Debug)]
pub enum Failure {
    /// An argument is of the wrong type or out of range.
    Misuse,
    /// The crate's error.
    Crate(Error),
    /// An invalid snapshot.
    Snapshot(InvalidSnapshot),
}

impl Failure {
    /// The refusal; `None` for misuse, which the caller reports.
    pub fn refusal(self) -> Option<Refusal> {
        match self {
            Self::Misuse => None,
            Self::Crate(error) => Some(error.into()),
            Self::Snapshot(error) => Some(error.into()),
        }
    }
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
/// reason and the path inside the document. Members that don't apply are `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// The name of the crate's variant, or `InvalidSnapshot`.
    pub kind: &'static str,
    /// The crate's text, or what is wrong with the snapshot.
    pub message: String,
    /// Where the fault is in the snapshot.
    pub path: Option<String>,
    /// The id that the refusal is about.
    pub id: Option<u32>,
    /// The size that was refused.
    pub size: Option<u64>,
    /// The state of the range that the refusal is about.
    pub state: Option<&'static str>,
    /// The range that the refusal is about.
    pub range: Option<(u64, u64)>,
    /// The range that it overlaps.
    pub existing: Option<(u64, u64)>,
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

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        let mut refusal = Self {
            kind: kind(&error),
            message: error.to_string(),
            ..Self::default()
        };
        match error {
            Error::OutOfRange(id) | Error::AlreadyReleased(id) | Error::NeverAllocated(id) => {
                refusal.id = Some(id);
            }
            Error::InvalidRange(start, end) => refusal.range = Some((start, end)),
            Error::InvalidSize(size) => refusal.size = Some(size),
            Error::Overlap(range, existing) => {
                refusal.range = Some(ends(range));
                refusal.existing = Some(ends(existing));
            }
            Error::InvalidStateTransition(range, state) => {
                // `NodeState` is not exported by the crate, so it can only be printed.
                let free = format!("{state:?}") == "Free";
                refusal.state = Some(if free { "Free" } else { "Allocated" });
                refusal.range = Some(ends(range));
            }
            _ => {}
        }
        refusal
    }
}

fn kind(error: &Error) -> &'static str {
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

fn ends(range: RangeInclusive) -> (u64, u64) {
    (range.start(), range.end())
}
