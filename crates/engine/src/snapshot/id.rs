//! The text of an id snapshot, and the rules that all operations of the crate keep.

use serde::de::{Error, MapAccess, SeqAccess};
use vm_allocator::IdAllocator;

use super::InvalidSnapshot;
use super::fault::{self, Fault};
use super::members::Members;
use super::reading::{Faults, Number, Shape, WholeNumber, read_elements};
use crate::id_rebuild;
use crate::id_state::IdState;

/// The members of an id snapshot, in the order in which the crate writes them.
pub(super) const MEMBERS: &[&str] = &["range_base", "next_id", "range_end", "freed_ids"];

/// One more than the largest id.
const PAST_ALL_IDS: u64 = u32::MAX as u64 + 1;

/// An id snapshot with valid text, whose values may still break any rule.
pub(super) struct IdDocument {
    range_base: u64,
    next_id: Option<u64>,
    range_end: u64,
    freed_ids: Vec<u64>,
}

impl IdDocument {
    /// Builds the allocator, after [`check`] has found no fault.
    pub fn allocator(self) -> Result<IdAllocator, InvalidSnapshot> {
        // Every accepted number is a u32.
        let state = IdState {
            base: self.range_base as u32,
            end: self.range_end as u32,
            next: self.next_id.map(|id| id as u32),
            freed: self.freed_ids.into_iter().map(|id| id as u32).collect(),
        };
        id_rebuild::from_state(&state).map_err(|error| fault::unforeseen(&error))
    }
}

pub(super) struct IdShape;

impl<'de> Shape<'de> for IdShape {
    type Value = IdDocument;

    fn expected(&self) -> String {
        "an object".into()
    }

    fn object<A: MapAccess<'de>>(
        self,
        faults: &mut Faults,
        map: A,
    ) -> Result<IdDocument, A::Error> {
        let mut document = IdDocument {
            range_base: 0,
            next_id: None,
            range_end: 0,
            freed_ids: Vec::new(),
        };
        let mut members = Members::new(map, faults, "an id snapshot", MEMBERS);
        while let Some(name) = members.next()? {
            match name {
                "range_base" => document.range_base = members.value(an_id())?,
                "next_id" => document.next_id = members.value(IdOrNull)?,
                "range_end" => document.range_end = members.value(an_id())?,
                _ => document.freed_ids = members.value(IdsShape)?,
            }
        }
        Ok(document)
    }
}

fn an_id() -> WholeNumber {
    WholeNumber {
        maximum: u32::MAX.into(),
    }
}

struct IdOrNull;

impl Shape<'_> for IdOrNull {
    type Value = Option<u64>;

    fn expected(&self) -> String {
        format!("{} or null", Shape::expected(&an_id()))
    }

    fn null<E: Error>(self, _: &mut Faults) -> Result<Option<u64>, E> {
        Ok(None)
    }

    fn number<E: Error>(self, faults: &mut Faults, number: Number) -> Result<Option<u64>, E> {
        let id = number.up_to(an_id().maximum);
        id.map(Some)
            .map_err(|found| faults.refuse_type(&self.expected(), found))
    }
}

struct IdsShape;

impl<'de> Shape<'de> for IdsShape {
    type Value = Vec<u64>;

    fn expected(&self) -> String {
        "an array".into()
    }

    fn array<A: SeqAccess<'de>>(self, faults: &mut Faults, array: A) -> Result<Vec<u64>, A::Error> {
        read_elements(faults, array, an_id)
    }
}

/// Checks that an allocator can reach this state.
pub(super) fn check(document: &IdDocument) -> Result<(), InvalidSnapshot> {
    check_range(document)
        .and_then(|()| check_next_id(document))
        .and_then(|()| check_freed_ids(document))
        .map_err(InvalidSnapshot::from)
}

fn check_range(document: &IdDocument) -> Result<(), Fault> {
    let IdDocument {
        range_base,
        range_end,
        ..
    } = document;
    if range_end < range_base {
        let reason = format!("is {range_end}, below range_base, {range_base}");
        return Err(Fault::new(reason).inside("range_end"));
    }
    Ok(())
}

fn check_next_id(document: &IdDocument) -> Result<(), Fault> {
    let IdDocument {
        range_base,
        next_id,
        range_end,
        ..
    } = document;
    let reason = match next_id {
        None if *range_end < u32::MAX.into() => {
            format!(
                "is null, which it can be only where range_end is {}",
                u32::MAX
            )
        }
        Some(id) if id < range_base => format!("is {id}, below range_base, {range_base}"),
        Some(id) if *id > range_end + 1 => {
            format!("is {id}, more than one past range_end, {range_end}")
        }
        _ => return Ok(()),
    };
    Err(Fault::new(reason).inside("next_id"))
}

fn check_freed_ids(document: &IdDocument) -> Result<(), Fault> {
    let mut previous = None;
    for (index, id) in document.freed_ids.iter().enumerate() {
        check_freed_id(document, previous, *id)
            .map_err(|reason| Fault::new(reason).at(index).inside("freed_ids"))?;
        previous = Some(*id);
    }
    Ok(())
}

fn check_freed_id(document: &IdDocument, previous: Option<u64>, id: u64) -> Result<(), String> {
    let next_id = document.next_id.unwrap_or(PAST_ALL_IDS);
    if previous.is_some_and(|previous| previous == id) {
        Err(format!("is {id}, like the id before it"))
    } else if let Some(previous) = previous.filter(|previous| *previous > id) {
        Err(format!("is {id}, below the id before it, {previous}"))
    } else if id < document.range_base {
        Err(format!(
            "is {id}, below range_base, {}",
            document.range_base
        ))
    } else if id >= next_id {
        Err(format!(
            "is {id}, which was never handed out: next_id is {next_id}"
        ))
    } else {
        Ok(())
    }
}
