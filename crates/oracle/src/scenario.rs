//! A scenario: what to construct, which calls to make, and which answers to expect.
//! [`crate::notation`] reads scenarios. The oracle calls the crate, fills in the rest, and refuses
//! a scenario whose claims are wrong.

use crate::operation::{Create, Operation};
use crate::outcome::Value;
use std::collections::BTreeSet;

/// What is known about an answer before the call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// This value.
    Value(Value),
    /// An error of this kind.
    Error(String),
}

/// A call, with what is known about its answer.
#[derive(Clone, Debug)]
pub struct Call {
    /// The call.
    pub operation: Operation,
    /// Its answer, as far as it is known.
    pub expected: Option<Expected>,
}

/// The scenarios of one subject, for one file of answers.
pub struct Group {
    /// The file's name without `.json`, and the first part of every id in it.
    pub subject: &'static str,
    /// What the file is about, in a sentence.
    pub title: String,
    /// The cases, in the file's order.
    pub scenarios: Vec<Scenario>,
}

/// One case.
#[derive(Clone, Debug, Default)]
pub struct Scenario {
    /// The last part of the id, which never changes once it is published.
    pub slug: String,
    /// What happens, in one short sentence.
    pub title: String,
    /// Why the case exists.
    pub rationale: String,
    /// The construction.
    pub create: Option<Create>,
    /// The error's kind, if the construction must fail.
    pub refused: Option<String>,
    /// The calls, in order.
    pub calls: Vec<Call>,
    /// Tags that the recording must derive itself.
    pub claims: BTreeSet<String>,
    /// Tags that only the author can know.
    pub tags: BTreeSet<String>,
    /// Exactly the deviations that the recording must find.
    pub deviations: BTreeSet<String>,
    /// Whether the tree is recorded after each call, and not only at the end.
    pub trees: bool,
}
