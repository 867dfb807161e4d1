//! A fault in a document, and its place.

use std::fmt::{self, Write};

/// Quoted keys and strings of a document are cut to this many characters.
const QUOTED_CHARACTERS: usize = 40;

/// A document that can't be restored. Its `Display` text makes a sentence of path and reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidSnapshot {
    /// Where the fault is: `$` is the document, then members and array indexes, as in
    /// `$.interval_tree.root.left.key.end` and `$.freed_ids[2]`. A member that is missing or must
    /// not be there is named too.
    pub path: String,
    /// What is wrong with the value at `path`, with addresses in hex. For people, and not for
    /// parsing.
    pub reason: String,
}

impl fmt::Display for InvalidSnapshot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.path, self.reason)
    }
}

impl std::error::Error for InvalidSnapshot {}

/// One step from a value to a value inside it.
#[derive(Debug)]
pub(super) enum Step {
    Member(&'static str),
    Unknown(String),
    Index(usize),
}

/// A fault that is being reported: the steps are collected from the innermost outwards.
#[derive(Debug)]
pub(super) struct Fault {
    steps: Vec<Step>,
    reason: String,
}

impl Fault {
    pub fn new(reason: String) -> Self {
        Fault {
            steps: Vec::new(),
            reason,
        }
    }

    /// Adds a step for the object in which the faulty value is this member.
    pub fn inside(mut self, member: &'static str) -> Self {
        self.steps.push(Step::Member(member));
        self
    }

    /// Adds a step for the array in which the faulty value has this index.
    pub fn at(mut self, index: usize) -> Self {
        self.steps.push(Step::Index(index));
        self
    }
}

impl From<Fault> for InvalidSnapshot {
    fn from(fault: Fault) -> Self {
        InvalidSnapshot {
            path: path(&fault.steps),
            reason: fault.reason,
        }
    }
}

/// The path along `steps`, which start with the innermost.
pub(super) fn path(steps: &[Step]) -> String {
    let mut path = String::from("$");
    for step in steps.iter().rev() {
        match step {
            Step::Member(name) => _ = write!(path, ".{name}"),
            Step::Unknown(key) if is_plain(key) => _ = write!(path, ".{key}"),
            Step::Unknown(key) => _ = write!(path, "[{}]", quoted(key)),
            Step::Index(index) => _ = write!(path, "[{index}]"),
        }
    }
    path
}

/// A string of the document for display: escaped, and cut if it is long.
pub(super) fn quoted(text: &str) -> String {
    match text.char_indices().nth(QUOTED_CHARACTERS) {
        None => format!("{text:?}"),
        Some((cut, _)) => format!("{:?}…", &text[..cut]),
    }
}

/// The crate refused a valid document. No known version does, but a later one must not panic here.
pub(super) fn unforeseen(error: &impl fmt::Display) -> InvalidSnapshot {
    InvalidSnapshot {
        path: "$".into(),
        reason: format!("is refused by the crate: {error}"),
    }
}

fn is_plain(key: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    !key.is_empty() && key.len() <= QUOTED_CHARACTERS && key.bytes().all(is_word)
}
