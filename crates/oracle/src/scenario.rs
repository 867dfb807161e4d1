//! What a scenario is: what to construct, which calls to make, and what is known of their answers.
//! [`crate::notation`] reads them. The oracle asks the crate, fills in the rest, and refuses a
//! scenario whose claims are wrong.

use crate::operation::{Create, Operation};
use crate::outcome::Value;
use std::collections::BTreeSet;

/// What is known of an answer before the crate is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// This value.
    Value(Value),
    /// An error of this kind.
    Error(String),
}

/// One call and what is known of its answer.
#[derive(Clone, Debug)]
pub struct Call {
    /// The call.
    pub operation: Operation,
    /// Its answer, as far as it is known.
    pub expected: Option<Expected>,
}

/// One subject's scenarios; a file of answers.
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
    /// The last part of the id; never changed once published.
    pub slug: String,
    /// What happens, in a short sentence.
    pub title: String,
    /// Why the case is here.
    pub rationale: String,
    /// What is constructed.
    pub create: Option<Create>,
    /// The error's kind when the construction must fail.
    pub refused: Option<String>,
    /// The calls, in order.
    pub calls: Vec<Call>,
    /// Tags that the recording must come to by itself.
    pub claims: BTreeSet<String>,
    /// Tags that only the author can know.
    pub tags: BTreeSet<String>,
    /// The deviations that the recording must come to, no more and no fewer.
    pub deviations: BTreeSet<String>,
    /// Whether the tree is recorded after each call, and not only at the end.
    pub trees: bool,
}
