//! What is wrong with a document, and where.

use std::fmt::{self, Write};

/// Keys and strings of a document are quoted in a path or reason up to this many characters.
const QUOTED_CHARACTERS: usize = 40;

/// A document is not a snapshot that could be restored. Displayed, path and reason make a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidSnapshot {
    /// Where the fault is: `$` is the document, then members and array indexes, as in
    /// `$.interval_tree.root.left.key.end` and `$.freed_ids[2]`. A member that is missing or should
    /// not be there is named too.
    pub path: String,
    /// What is wrong with the value at `path`, addresses in hex; for people, so not to be parsed.
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

/// A fault on its way out: the steps are collected from the innermost to the outermost.
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

    /// The same fault, seen from the object that has the faulty value as this member.
    pub fn inside(mut self, member: &'static str) -> Self {
        self.steps.push(Step::Member(member));
        self
    }

    /// The same fault, seen from the array that has the faulty value at this index.
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

/// The path along `steps`, which are given from the innermost to the outermost.
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

/// A string of the document as it may be shown: escaped, and cut when it is long.
pub(super) fn quoted(text: &str) -> String {
    match text.char_indices().nth(QUOTED_CHARACTERS) {
        None => format!("{text:?}"),
        Some((cut, _)) => format!("{:?}…", &text[..cut]),
    }
}

/// The crate refuses a document that was found valid; kept so that a later crate can't panic here.
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
