//! Calls the crate, checks the scenario's claims, and turns the answers into a vector.

use crate::deviation::{Deviations, Step, explain, explain_new, outcome_name};
use crate::json::{Json, text};
use crate::operation::{Create, Operation, policy_kind};
use crate::outcome::{Outcome, error_json, kind, member};
use crate::rotation::replay;
use crate::scenario::{Expected, Scenario};
use crate::state::{created_members, state_members, state_text, tree_of};
use crate::subject::{Subject, resolve_range};
use crate::tree::slots;
use std::collections::BTreeSet;

/// A scenario with the crate's answers.
#[derive(Debug)]
pub struct Vector {
    /// The id: stable, and unique among all files.
    pub id: String,
    /// The tags, sorted.
    pub tags: BTreeSet<String>,
    /// Operation, policy and outcome of each call, for the coverage.
    pub cells: Vec<Cell>,
    /// The vector as written to the file.
    pub json: Json,
}

/// What one call exercised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// The crate's name for the call, or `new` for a construction.
    pub operation: &'static str,
    /// The policy's kind, or an empty text.
    pub policy: &'static str,
    /// `ok` or the error's kind.
    pub outcome: &'static str,
}

/// Records one scenario of `group`.
///
/// # Errors
/// A text that names the scenario and the claim that the crate doesn't confirm.
pub fn record(group: &str, scenario: &Scenario) -> Result<Vector, String> {
    let id = format!("{group}-{}", scenario.slug);
    Recording::new(scenario)
        .run()
        .map_err(|reason| format!("{id}: {reason}"))
        .map(|recording| {
            let json = recording.json(&id);
            Vector {
                id,
                tags: recording.tags,
                cells: recording.cells,
                json,
            }
        })
}

struct Recording<'a> {
    scenario: &'a Scenario,
    tags: BTreeSet<String>,
    cells: Vec<Cell>,
    deviations: Deviations,
    outcomes: Vec<Outcome>,
    created: (&'static str, Json),
    operations: Vec<Json>,
    snapshot: Option<String>,
}

impl<'a> Recording<'a> {
    fn new(scenario: &'a Scenario) -> Self {
        Recording {
            scenario,
            tags: scenario.tags.clone(),
            cells: Vec::new(),
            deviations: Deviations::new(),
            outcomes: Vec::new(),
            created: ("created", Json::Null),
            operations: Vec::new(),
            snapshot: None,
        }
    }

    fn run(mut self) -> Result<Self, String> {
        let create = self.scenario.create.ok_or("constructs nothing")?;
        self.tag("type", create.type_name());
        let subject = Subject::new(&create);
        self.note(
            "new",
            create_policy(&create),
            subject.as_ref().map_or_else(kind, |_| "ok"),
        );
        match (subject, &self.scenario.refused) {
            (Ok(subject), None) => self.call_all(subject)?,
            (Err(error), Some(refused)) if kind(&error) == refused => {
                self.created = ("error", error_json(&error));
                self.deviations = explain_new(&create);
            }
            (outcome, refused) => {
                return Err(format!("construction is {outcome:?}, expected {refused:?}"));
            }
        }
        self.check_claims()?;
        Ok(self)
    }

    fn call_all(&mut self, mut subject: Subject) -> Result<(), String> {
        self.created = ("created", Json::Object(created_members(&subject)));
        for (index, call) in self.scenario.calls.iter().enumerate() {
            let before = subject.clone();
            let outcome = subject.call(&call.operation, &self.outcomes)?;
            self.expect(index, call.expected.as_ref(), &outcome)?;
            self.note(
                call.operation.name(),
                call_policy(&call.operation),
                outcome_name(&outcome),
            );
            let shown = self.examine(&before, &call.operation, &outcome, &subject)?;
            let mut members = call.operation.members();
            members.push(member(&outcome));
            members.extend(state_members(&subject));
            if !shown.is_empty() {
                members.push(("deviations", strings(&shown)));
            }
            if self.scenario.trees {
                members.extend(state_text(&subject).map(|tree| ("snapshot", text(tree))));
            }
            self.operations.push(Json::Object(members));
            self.outcomes.push(outcome);
            self.deviations.extend(shown);
        }
        self.snapshot = state_text(&subject);
        Ok(())
    }

    fn expect(
        &self,
        index: usize,
        expected: Option<&Expected>,
        outcome: &Outcome,
    ) -> Result<(), String> {
        let met = match (expected, outcome) {
            (None, _) => true,
            (Some(Expected::Value(value)), Ok(answer)) => value == answer,
            (Some(Expected::Error(name)), Err(error)) => name == kind(error),
            _ => false,
        };
        if met {
            return Ok(());
        }
        Err(format!(
            "operation {index} answered {outcome:?}, expected {expected:?}"
        ))
    }

    /// Adds tags for what a call did to the ranges and the tree.
    fn examine(
        &mut self,
        before: &Subject,
        operation: &Operation,
        outcome: &Outcome,
        after: &Subject,
    ) -> Result<Deviations, String> {
        let range = match *operation {
            Operation::Free(argument) => Some(resolve_range(argument, &self.outcomes)?),
            _ => None,
        };
        let (old, new) = (tree_of(before), tree_of(after));
        let slots = (slots(&old), slots(&new));
        let (expected, notes) = replay(old, operation, range, outcome);
        if expected != new {
            return Err(format!(
                "{operation:?} left a different tree than its model"
            ));
        }
        self.tags.extend(notes);
        explain(&Step {
            before: &slots.0,
            operation,
            range,
            outcome,
            after: &slots.1,
        })
    }

    fn check_claims(&mut self) -> Result<(), String> {
        if let Some(claim) = self
            .scenario
            .claims
            .iter()
            .find(|claim| !self.tags.contains(*claim))
        {
            return Err(format!("does not show {claim}, only {:?}", self.tags));
        }
        if !self.deviations.iter().eq(&self.scenario.deviations) {
            let (found, claimed) = (&self.deviations, &self.scenario.deviations);
            return Err(format!(
                "shows the deviations {found:?}, claims {claimed:?}"
            ));
        }
        for number in self.deviations.clone() {
            self.tag("deviation", number);
        }
        Ok(())
    }

    fn note(&mut self, operation: &'static str, policy: &'static str, outcome: &'static str) {
        self.tag("operation", operation);
        if !policy.is_empty() {
            self.tag("policy", policy);
        }
        if outcome != "ok" {
            self.tag("error", outcome);
        }
        self.cells.push(Cell {
            operation,
            policy,
            outcome,
        });
    }

    fn tag(&mut self, class: &str, name: &str) {
        self.tags.insert(format!("{class}:{name}"));
    }

    fn json(&self, id: &str) -> Json {
        let mut members = vec![
            ("id", text(id)),
            ("title", text(&self.scenario.title)),
            ("rationale", text(&self.scenario.rationale)),
            ("tags", Json::Array(self.tags.iter().map(text).collect())),
            ("create", self.scenario.create.expect("it ran").json()),
            self.created.clone(),
            ("operations", Json::Array(self.operations.clone())),
        ];
        members.extend(self.snapshot.as_ref().map(|tree| ("snapshot", text(tree))));
        Json::Object(members)
    }
}

fn strings(values: &Deviations) -> Json {
    Json::Array(values.iter().map(|value| text(*value)).collect())
}

fn create_policy(create: &Create) -> &'static str {
    match create {
        Create::Constraint { policy, .. } => policy_kind(*policy),
        _ => "",
    }
}

fn call_policy(operation: &Operation) -> &'static str {
    match operation {
        Operation::Allocate { policy, .. } => policy_kind(*policy),
        _ => "",
    }
}
