//! The state of an object in the format of the answer files, read through serde if the crate has no
//! getter.

use crate::json::{Json, hex, text};
use crate::subject::Subject;
use crate::tree::{Link, Slot, read, slots, snapshot};
use serde::Deserialize;

/// The tree of an address allocator; `None` for any other type.
pub fn tree_of(subject: &Subject) -> Link {
    match subject {
        Subject::Address(allocator) => read(&snapshot(allocator)),
        _ => None,
    }
}

/// The properties of a new object.
pub fn created_members(subject: &Subject) -> Vec<(&'static str, Json)> {
    let mut members = match subject {
        Subject::Range(range) => vec![("start", hex(range.start())), ("end", hex(range.end()))],
        Subject::Constraint(constraint) => {
            vec![
                ("size", hex(constraint.size())),
                ("align", hex(constraint.align())),
            ]
        }
        Subject::Address(allocator) => {
            vec![
                ("base", hex(allocator.base())),
                ("end", hex(allocator.end())),
            ]
        }
        Subject::Id(_) => vec![],
    };
    members.extend(state_members(subject));
    members
}

/// The ranges or ids in an allocator.
pub fn state_members(subject: &Subject) -> Vec<(&'static str, Json)> {
    match subject {
        Subject::Address(_) => {
            let slots = slots(&tree_of(subject));
            vec![("ranges", Json::Array(slots.iter().map(slot_json).collect()))]
        }
        Subject::Id(_) => id_members(&state_text(subject).expect("an allocator has a text")),
        _ => vec![],
    }
}

fn slot_json(slot: &Slot) -> Json {
    Json::Object(vec![
        ("start", hex(slot.range.start())),
        ("end", hex(slot.range.end())),
        ("state", text(slot.state.name())),
    ])
}

/// The crate's private fields, which only its text shows.
#[derive(Deserialize)]
struct Ids {
    next_id: Option<u32>,
    freed_ids: Vec<u32>,
}

fn id_members(snapshot: &str) -> Vec<(&'static str, Json)> {
    let ids: Ids = serde_json::from_str(snapshot).expect("the crate wrote it");
    let freed = ids
        .freed_ids
        .into_iter()
        .map(|id| Json::Number(id.into()))
        .collect();
    let next = ids.next_id.map_or(Json::Null, |id| Json::Number(id.into()));
    vec![("next", next), ("freed", Json::Array(freed))]
}

/// The text that `serde_json` writes for an allocator.
pub fn state_text(subject: &Subject) -> Option<String> {
    match subject {
        Subject::Address(allocator) => Some(snapshot(allocator)),
        Subject::Id(allocator) => serde_json::to_string(allocator).ok(),
        _ => None,
    }
}
