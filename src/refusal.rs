//! The reason for a refusal, as JavaScript reads it.

use napi_derive::napi;
use vm_allocator_engine::refusal;

/// A refusal: the crate's variant, its `Display` text and its payload; or `InvalidSnapshot`, its
/// reason and the path inside the document. Members that don't apply are `null`. All members are
/// own ones, so that the prototype can't add any.
#[napi(object, object_from_js = false, use_nullable = true)]
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

impl From<refusal::Refusal> for Refusal {
    fn from(refusal: refusal::Refusal) -> Self {
        let (range, existing) = (refusal.range, refusal.existing);
        Self {
            kind: refusal.kind,
            message: refusal.message,
            path: refusal.path,
            id: refusal.id,
            size: refusal.size,
            state: refusal.state,
            start: range.map(|(start, _)| start),
            end: range.map(|(_, end)| end),
            existing_start: existing.map(|(start, _)| start),
            existing_end: existing.map(|(_, end)| end),
        }
    }
}
